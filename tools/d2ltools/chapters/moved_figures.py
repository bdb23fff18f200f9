"""Which printed figures moved from one run to the next, and by how much."""

from __future__ import annotations

import difflib
import re

from nbformat import NotebookNode

from d2ltools.chapters.tidy import printed_by

NUMBER = re.compile(r"(?<![\w.])[+-]?\d[\d,]*(?:\.\d+)?")


def moved(before: NotebookNode, after: NotebookNode) -> str:
    """Returns a line for each figure that moved, and the lines that came and went."""
    old = {cell.id: printed_by(cell) for cell in before.cells}
    lines: list[str] = []
    for cell in after.cells:
        if cell.cell_type == "code":
            lines += [
                f"  {cell.id}: {line}" for line in _moved(old.get(cell.id, []), printed_by(cell))
            ]
    return "\n".join(["What moved:", *lines]) if lines else "All figures are as they were."


def _moved(before: list[str], after: list[str]) -> list[str]:
    lines = []
    matcher = difflib.SequenceMatcher(a=_words(before), b=_words(after), autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":  # but for the numbers
            for old, new in zip(before[a:b], after[c:d], strict=True):
                lines += _figures(old, new)
        else:
            lines += [f"-{line}" for line in before[a:b]] + [f"+{line}" for line in after[c:d]]
    return lines


def _words(lines: list[str]) -> list[str]:
    # a figure with more digits changes the padding beside it
    return [" ".join(re.sub(r"-{3,}", "---", NUMBER.sub("#", line)).split()) for line in lines]


def _figures(before: str, after: str) -> list[str]:
    lines, end = [], 0
    for old, new in zip(NUMBER.finditer(before), NUMBER.finditer(after), strict=True):
        label = _label(after[end : new.start()]) or _label(after[: new.start()])
        end = new.end()
        if old[0] != new[0]:
            change = _value(new[0]) - _value(old[0])
            decimals = max(_decimals(old[0]), _decimals(new[0]))
            lines.append(f"{label} {old[0]} → {new[0]} ({change:+,.{decimals}f})".strip())
    return lines


def _label(text: str) -> str:
    return " ".join(text.split()).strip(" ,|:")


def _value(number: str) -> float:
    return float(number.replace(",", ""))


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])
