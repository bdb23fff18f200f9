"""All gates, without training: are the chapters clean, in sync and linked? check.py [CHAPTER]."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from nbformat import NotebookNode

import chapters
import execution
import exercises
import explained
import hygiene
import java_home
import java_reader
import links
import prose
import quoting
import seal
import tidy
import timetable
from complaint import Complaint, label, made_by
from places import relative


def main(words: list[str]) -> int:
    """Prints one line for each complaint; returns 1 if there is any."""
    try:
        chosen = set(chapters.chosen("".join(words[:1])))
        found = complaints(sorted(chosen | set(chapters.every())))
    except (chapters.UnknownChapter, java_reader.ReaderFailed, java_home.NoJava, OSError) as e:
        print(e, file=sys.stderr)
        return 1
    if words and words[0].strip():
        found = [complaint for complaint in found if complaint.file in chosen]
    for complaint in found:
        print(complaint, file=sys.stderr)
    count = f"{len(found)} complaints" if len(found) != 1 else "1 complaint"
    print(f"Checked {len(chosen)} notebooks: {count if found else 'clean, in sync, linked'}")
    if not found:
        for path in filter(_is_stale, sorted(chosen)):
            made = f"Note: the module has changed since {relative(path)} was rendered"
            print(f"{made}; `{made_by('render', path)}` tells whether a figure moves")
    return 1 if found else 0


def _is_stale(path: Path) -> bool:
    return not seal.is_current(execution.read(path))


def complaints(paths: list[Path]) -> list[Complaint]:
    """Returns what is wrong with these chapters, and with the documents around them."""
    notebooks: dict[Path, NotebookNode] = {}
    found: list[Complaint] = []
    for path in paths:
        try:
            notebooks[path] = execution.read(path)
        except execution.NotebookUnreadable as e:
            found.append(Complaint(path, "", e.reason, e.mend))
    for path, notebook in notebooks.items():
        found += hygiene.complaints(path, notebook)
    found += _of_code(notebooks)
    found += links.complaints(links.everywhere(notebooks))
    for path, notebook in notebooks.items():
        found += prose.of_notebook(path, notebook, notebooks)
        found += exercises.complaints(path, notebook, notebooks)
    found += timetable.complaints(notebooks)
    for path in links.documents():
        found += prose.of_document(path, path.read_text(encoding="utf-8"), notebooks)
    return found


def _of_code(notebooks: Mapping[Path, NotebookNode]) -> Iterator[Complaint]:
    quotes = [what for notebook in notebooks.values() for what in quoting.all_quoted(notebook)]
    module = java_reader.read(tidy.code(notebooks.values()), quotes)
    by_quote = explained.by_quote(notebooks)
    for path, notebook in notebooks.items():
        yield from _of_format(path, notebook, module)
        yield from quoting.complaints(path, notebook, module)
        yield from explained.complaints(path, notebook, module, by_quote)


def _of_format(
    path: Path, notebook: NotebookNode, module: java_reader.Answer
) -> Iterator[Complaint]:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for place, cell in enumerate(code):
        read, where = module[cell.source], label(notebook, cell)
        if read.error:
            yield Complaint(path, where, f"is not Java: {read.error}", "correct the cell")
        elif read.formatted != cell.source and not quoting.quoted(cell):
            what = "is not formatted as the module is"
            yield Complaint(path, where, what, made_by("tidy", path))
        if read.names.imports and place > 0:
            what = "imports, which can set variables back to null"
            yield Complaint(path, where, what, "move the imports into the first code cell")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
