"""The words of the field: each is explained in a chapter, and stands in none before.

A text explains a word where it writes it in italics. `notebooks/words.csv` names the words; `forms` is
a regular expression of what else counts as a use, or `-` for a word that plain English has as well,
whose uses tell nothing. `notebooks/words.md` is made of both.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from bs4 import BeautifulSoup
from nbformat import NotebookNode

from d2ltools import files
from d2ltools.chapters import find, links
from d2ltools.chapters.finding import Finding, label
from d2ltools.places import NOTEBOOKS, relative

LIST = NOTEBOOKS / "words.csv"
PAGE = NOTEBOOKS / "words.md"
HEAD = """# Words

Where the course explains each word of the field, and the chapters that use it. `make fix` writes this page.

| word | explained in | used in |
|---|---|---|
"""


@dataclass(frozen=True)
class Place:
    """A text cell of a chapter, by the reading order of the course."""

    order: tuple[str, bool, int]
    path: Path
    cell: str
    heading: str

    def link(self, folder: Path) -> str:
        """Returns the chapter's number, linked to the heading that the cell stands under."""
        anchor = f"#{quote(links.slug(self.heading))}" if self.heading else ""
        return f"[{_number(self.path)}]({links.url(self.path, folder)}{anchor})"


@dataclass
class Word:
    """A word of the list, with where it is explained and where it is used, first places first."""

    name: str
    pattern: re.Pattern
    everyday: bool
    explained: list[Place] = field(default_factory=list)
    used: list[Place] = field(default_factory=list)

    def used_early(self) -> Place | None:
        """Returns the first use before the explanation; a chapter's title may announce the word."""
        *chapter, explained = self.explained[0].order
        announced = (*chapter, 0)
        early = (p for p in self.used if p.order < (*chapter, explained) and p.order != announced)
        return next(early, None)


def _gather(
    notebooks: Mapping[Path, NotebookNode], listed: Path
) -> tuple[list[Word], list[tuple[Place, str]]]:
    """Returns the words of the list with their places, and what is in italics and not listed."""
    with listed.open(encoding="utf-8", newline="") as file:
        words = [_word(**row) for row in csv.DictReader(file)]
    unlisted = []
    for place, seen in _texts(notebooks):
        text = seen.get_text()
        for word in words:
            if word.pattern.search(text):
                word.used.append(place)
        for phrase in (" ".join(tag.get_text().split()) for tag in seen.find_all("em")):
            explained = [word for word in words if word.pattern.fullmatch(phrase)]
            for word in explained:
                word.explained.append(place)
            if not explained:
                unlisted.append((place, phrase))
    return words, unlisted


def findings(notebooks: Mapping[Path, NotebookNode], listed: Path = LIST) -> Iterator[Finding]:
    """Yields words explained nowhere or too late, and words in italics that the list has not."""
    words, unlisted = _gather(notebooks, listed)
    if listed == LIST and PAGE.read_text(encoding="utf-8") != _page(words):
        yield Finding(PAGE, "", "is not what the chapters say", "make fix")
    for word in words:
        if not word.explained:
            fix = f"write *{word.name}* where it is explained, or take it out of the list"
            yield Finding(listed, word.name, "is explained in no chapter", fix)
        elif not word.everyday and (first := word.used_early()):
            explained = word.explained[0]
            what = f"says {word.name!r}, which {explained.path.stem} explains, in {explained.cell}"
            yield Finding(first.path, first.cell, what, "explain it here, or say it in other words")
    for place, phrase in unlisted:
        what = f"has {phrase!r} in italics, which are for words that are explained there"
        fix = f"add it to {relative(listed)}, or take the italics away"
        yield Finding(place.path, place.cell, what, fix)


def _page(words: Iterable[Word]) -> str:
    """Returns the page of words, with links."""
    rows = []
    for word in sorted(words, key=lambda word: word.name.lower()):
        chapters = dict.fromkeys(_number(place.path) for place in word.used)
        explained = {_number(place.path): place for place in reversed(word.explained)}
        where = ", ".join(p.link(PAGE.parent) for p in reversed(explained.values()))
        rows.append(f"| {word.name} | {where} | {', '.join(chapters)} |\n")
    return HEAD + "".join(rows)


def sync(notebooks: Mapping[Path, NotebookNode]) -> None:
    """Writes the page anew."""
    files.write(PAGE, _page(_gather(notebooks, LIST)[0]))


def _word(word: str, forms: str | None) -> Word:
    everyday = forms == "-"
    own = r"[\s-]+".join(map(re.escape, word.split())) + "(?:s|es)?"
    others = f"|{forms}" if forms and not everyday else ""
    return Word(word, re.compile(rf"\b(?:{own}{others})\b", re.IGNORECASE), everyday)


def _texts(notebooks: Mapping[Path, NotebookNode]) -> Iterator[tuple[Place, BeautifulSoup]]:
    for path, notebook in sorted(notebooks.items(), key=lambda item: _chapter(item[0])):
        heading = ""
        for number, cell in enumerate(notebook.cells):
            if cell.cell_type != "markdown":
                continue
            parsed = links.parsed(re.sub(r"\$[^$\n]+\$", "", cell.source))
            for tag in parsed.find_all(["code", "pre"]):
                tag.decompose()
            headings = parsed.find_all(["h2", "h3"])
            heading = headings[-1].get_text().strip() if headings else heading
            for tag in headings:
                tag.decompose()
            yield Place((*_chapter(path), number), path, label(notebook, cell), heading), parsed


def _chapter(path: Path) -> tuple[str, bool]:
    """Orders chapters as they are read: each before its solutions."""
    stem = path.stem.removesuffix(find.SOLUTIONS)
    return f"{path.parent.name}/{stem}", stem != path.stem


def _number(path: Path) -> str:
    return ".".join(str(int(name.split("-")[0])) for name in (path.parent.name, path.stem))
