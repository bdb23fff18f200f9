"""Numbers in the text that are bound to what a cell prints.

A comment after the number names the cell by its id: `61,706<!-- = sum -->` must be one of the
numbers in that cell's output. An expression after the id says which one: its group, or all of it,
and several matches are added up: `156<!-- = table: 01Conv2d_.*?(\\d+) +\\|$ -->`. Where a cell
prints nothing, its code counts. The number in the text may have fewer decimals. A cell of
another chapter is named by that chapter: `<!-- = 06-lenet/train: … -->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from nbformat import NotebookNode

from complaint import Complaint, label
from tidy import printed_by

WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
).split()
NUMBER = r"\d[\d,]*(?:\.\d+)?"
COMMENT = re.compile(r"<!-- *=(?P<what>.*?)-->", re.DOTALL)
QUOTED = re.compile(r"(?ms)^```.*?^```|`[^`\n]*<!--[^`\n]*-->[^`\n]*`")  # shown, and not meant
BEFORE = re.compile(
    rf"(?P<number>{NUMBER}|\b(?:{'|'.join(WORDS)}))(?P<percent> ?%)?[*_`$)]*$", re.I
)
WHAT = re.compile(
    r"\s*(?:(?P<chapter>[\w-]+)/)?(?P<cell>[\w-]+)\s*(?::\s*(?P<pattern>.*\S))?\s*", re.S
)


class Unbound(Exception):
    """A mark that binds nothing; the message says why."""


def complaints(
    path: Path, markdown: str, where: str, notebooks: Mapping[Path, NotebookNode]
) -> Iterator[Complaint]:
    """Yields the marked numbers in a text that differ from what they are bound to."""
    text = QUOTED.sub("", markdown)
    for comment in COMMENT.finditer(text):
        try:
            _compare(path, text[: comment.start()], comment["what"], notebooks)
        except Unbound as e:
            yield Complaint(path, where, str(e), "correct the number or its mark")


def of_notebook(
    path: Path, notebook: NotebookNode, notebooks: Mapping[Path, NotebookNode]
) -> Iterator[Complaint]:
    """Yields the same for all the text of a chapter."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield from complaints(path, cell.source, label(notebook, cell), notebooks)


def _compare(path: Path, before: str, what: str, notebooks: Mapping[Path, NotebookNode]) -> None:
    number, mark = BEFORE.search(before.rstrip()), WHAT.fullmatch(what)
    if not number or not mark:
        raise Unbound(f"the mark `={what.rstrip()}` is not a number's: write 12<!-- = cell -->")
    cell = _cell(path, mark["chapter"], mark["cell"], notebooks)
    said, decimals = _value(number["number"])
    scale = 100 if number["percent"] else 1
    try:
        found = _found("\n".join(printed_by(cell)) or cell.source, mark["pattern"])
    except (re.error, IndexError) as e:
        raise Unbound(f"the mark `={what.rstrip()}` is no regular expression: {e}") from e
    except ValueError as e:
        raise Unbound(f"the mark `={what.rstrip()}` finds no number: {e}") from e
    if not found:
        raise Unbound(f"says {number[0]}, and {mark['cell']} has nothing like {mark['pattern']!r}")
    values = [sum(found)] if mark["pattern"] else found
    if not any(abs(value * scale - said) <= 0.5 * 10**-decimals + 1e-9 for value in values):
        listed = ", ".join(
            f"{value * scale:g}" if value % 1 else f"{value * scale:.0f}" for value in values[:8]
        )
        raise Unbound(f"says {number[0]}, and {mark['cell']} has {listed}")


def _cell(
    path: Path, chapter: str | None, identity: str, notebooks: Mapping[Path, NotebookNode]
) -> NotebookNode:
    named = [other for other in notebooks if other.stem == chapter] if chapter else [path]
    if not named or named[0] not in notebooks:
        raise Unbound(f"names a chapter {chapter or '(none)'}, which is not there")
    code = [c for c in notebooks[named[0]].cells if c.cell_type == "code"]
    for cell in code:
        if cell.id == identity:
            return cell
    raise Unbound(f"names a cell {identity}, which is not there: {', '.join(c.id for c in code)}")


def _found(text: str, pattern: str | None) -> list[float]:
    if pattern is None:
        return [_value(token)[0] for token in re.findall(rf"(?<![\w.,]){NUMBER}", text)]
    matches = re.finditer(pattern, text, re.MULTILINE)
    found = [m[1] if m.re.groups else m[0] for m in matches]
    return [_value(text)[0] for text in found if text]  # one side of an alternative may be empty


def _value(text: str) -> tuple[float, int]:
    if text.lower() in WORDS:
        return float(WORDS.index(text.lower())), 0
    plain = text.replace(",", "").strip()
    return float(plain), len(plain.partition(".")[2])
