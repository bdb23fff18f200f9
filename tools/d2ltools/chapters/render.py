"""Runs chapters in full and stores their outputs."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from d2ltools import files
from d2ltools.chapters import hygiene, provenance, tidy
from d2ltools.kernel import execution, kernelspec
from d2ltools.places import OUT, relative
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
    notebook = execution.read(chapter)
    if provenance.is_current(notebook):
        terminal.say(f"{relative(chapter)} has not changed")
        return
    data.require_whole()
    terminal.say(f"Rendering {relative(chapter)}")
    execution.run(notebook, chapter.parent, terminal)
    tidy.tidy(notebook)
    notebook.metadata["d2l"] = provenance.mark(notebook)
    content = tidy.text(notebook)
    faults = list(hygiene.of_outputs(chapter, notebook, len(content.encode())))
    if faults:
        raise Problem("\n".join(map(str, faults)))
    target = chapter
    if chapter.read_bytes() != before:
        target = OUT / f"{chapter.stem}.rendered.ipynb"
    files.write(target, content)
    if target != chapter:
        raise Problem(f"it was saved while it ran, perhaps by Lab; the result: {relative(target)}")
    terminal.say(f"Stored {relative(chapter)}, {len(content.encode()) / 1000:.0f} kB")
