"""How long each chapter took when it was rendered: the table in docs/teaching.md."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from nbformat import NotebookNode

import chapters
import execution
import files
import machine
import made_part
from complaint import Complaint
from places import NOTEBOOKS, ROOT, relative

PAGE = ROOT / "docs" / "teaching.md"
BY = "make render"


def noted(seconds: float) -> dict[str, object]:
    """Returns what a render leaves in a notebook about its time."""
    return {"seconds": round(seconds), "machine": machine.described()}


def write() -> bool:
    """Puts the times of all chapters into the page; returns whether that changes it."""
    notebooks = {}
    for path in chapters.every():
        with contextlib.suppress(execution.NotebookUnreadable):  # make check says it
            notebooks[path] = execution.read(path)
    changed = not _is_current(notebooks)
    if changed:
        files.write(PAGE, text(notebooks))
    return changed


def complaints(notebooks: Mapping[Path, NotebookNode]) -> Iterator[Complaint]:
    """Yields one if the page tells other times than the chapters."""
    try:
        if not _is_current(notebooks):
            yield Complaint(PAGE, "", "its times are not those of the chapters", "make sync")
    except made_part.NoMarks as e:
        yield Complaint(PAGE, "", str(e), "put them back")


def text(notebooks: Mapping[Path, NotebookNode]) -> str:
    """Returns the page with the times of these chapters."""
    return made_part.replaced(PAGE, BY, _table(notebooks))


def _is_current(notebooks: Mapping[Path, NotebookNode]) -> bool:
    return text(notebooks) == PAGE.read_text(encoding="utf-8")


def _table(notebooks: Mapping[Path, NotebookNode]) -> str:
    rows = ["| chapter | minutes | on |", "|---|---:|---|"]
    for path, notebook in notebooks.items():
        found = notebook.metadata.get("d2l", {})
        if "seconds" in found and NOTEBOOKS in path.parents:
            link = f"[{path.stem}](../{relative(path)})"
            rows.append(f"| {link} | {found['seconds'] / 60:.1f} | {found['machine']} |")
    return "\n" + "\n".join(rows) + "\n\n"
