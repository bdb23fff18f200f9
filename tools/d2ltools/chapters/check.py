"""All gates, without training: are the chapters clean, in sync and linked?"""

from __future__ import annotations

import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path

from nbformat import NotebookNode

from d2ltools.chapters import (
    exercises,
    explained,
    find,
    hygiene,
    java_reader,
    java_source,
    links,
    prose,
    provenance,
    quotes,
    tidy,
    words,
)
from d2ltools.chapters.finding import Finding, code, label, made_by
from d2ltools.kernel import execution
from d2ltools.places import NOTEBOOKS, ROOT, relative


def main(arguments: Namespace) -> int:
    """Prints one line for each finding in the chapters named; returns 1 if there is any."""
    chosen = set(arguments.chapter)
    every = chosen | set(find.every())
    found = findings(sorted(every))
    if chosen != every:
        found = [finding for finding in found if finding.file in chosen]
    for finding in found:
        print(finding, file=sys.stderr)
    said = f"{len(found)} finding(s)" if found else "clean, in sync, linked"
    print(f"Checked {len(chosen)} notebooks: {said}")
    for path in sorted(chosen) if not found else []:
        if not provenance.is_current(execution.read(path)):
            made = f"Note: the module has changed since {relative(path)} was rendered"
            print(f"{made}; `{made_by('render', path)}` tells whether a figure moves")
    badly_formed = chosen == every and _ruff_finds()
    return 1 if found or badly_formed else 0


def _ruff_finds() -> bool:
    """Lets ruff say what it finds in our Python."""
    ruff = [sys.executable, "-m", "ruff"]
    kinds = (["check", "--quiet"], ["format", "--check", "--quiet"])
    return any([subprocess.call([*ruff, *words], cwd=ROOT) for words in kinds])


def findings(paths: list[Path]) -> list[Finding]:
    """Returns what is wrong with these chapters, and with the documents around them."""
    notebooks: dict[Path, NotebookNode] = {}
    found: list[Finding] = []
    for path in paths:
        try:
            notebooks[path] = execution.read(path)
        except execution.NotebookUnreadable as e:
            found.append(Finding(path, "", e.reason, e.mend))
    for path, notebook in notebooks.items():
        found += hygiene.findings(path, notebook)
    found += _of_code(notebooks)
    found += links.findings(links.everywhere(notebooks))
    for path, notebook in notebooks.items():
        found += prose.of_notebook(path, notebook, notebooks)
        found += exercises.findings(path, notebook, notebooks)
    if any(path.is_relative_to(NOTEBOOKS) for path in notebooks):
        found += words.findings(notebooks)
    for path in links.documents():
        found += prose.of_document(path, path.read_text(encoding="utf-8"), notebooks)
    return found


def _of_code(notebooks: Mapping[Path, NotebookNode]) -> Iterator[Finding]:
    read = java_reader.formatted(tidy.code(notebooks.values()))
    by_quote = explained.by_quote(notebooks)
    for path, notebook in notebooks.items():
        yield from _of_format(path, notebook, read)
        yield from quotes.findings(path, notebook)
        yield from explained.findings(path, notebook, by_quote)


def _of_format(
    path: Path, notebook: NotebookNode, read: Mapping[str, java_reader.Text]
) -> Iterator[Finding]:
    for place, cell in enumerate(code(notebook)):
        made, where = read[cell.source], label(notebook, cell)
        if made.error:
            yield Finding(path, where, f"is not Java: {made.error}", "correct the cell")
        elif made.text != cell.source and not quotes.quoted(cell):
            what = "is not formatted as the module is"
            yield Finding(path, where, what, made_by("fix", path))
        if java_source.names(cell.source).imports and place > 0:
            what = "imports, which can set variables back to null"
            yield Finding(path, where, what, "move the imports into the first code cell")
