"""Nothing is hidden: whoever calls a helper links to the chapter or the source that explains it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from nbformat import NotebookNode

from d2ltools.chapters import java_source, links, quotes
from d2ltools.chapters.finding import Finding, code, label


def by_quote(notebooks: Mapping[Path, NotebookNode]) -> dict[str, Path]:
    """Returns for each helper that is quoted the chapter that quotes it: Type, or Type#method."""
    found: dict[str, Path] = {}
    for path, notebook in notebooks.items():
        for what in filter(None, map(quotes.quoted, notebook.cells)):
            found.setdefault(what.partition("(")[0], path)
    return found


def findings(path: Path, notebook: NotebookNode, chapters: Mapping[str, Path]) -> Iterator[Finding]:
    """Yields each helper that the chapter calls, and neither quotes nor links."""
    files = java_source.files()
    names = {cell.id: java_source.names(cell.source) for cell in code(notebook)}
    imports = [name for n in names.values() for name in n.imports]
    helpers = {name for name in files if _imported(files[name], imports)}
    methods = java_source.statics(imports)
    here = {name for n in names.values() for name in n.defines}
    linked = {link.file for link in links.in_notebook(path, notebook) if link.file}
    explained = linked | {path}
    for cell in code(notebook):
        called = sorted(names[cell.id].types & helpers - here)
        for owner, known in methods.items():
            called += [f"{owner}#{name}" for name in sorted(names[cell.id].calls & known - here)]
        for helper in called:
            explains = chapters.get(helper) or files[helper.partition("#")[0]]
            if explains not in explained:
                explained.add(explains)
                said = helper.replace("#", ".")
                what = f"calls {said}, and the text has no link to what explains it"
                link = links.url(explains, path.parent)
                yield Finding(path, label(notebook, cell), what, f"link {link}")


def _imported(file: Path, imports: list[str]) -> bool:
    package = ".".join(file.relative_to(java_source.SOURCE).parent.parts)
    return bool({f"{package}.*", f"{package}.{file.stem}"} & set(imports))
