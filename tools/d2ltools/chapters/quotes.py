"""Helpers that a chapter quotes: code that begins `// d2l-java: Type#method` is the module's.

It is a cell of code, which then runs, or a block of Java in a cell of text, which does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from d2ltools.chapters.finding import Finding, code, label, made_by
from d2ltools.chapters.java_source import names, quote, statics
from d2ltools.problem import Problem

MARK = re.compile(r"// d2l-java: *(.*?) *(?:\n|$)")
BLOCK = re.compile(r"(?<=```java\n)// d2l-java: .*?(?=```)", re.DOTALL)


def quoted(cell: NotebookNode) -> str:
    """Returns what a cell quotes, such as Training#tryGpu; empty if it quotes nothing."""
    mark = MARK.match(_quotation(cell))
    return mark[1] if mark else ""


def _quotation(cell: NotebookNode) -> str:
    block = BLOCK.search(cell.source) if cell.cell_type == "markdown" else None
    return block[0].rstrip("\n") if block else cell.source


def findings(path: Path, notebook: NotebookNode) -> Iterator[Finding]:
    """Yields quotes that are not the module's text, and imports by name that would break them."""
    all_names = [names(cell.source) for cell in code(notebook)]
    imports = [name for n in all_names for name in n.imports]
    known = set().union(*(n.defines for n in all_names), *statics(imports).values())
    for cell in notebook.cells:
        what = quoted(cell)
        if not what:
            continue
        where = label(notebook, cell)
        try:
            text = quote(what)
        except LookupError as e:
            yield Finding(path, where, f"quotes {what}: {e}", "quote what there is")
            continue
        if _quotation(cell) != _cell(what, text):
            same = f"quotes {what} and is not the module's source"
            yield Finding(path, where, same, made_by("fix", path))
        if cell.cell_type == "markdown":
            continue
        hidden = sorted(names(cell.source).calls - known)
        if "#" in what and hidden:
            broken = f"quotes {what}, which calls {hidden[0]}: a notebook cannot"
            yield Finding(path, where, broken, "import it, or make it public in the module")
        # a method of a cell shadows a static import, and that is well
        by_name = next((name for name in imports if name.split(".")[-1] == what), "")
        if by_name:
            broken = f"defines {what}, which is imported by name: later cells would be rejected"
            yield Finding(path, where, broken, f"write `import {by_name.rpartition('.')[0]}.*;`")


def sync(notebook: NotebookNode) -> None:
    """Puts the module's text into the cells that quote it; raises Problem if there is none."""
    for cell in notebook.cells:
        if what := quoted(cell):
            try:
                cell.source = cell.source.replace(_quotation(cell), _cell(what, quote(what)))
            except LookupError as e:
                raise Problem(f"{what} is quoted: {e}") from e


def _cell(what: str, text: str) -> str:
    return f"// d2l-java: {what}\n{text}"
