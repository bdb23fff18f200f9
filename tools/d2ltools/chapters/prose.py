"""Numbers in the text that are bound to what a cell prints.

A cell of text is plain Markdown; its metadata say what its numbers are bound to, as in

    "d2l": {"numbers": [{"text": "61,706", "cell": "sum"},
                        {"text": "156", "cell": "table", "pattern": "01Conv2d_.*?(\\d+) +.$"}]}

The text stands once in the cell, with a few words around the number if need be. The number must be
one of those in the output of the cell with that id. An expression says which one: its group, or all
of it, and several matches are added up. Where a cell prints nothing, its code counts. The number in
the text may have fewer decimals. A cell of another chapter is named by that chapter:
"06-lenet/train". In a document a comment says it, after the number: `7<!-- = 06-lenet/sum -->`.

Words that compare are bound, too: each letter of their condition is a number of a cell, as above.

    "d2l": {"words": [{"text": "ahead of", "if": "A > B + 0.01",
                       "A": {"cell": "both", "pattern": "published (\\S+)"},
                       "B": {"cell": "both", "pattern": "simplified (\\S+)"}}]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from d2ltools.chapters.finding import Finding, code, label
from d2ltools.chapters.tidy import printed_by

WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty"
).split()
NUMBER = r"\d[\d,]*(?:\.\d+)?"
DIGITS = re.compile(rf"(?<![\w.])(?P<number>{NUMBER})(?P<percent> ?%)?")
WORD = re.compile(rf"\b(?P<number>{'|'.join(WORDS)})\b(?P<percent> ?%)?", re.IGNORECASE)
LETTER = {"cell", "pattern"}
CONDITION = re.compile(r"(?:[A-Z]\b|abs\b|\d+(?:\.\d+)?|\*(?!\*)|[-+/()<> ])+")
COMMENT = re.compile(r"<!-- *=(?P<what>.*?)-->", re.DOTALL)
QUOTED = re.compile(r"(?ms)^```.*?^```|`[^`\n]*<!--[^`\n]*-->[^`\n]*`")  # shown, and not meant
BEFORE = re.compile(rf"(?P<text>(?:{NUMBER}|\b(?:{'|'.join(WORDS)}))(?: ?%)?)[*_`$)]*$", re.I)
WHAT = re.compile(r"\s*(?P<cell>(?:[\w-]+/)?[\w-]+)\s*(?::\s*(?P<pattern>[^$]*[^$\s]))?\s*")


class Unbound(Exception):
    """A binding that does not hold; the message says why."""


def of_notebook(
    path: Path, notebook: NotebookNode, notebooks: Mapping[Path, NotebookNode]
) -> Iterator[Finding]:
    """Yields what is bound in a chapter and differs from what it is bound to."""
    outputs = _Outputs(path, notebooks)
    for cell in notebook.cells:
        for bound in _bindings(cell):
            try:
                _look(bound, cell.source, outputs)
            except Unbound as e:
                fix = "correct the text, or the cell's metadata"
                yield Finding(path, label(notebook, cell), str(e), fix)


def of_document(
    path: Path, markdown: str, notebooks: Mapping[Path, NotebookNode]
) -> Iterator[Finding]:
    """Yields the same for a document, whose bindings are comments."""
    text, outputs = QUOTED.sub("", markdown), _Outputs(path, notebooks)
    for comment in COMMENT.finditer(text):
        number, mark = BEFORE.search(text[: comment.start()]), WHAT.fullmatch(comment["what"])
        try:
            if not number or not mark:
                form = "write 12<!-- = chapter/cell -->, without a $"
                raise Unbound(f"the mark `={comment['what'].rstrip()}` is not a number's: {form}")
            _compare(
                number["text"], mark["cell"], outputs.numbers(**mark.groupdict()), mark["pattern"]
            )
        except Unbound as e:
            yield Finding(path, "", str(e), "correct the number or its mark")


def _bindings(cell: NotebookNode) -> list:
    about = cell.metadata.get("d2l", {})
    is_known = isinstance(about, dict) and about.keys() <= {"numbers", "words"}
    if not is_known or not all(isinstance(bound, list) for bound in about.values()):
        return [about]
    return [one for bound in about.values() for one in bound]


def _look(bound: object, source: str, outputs: _Outputs) -> None:
    match bound:
        case {"text": text, "cell": cell, **more} if more.keys() <= {"pattern"}:
            _find(text, source)
            _compare(text, cell, outputs.numbers(cell, **more), more.get("pattern"))
        case {"text": text, "if": condition, **letters} if letters:
            _find(text, source)
            if not all(isinstance(of, dict) and of.keys() == LETTER for of in letters.values()):
                names = ", ".join(letters)
                raise Unbound(f"{text!r} binds nothing: give cell and pattern for {names}")
            _hold(text, condition, {a: sum(outputs.numbers(**of)) for a, of in letters.items()})
        case _:
            form = "give text, cell and perhaps pattern, or text, if and its letters"
            raise Unbound(f"{bound} binds nothing: {form}")


def _find(text: str, source: str) -> None:
    words = r"\s+".join(map(re.escape, text.split()))
    # 2 is not in 20, 1.2 or 2.5
    before = r"(?<![^\W_])(?<!\d[.,])" if text[:1].isalnum() else ""
    after = r"(?![^\W_]|[.,]\d)" if text[-1:].isalnum() else ""
    times = len(re.findall(before + words + after, source))
    if times == 0:
        raise Unbound(f"no longer says {text!r}, which is bound to a cell")
    if times > 1:
        raise Unbound(f"says {text!r} {times} times: bind it with a word or two around it")


def _compare(text: str, cell: str, found: list[float], pattern: str | None) -> None:
    numbers = list(DIGITS.finditer(text)) or list(WORD.finditer(text))
    if len(numbers) != 1:
        count = len(numbers) or "no"
        raise Unbound(f"{text!r} has {count} numbers: bind one, and few words around it")
    (number,) = numbers
    said, decimals = _value(number["number"])
    scale = 100 if number["percent"] else 1
    values = [value * scale for value in ([sum(found)] if pattern else found)]
    if not any(abs(value - said) <= 0.5 * 10**-decimals + 1e-9 for value in values):
        listed = ", ".join(f"{value:g}" if value % 1 else f"{value:.0f}" for value in values[:8])
        raise Unbound(f"says {number[0]}, and {cell} has {listed}")


def _hold(text: str, condition: str, numbers: Mapping[str, float]) -> None:
    try:
        if not CONDITION.fullmatch(condition):  # so it is arithmetic, and safe to evaluate
            raise SyntaxError("it has more than letters, numbers, abs, + - * / ( ) < >")
        holds = eval(condition, {"__builtins__": {}, "abs": abs}, numbers)
    except (SyntaxError, NameError, TypeError, ZeroDivisionError) as e:
        raise Unbound(f"cannot read {condition!r}, write one like A > B + 0.01: {e}") from e
    if holds is not True:
        listed = ", ".join(f"{name} is {number:g}" for name, number in numbers.items())
        raise Unbound(f"says {text!r}, which means {condition}, and {listed}")


@dataclass(frozen=True)
class _Outputs:
    """The cells that the texts of one file may be bound to."""

    path: Path
    notebooks: Mapping[Path, NotebookNode]

    def numbers(self, cell: str, pattern: str | None = None) -> list[float]:
        """Returns the numbers that a cell prints, or has where it prints nothing."""
        bound = self._cell(cell)
        text = "\n".join(printed_by(bound)) or bound.source
        if pattern is None:
            return [_value(token)[0] for token in re.findall(rf"(?<![\w.,]){NUMBER}", text)]
        try:
            matches = list(re.finditer(pattern, text, re.MULTILINE))
            found = [match[1] if match.re.groups else match[0] for match in matches]
            numbers = [_value(token)[0] for token in found if token]  # a side of an alternative
        except re.error as e:
            raise Unbound(f"the pattern {pattern!r} is no regular expression: {e}") from e
        except ValueError as e:
            raise Unbound(f"the pattern {pattern!r} finds no number: {e}") from e
        if not numbers:
            raise Unbound(f"the cell {cell} has nothing like {pattern!r}")
        return numbers

    def _cell(self, name: str) -> NotebookNode:
        chapter, _, identity = name.rpartition("/")
        named = [p for p in self.notebooks if p.stem == chapter] if chapter else [self.path]
        if not named or named[0] not in self.notebooks:
            raise Unbound(f"names a chapter {chapter or '(none)'}, which is not there")
        cells = {cell.id: cell for cell in code(self.notebooks[named[0]])}
        if identity not in cells:
            raise Unbound(f"names a cell {identity}, which is not there: {', '.join(cells)}")
        return cells[identity]


def _value(text: str) -> tuple[float, int]:
    if text.lower() in WORDS:
        return float(WORDS.index(text.lower())), 0
    plain = text.replace(",", "").strip()
    return float(plain), len(plain.partition(".")[2])
