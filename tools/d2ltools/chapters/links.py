"""Links and anchors in chapters, documents and Javadoc."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag

import mistune
from nbformat import NotebookNode

from d2ltools.chapters.finding import Finding, label
from d2ltools.kernel import execution
from d2ltools.places import MODULE, ROOT

JAVADOC_LINK = re.compile(r"<a\s[^>]*href=\"([^\"]+)\"")


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
    """Returns all links in these chapters, in documents and in Javadoc."""
    found = [link for path, notebook in notebooks.items() for link in in_notebook(path, notebook)]
    for path in documents():
        found += [Link(path, "", url) for url in _urls(path.read_text(encoding="utf-8"))]
    for path in sorted((MODULE / "src" / "main" / "java").rglob("*.java")):
        text = path.read_text(encoding="utf-8")
        found += [Link(path, "", url) for url in JAVADOC_LINK.findall(text)]
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
                mend = f"correct it; there are #{', #'.join(sorted(known))}"
                yield Finding(link.source, link.cell, what, mend)


@lru_cache
def anchors(file: Path) -> frozenset[str]:
    """Returns the anchors of a document or a chapter, as GitHub and Jupyter make them."""
    if file.suffix == ".ipynb":
        notebook = execution.read(file)
        texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        slug = _jupyter_slug
    else:
        texts, slug = [file.read_text(encoding="utf-8")], _github_slug
    found: set[str] = set()
    for text in texts:
        page = _parsed(text)
        found |= set(page.names)
        for heading in page.headings:
            name, number = slug(heading), 0
            while name in found and number < 100:
                number += 1
                name = f"{slug(heading)}-{number}"
            found.add(name)
    return frozenset(found)


def _github_slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def _jupyter_slug(heading: str) -> str:
    return heading.strip().replace(" ", "-")


def _urls(markdown: str) -> list[str]:
    return _parsed(markdown).urls


class _Page(HTMLParser):
    """The links, headings and names in a text, once it is HTML."""

    def __init__(self, html: str):
        super().__init__()
        self.urls: list[str] = []
        self.names: list[str] = []
        self.headings: list[str] = []
        self._heading = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Keeps what a tag points at, and what it can be pointed at by."""
        values = dict(attrs)
        self.urls += [values[k] for k in ("href", "src") if values.get(k)]
        self.names += [values[k] for k in ("id", "name") if values.get(k)]
        if re.fullmatch(r"h[1-6]", tag):
            self._heading = True
            self.headings.append("")

    def handle_endtag(self, tag):
        """Ends a heading."""
        if re.fullmatch(r"h[1-6]", tag):
            self._heading = False

    def handle_data(self, data):
        """Keeps the words of a heading."""
        if self._heading:
            self.headings[-1] += data


def _parsed(markdown: str) -> _Page:
    return _Page(mistune.create_markdown(escape=False, plugins=["table"])(markdown))
