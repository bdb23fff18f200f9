"""Exercises, and their solutions in a notebook beside the chapter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path

from nbformat import NotebookNode

from d2ltools.chapters import find, links
from d2ltools.chapters.finding import Finding, label, made_by

HEADING = re.compile(r"^## Exercises\s*$", re.MULTILINE)
ITEM = re.compile(r"^\d+\. +(.*(?:\n+ +.*)*)", re.MULTILINE)
SOLUTION = re.compile(r"^## Exercise (\d+)\n+((?:>.*(?:\n|$))*)")


def questions(notebook: NotebookNode) -> list[str]:
    """Returns the exercises of a chapter, each in one line."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and HEADING.search(cell.source):
            return [" ".join(item.split()) for item in ITEM.findall(cell.source)]
    return []


def solutions(path: Path) -> Path:
    """Returns where the solutions of a chapter are."""
    return path.with_name(f"{path.stem}{find.SOLUTIONS}.ipynb")


def findings(
    path: Path, notebook: NotebookNode, notebooks: Mapping[Path, NotebookNode]
) -> Iterator[Finding]:
    """Yields exercises that have no solution, and solutions that repeat another question."""
    asked, sister = questions(notebook), solutions(path)
    if not asked:
        return
    if sister not in notebooks:
        what = f"has {len(asked)} exercises and no solutions"
        yield Finding(path, "", what, f"write them into {sister.name}, as CONTRIBUTING.md says")
        return
    if sister not in {link.file for link in links.in_notebook(path, notebook)}:
        yield Finding(path, "", "has no link to its solutions", f"link {sister.name}")
    solved = dict(_solved(notebooks[sister]))
    for number, question in enumerate(asked, start=1):
        if number not in solved:
            what = f"has no solution of exercise {number} with a cell that runs"
            yield Finding(sister, "", what, f"add a heading `## Exercise {number}` and code")
        elif solved[number][1] != question:
            what = f"repeats exercise {number} in other words than {path.name}"
            where = label(notebooks[sister], solved[number][0])
            yield Finding(sister, where, what, made_by("fix", path))


def sync(path: Path, notebooks: Mapping[Path, NotebookNode]) -> None:
    """Puts the questions of a chapter above its solutions."""
    asked, sister = questions(notebooks[path]), notebooks.get(solutions(path))
    for cell in sister.cells if sister and asked else []:
        heading = SOLUTION.match(cell.source)
        if heading and 1 <= int(heading[1]) <= len(asked):
            rest = cell.source[heading.end() :].strip("\n")
            question = f"## Exercise {heading[1]}\n\n> {asked[int(heading[1]) - 1]}"
            if question.split() != cell.source[: heading.end()].replace("\n>", "\n").split():
                cell.source = f"{question}\n\n{rest}".rstrip()


def _solved(notebook: NotebookNode) -> Iterator[tuple[int, tuple[NotebookNode, str]]]:
    for place, cell in enumerate(notebook.cells):
        heading = SOLUTION.match(cell.source) if cell.cell_type == "markdown" else None
        following = notebook.cells[place + 1 :]
        section = takewhile(lambda c: not c.source.startswith("## "), following)
        if heading and any(c.cell_type == "code" for c in section):
            question = " ".join(re.sub(r"(?m)^> ?", "", heading[2]).split())
            yield int(heading[1]), (cell, question)
