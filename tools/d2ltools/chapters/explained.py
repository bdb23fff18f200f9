"""Nothing is hidden: whoever calls a helper links to the chapter or the source that explains it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from nbformat import NotebookNode

from d2ltools.chapters import links, quotes
from d2ltools.chapters.finding import Finding, label
from d2ltools.chapters.java_reader import Answer, Names


def by_quote(notebooks: Mapping[Path, NotebookNode]) -> dict[str, Path]:
    """Returns for each helper that is quoted the chapter that quotes it: Type, or Type#method."""
    found: dict[str, Path] = {}
    for path, notebook in notebooks.items():
        for what in quotes.all_quoted(notebook):
            found.setdefault(what.partition("(")[0], path)
    return found


def findings(
    path: Path, notebook: NotebookNode, module: Answer, chapters: Mapping[str, Path]
) -> Iterator[Finding]:
    """Yields each helper that the chapter calls, and neither quotes nor links."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    names = [module[cell.source].names for cell in code]
    imports = [name for n in names for name in n.imports]
    here = {name for n in names for name in n.defines}
    linked = {link.file for link in links.in_notebook(path, notebook) if link.file}
    said: set[Path] = set()
    for cell, its in zip(code, names, strict=True):
        for helper in _helpers(its, imports, here, module):
            explains = chapters.get(helper) or module.file(helper.partition("#")[0])
            if explains in linked | said | {path}:
                continue
            said.add(explains)
            what = f"calls {helper.replace('#', '.')}, and the text has no link to what explains it"
            mend = f"link {links.url(explains, path.parent)}"
            yield Finding(path, label(notebook, cell), what, mend)


def _helpers(names: Names, imports: list[str], here: set[str], module: Answer) -> Iterator[str]:
    for name in names.types:
        if name in module.files and name not in here and _imported(name, imports, module):
            yield name
    for name in names.calls:
        for owner, methods in module.statics.items():
            if name in methods and name not in here:
                yield f"{owner}#{name}"


def _imported(name: str, imports: list[str], module: Answer) -> bool:
    package = module.files[name].rpartition("/")[0].replace("/", ".")
    return bool({f"{package}.*", f"{package}.{name}"} & set(imports))
