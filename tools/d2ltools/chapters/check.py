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
    links,
    prose,
    provenance,
    quotes,
    tidy,
)
from d2ltools.chapters.finding import Finding, label, made_by
from d2ltools.kernel import execution
from d2ltools.places import ROOT, relative


def main(arguments: Namespace) -> int:
    """Prints one line for each finding in the chapters named; returns 1 if there is any."""
    chosen = set(arguments.chapter)
    every = sorted(chosen | set(find.every()))
    found = findings(every)
    if chosen != set(every):
        found = [finding for finding in found if finding.file in chosen]
    for finding in found:
        print(finding, file=sys.stderr)
    count = f"{len(found)} findings" if len(found) != 1 else "1 finding"
    print(f"Checked {len(chosen)} notebooks: {count if found else 'clean, in sync, linked'}")
    if not found:
        for path in filter(_is_stale, sorted(chosen)):
            made = f"Note: the module has changed since {relative(path)} was rendered"
            print(f"{made}; `{made_by('render', path)}` tells whether a figure moves")
    badly_formed = chosen == set(every) and _ruff_finds()
    return 1 if found or badly_formed else 0


def _ruff_finds() -> bool:
    """Lets ruff say what it finds in our Python."""
    ruff = [sys.executable, "-m", "ruff"]
    kinds = (["check", "--quiet"], ["format", "--check", "--quiet"])
    return any([subprocess.call([*ruff, *words], cwd=ROOT) for words in kinds])


def _is_stale(path: Path) -> bool:
    return not provenance.is_current(execution.read(path))


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
    for path in links.documents():
        found += prose.of_document(path, path.read_text(encoding="utf-8"), notebooks)
    return found


def _of_code(notebooks: Mapping[Path, NotebookNode]) -> Iterator[Finding]:
    quoted = [what for notebook in notebooks.values() for what in quotes.all_quoted(notebook)]
    module = java_reader.read(tidy.code(notebooks.values()), quoted)
    by_quote = explained.by_quote(notebooks)
    for path, notebook in notebooks.items():
        yield from _of_format(path, notebook, module)
        yield from quotes.findings(path, notebook, module)
        yield from explained.findings(path, notebook, module, by_quote)


def _of_format(path: Path, notebook: NotebookNode, module: java_reader.Answer) -> Iterator[Finding]:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for place, cell in enumerate(code):
        read, where = module[cell.source], label(notebook, cell)
        if read.error:
            yield Finding(path, where, f"is not Java: {read.error}", "correct the cell")
        elif read.formatted != cell.source and not quotes.quoted(cell):
            what = "is not formatted as the module is"
            yield Finding(path, where, what, made_by("fix", path))
        if read.names.imports and place > 0:
            what = "imports, which can set variables back to null"
            yield Finding(path, where, what, "move the imports into the first code cell")
