"""Runs chapters in full and stores their outputs: ."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from pathlib import Path

from d2ltools import files
from d2ltools.chapters import hygiene, moved_figures, provenance, tidy, timetable
from d2ltools.kernel import execution, kernelspec
from d2ltools.places import BUILD, relative
from d2ltools.problem import Problem
from d2ltools.setup import data
from d2ltools.terminal import Terminal


def main(arguments: Namespace) -> int:
    """Renders what has changed; returns 0 if every chapter is as it should be."""
    kernelspec.prepare()
    terminal = Terminal()
    return 1 if any([_tried(chapter, terminal) for chapter in arguments.chapter]) else 0


def _tried(chapter: Path, terminal: Terminal) -> bool:
    try:
        _render(chapter, terminal)
        return False
    except (Problem, OSError) as e:
        print(f"{relative(chapter)}: {e}\nThe stored chapter is as it was.", file=sys.stderr)
        return True


def _render(chapter: Path, terminal: Terminal) -> None:
    before = chapter.read_bytes()
    stored = execution.read(chapter)
    if provenance.is_current(stored):
        terminal.say(f"{relative(chapter)} has not changed")
        return
    data.require_whole()
    terminal.say(f"Rendering {relative(chapter)}")
    notebook = execution.read(chapter)
    start = time.monotonic()
    execution.run(notebook, chapter.parent, terminal)
    seconds = time.monotonic() - start
    tidy.tidy(notebook)
    notebook.metadata["d2l"] = provenance.mark(notebook) | timetable.noted(seconds)
    content = tidy.text(notebook)
    faults = list(hygiene.of_outputs(chapter, notebook, len(content.encode())))
    if faults:
        raise Problem("\n".join(map(str, faults)))
    target = chapter
    if chapter.read_bytes() != before:
        target = BUILD / f"{chapter.stem}.rendered.ipynb"
    files.write(target, content)
    terminal.say(moved_figures.moved(stored, notebook))
    if target != chapter:
        raise Problem(f"it was saved while it ran, perhaps by Lab; the result: {relative(target)}")
    for page in timetable.write():
        terminal.say(f"Wrote its time into {relative(page)}")
    terminal.say(f"Stored {relative(chapter)}, {len(content.encode()) / 1000:.0f} kB")
