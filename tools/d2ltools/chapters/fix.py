"""Mends what a program can: quotes and questions as they are now, format, superfluous metadata."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from d2ltools.chapters import exercises, java_reader, quotes, tidy
from d2ltools.kernel import execution


def main(arguments: Namespace) -> int:
    """Mends the chapters named; returns 1 if a quoted helper does not exist."""
    return fix(arguments.chapter)


def fix(chapters: list[Path]) -> int:
    """Rewrites what is out of sync or not tidy, with its solutions; all are read before."""
    sisters = [sister for sister in map(exercises.solutions, chapters) if sister.exists()]
    notebooks = {path: execution.read(path) for path in dict.fromkeys([*chapters, *sisters])}
    quoted = [what for n in notebooks.values() for what in quotes.all_quoted(n)]
    module = java_reader.read(tidy.code(notebooks.values()), quoted)
    for notebook in notebooks.values():
        for cell in notebook.cells:
            if cell.cell_type == "code" and not quotes.quoted(cell):
                cell.source = module[cell.source].formatted or cell.source
        tidy.tidy(notebook)
        quotes.sync(notebook, module)
    for path in notebooks:
        exercises.sync(path, notebooks)
    changed = sum(tidy.write(path, notebook) for path, notebook in notebooks.items())
    print(f"{changed} of {len(notebooks)} notebooks changed")
    missing = {what: q.error for what, q in module.quotes.items() if q.error}
    for what, error in missing.items():
        print(f"{what} is quoted: {error}", file=sys.stderr)
    return 1 if missing else 0
