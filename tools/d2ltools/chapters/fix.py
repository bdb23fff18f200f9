"""Mends what a program can: quotes, questions, format, superfluous metadata, the page of words."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from d2ltools.chapters import exercises, find, java_reader, quotes, tidy, words
from d2ltools.chapters.finding import code
from d2ltools.kernel import execution
from d2ltools.places import NOTEBOOKS


def main(arguments: Namespace) -> int:
    """Rewrites what is out of sync or not tidy, with its solutions; all are read before."""
    chapters: list[Path] = arguments.chapter
    sisters = [sister for sister in map(exercises.solutions, chapters) if sister.exists()]
    notebooks = {path: execution.read(path) for path in dict.fromkeys([*chapters, *sisters])}
    read = java_reader.formatted(tidy.code(notebooks.values()))
    for notebook in notebooks.values():
        for cell in code(notebook):
            if not quotes.quoted(cell):
                cell.source = read[cell.source].text or cell.source
        tidy.tidy(notebook)
        quotes.sync(notebook)
    for path in notebooks:
        exercises.sync(path, notebooks)
    changed = sum(tidy.write(path, notebook) for path, notebook in notebooks.items())
    if any(path.is_relative_to(NOTEBOOKS) for path in chapters):
        words.sync({path: execution.read(path) for path in find.every()})
    print(f"{changed} of {len(notebooks)} notebooks changed")
    return 0
