"""Helpers that a chapter quotes: a cell that begins `// d2l-java: Type#method` is the module's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from d2ltools.chapters.finding import Finding, label, made_by
from d2ltools.chapters.java_reader import Answer

MARK = re.compile(r"// d2l-java: *(.*?) *(?:\n|$)")


def quoted(cell: NotebookNode) -> str:
    """Returns what a cell quotes, such as Training#tryGpu; empty if it quotes nothing."""
    mark = MARK.match(cell.source) if cell.cell_type == "code" else None
    return mark[1] if mark else ""


def all_quoted(notebook: NotebookNode) -> list[str]:
    """Returns all that a chapter quotes."""
    return [what for what in map(quoted, notebook.cells) if what]


def findings(path: Path, notebook: NotebookNode, module: Answer) -> Iterator[Finding]:
    """Yields quotes that are not the module's text, and imports by name that would break them."""
    names = [module[cell.source].names for cell in _code(notebook)]
    imports = [name for n in names for name in n.imports]
    known = {name for n in names for name in n.defines}.union(*module.statics.values())
    for cell in _code(notebook):
        what = quoted(cell)
        if not what:
            continue
        where, found = label(notebook, cell), module.quotes[what]
        if found.error:
            yield Finding(path, where, f"quotes {what}: {found.error}", "quote what there is")
            continue
        if cell.source != _cell(what, found.text):
            same = f"quotes {what} and is not the module's source"
            yield Finding(path, where, same, made_by("sync", path))
        hidden = [name for name in module[cell.source].names.calls if name not in known]
        if "#" in what and hidden:
            broken = f"quotes {what}, which calls {hidden[0]}: a notebook cannot"
            yield Finding(path, where, broken, "import it, or make it public in the module")
        by_name = _import_by_name(what, imports)
        if by_name:
            broken = f"defines {what}, which is imported by name: later cells would be rejected"
            mend = f"write `import {by_name.rpartition('.')[0]}.*;`"
            yield Finding(path, where, broken, mend)


def sync(notebook: NotebookNode, module: Answer) -> None:
    """Puts the module's text into the cells that quote it."""
    for cell in notebook.cells:
        what = quoted(cell)
        if what and module.quotes[what].text:
            cell.source = _cell(what, module.quotes[what].text)


def _cell(what: str, text: str) -> str:
    return f"// d2l-java: {what}\n{text}"


def _import_by_name(what: str, imports: list[str]) -> str:
    if "#" in what:
        return ""  # a method of a cell shadows a static import, and that is well
    return next((name for name in imports if name.split(".")[-1] == what), "")


def _code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
