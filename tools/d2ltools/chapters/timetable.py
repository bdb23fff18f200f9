"""How long chapters took when they were rendered: a table for teachers, a line in the README."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from nbformat import NotebookNode

from d2ltools import files
from d2ltools.chapters import find, made_part
from d2ltools.chapters.finding import Finding
from d2ltools.kernel import execution
from d2ltools.places import NOTEBOOKS, ROOT, relative
from d2ltools.setup import machine

BY = "make render"


def noted(seconds: float) -> dict[str, object]:
    """Returns what a render leaves in a notebook about its time."""
    return {"seconds": round(seconds), "machine": machine.described()}


def write() -> list[Path]:
    """Puts the times of all chapters into the pages; returns those that it has changed."""
    notebooks = {}
    for path in find.every():
        with contextlib.suppress(execution.NotebookUnreadable):  # make check says it
            notebooks[path] = execution.read(path)
    changed = []
    for page in PAGES:
        with contextlib.suppress(made_part.NoMarks):  # make check says that, too
            if not _is_current(page, notebooks):
                files.write(page, text(page, notebooks))
                changed.append(page)
    return changed


def findings(notebooks: Mapping[Path, NotebookNode]) -> Iterator[Finding]:
    """Yields the pages that tell other times than the chapters."""
    for page in PAGES:
        try:
            if not _is_current(page, notebooks):
                yield Finding(page, "", "its times are not those of the chapters", "make sync")
        except made_part.NoMarks as e:
            yield Finding(page, "", str(e), "put them back")


def text(page: Path, notebooks: Mapping[Path, NotebookNode]) -> str:
    """Returns a page with the times of these chapters."""
    return made_part.replaced(page, BY, PAGES[page](notebooks))


def _is_current(page: Path, notebooks: Mapping[Path, NotebookNode]) -> bool:
    return text(page, notebooks) == page.read_text(encoding="utf-8")


def _table(notebooks: Mapping[Path, NotebookNode]) -> str:
    rows = ["| chapter | minutes | on |", "|---|---:|---|"]
    for path, notebook in notebooks.items():
        found = notebook.metadata.get("d2l", {})
        if "seconds" in found and NOTEBOOKS in path.parents:
            link = f"[{path.stem}](../{relative(path)})"
            rows.append(f"| {link} | {found['seconds'] / 60:.1f} | {found['machine']} |")
    return "\n" + "\n".join(rows) + "\n\n"


def _sentence(notebooks: Mapping[Path, NotebookNode]) -> str:
    lenet = next((n for path, n in notebooks.items() if path.stem == find.DEFAULT), None)
    found = lenet.metadata.get("d2l", {}) if lenet else {}
    if "seconds" not in found:
        return ""
    where = f"({found['machine']}; [the others](docs/teaching.md#how-much-time-and-memory))"
    return f"The LeNet chapter took {found['seconds'] / 60:.1f} minutes here\n{where}.\n"


PAGES = {ROOT / "docs" / "teaching.md": _table, ROOT / "README.md": _sentence}
