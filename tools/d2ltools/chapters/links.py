"""Links and anchors in chapters and documents."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag

import mistune
from bs4 import BeautifulSoup
from nbformat import NotebookNode

from d2ltools.chapters.finding import Finding, label
from d2ltools.kernel import execution
from d2ltools.places import ROOT


@dataclass(frozen=True)
class Link:
    """A link, and the file and anchor that it leads to if it stays in the repository."""

    source: Path
    cell: str
    url: str

    @property
    def file(self) -> Path | None:
        """The file it leads to, there or not; None on the web."""
        address, _ = urldefrag(self.url)
        if re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE):
            return None
        return (self.source.parent / unquote(address)).resolve() if address else self.source

    @property
    def anchor(self) -> str:
        """The place in the file, empty for all of it."""
        return unquote(urldefrag(self.url).fragment)


def url(file: Path, folder: Path) -> str:
    """Returns the link to a file from what lies in the folder: nothing here knows an address."""
    return quote(os.path.relpath(file, folder).replace(os.sep, "/"))


def documents() -> list[Path]:
    """Returns all Markdown files of the repository."""
    folders = ["*.md", "docs/**/*.md", "notebooks/**/*.md", "d2l-java/*.md", "bench/**/*.md"]
    return sorted({path for pattern in folders for path in ROOT.glob(pattern)})


def everywhere(notebooks: Mapping[Path, NotebookNode]) -> list[Link]:
    """Returns all links in these chapters and in documents."""
    found = [link for path, notebook in notebooks.items() for link in in_notebook(path, notebook)]
    for path in documents():
        found += [Link(path, "", url) for url in _urls(path.read_text(encoding="utf-8"))]
    return found


def in_notebook(path: Path, notebook: NotebookNode) -> list[Link]:
    """Returns the links in the text of a chapter."""
    return [
        Link(path, label(notebook, cell), url)
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for url in _urls(cell.source)
    ]


def findings(found: Iterable[Link]) -> Iterator[Finding]:
    """Yields the links that lead to no file, or to no place in one."""
    for link in found:
        if link.file is None:
            continue
        if not link.file.exists():
            what = f"links to {link.url}, which is not there"
            yield Finding(link.source, link.cell, what, "correct the link")
        elif link.anchor and link.file.suffix in (".md", ".ipynb"):
            try:
                known = anchors(link.file)
            except execution.NotebookUnreadable:  # that has a finding of its own
                continue
            if link.anchor not in known:
                what = f"links to {link.url}, and there is no such heading"
                fix = f"correct it; there are #{', #'.join(sorted(known))}"
                yield Finding(link.source, link.cell, what, fix)


@lru_cache
def anchors(file: Path) -> frozenset[str]:
    """Returns the anchors of a document or a chapter, as GitHub and Jupyter make them."""
    if file.suffix == ".ipynb":
        cells = execution.read(file).cells
        texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    else:
        texts = [file.read_text(encoding="utf-8")]
    found: set[str] = set()
    for page in map(parsed, texts):
        found |= {tag[k] for tag in page.find_all(True) for k in ("id", "name") if tag.get(k)}
        for heading in page.find_all(re.compile("^h[1-6]$")):
            name = heading.get_text().strip()
            if file.suffix != ".ipynb":
                name = re.sub(r"[^\w\- ]", "", name.lower())
            name = slug(name)
            again = (f"{name}-{number}" for number in count(1))
            found.add(name if name not in found else next(n for n in again if n not in found))
    return frozenset(found)


def _urls(markdown: str) -> list[str]:
    tags = parsed(markdown).find_all(True)
    return [tag[k] for tag in tags for k in ("href", "src") if tag.get(k)]


def slug(heading: str) -> str:
    """Returns the anchor of a heading, as JupyterLab makes it."""
    return heading.replace(" ", "-")


def parsed(markdown: str) -> BeautifulSoup:
    """Returns a text as the page that it makes."""
    html = mistune.create_markdown(escape=False, plugins=["table"])(markdown)
    return BeautifulSoup(html, "html.parser")
