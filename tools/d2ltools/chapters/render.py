"""Runs chapters in full and stores their outputs: render.py [CHAPTER]."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from d2ltools import files, stopping
from d2ltools.chapters import find, hygiene, provenance, tidy
from d2ltools.kernel import execution, kernelspec
from d2ltools.places import LIB, OUT, relative
from d2ltools.setup import java_home
from d2ltools.terminal import Terminal

SAMPLE = "from sample"


class Refused(Exception):
    """A render that would store what a chapter must not hold."""


def main(words: list[str]) -> int:
    """Renders what has changed; returns 0 if every chapter is as it should be."""
    stopping.listen()
    terminal = Terminal()
    try:
        kernelspec.prepare()
        failures = [_tried(chapter, terminal) for chapter in find.chosen("".join(words[:1]))]
    except (find.UnknownChapter, java_home.NoJava) as e:
        print(e, file=sys.stderr)
        return 1
    except stopping.Stopped as e:
        print("Stopped; the stored chapters are as they were.", file=sys.stderr)
        return e.exit_code
    return 1 if any(failures) else 0


def _tried(chapter: Path, terminal: Terminal) -> bool:
    try:
        _render(chapter, terminal)
        return False
    except (Refused, execution.CellFailed, execution.NotebookUnreadable, OSError) as e:
        print(f"{relative(chapter)}: {e}\nThe stored chapter is as it was.", file=sys.stderr)
        return True


def _render(chapter: Path, terminal: Terminal) -> None:
    before = chapter.read_bytes()
    notebook = execution.read(chapter)
    if provenance.is_current(notebook):
        terminal.say(f"{relative(chapter)} has not changed")
        return
    _refuse_sample()
    terminal.say(f"Rendering {relative(chapter)}")
    execution.run(notebook, chapter.parent, terminal)
    tidy.tidy(notebook)
    notebook.metadata["d2l"] = provenance.mark(notebook)
    content = tidy.text(notebook)
    faults = list(hygiene.of_outputs(chapter, notebook, len(content.encode())))
    if faults:
        raise Refused("\n".join(map(str, faults)))
    target = chapter
    if chapter.read_bytes() != before:
        target = OUT / f"{chapter.stem}.rendered.ipynb"
    files.write(target, content)
    if target != chapter:
        raise Refused(f"it was saved while it ran, perhaps by Lab; the result: {relative(target)}")
    terminal.say(f"Stored {relative(chapter)}, {len(content.encode()) / 1000:.0f} kB")


def _refuse_sample() -> None:
    java, _ = java_home.find()
    found = subprocess.run(
        [str(java), "-cp", str(LIB / "*"), "ai.d2l.setup.FetchData"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    last = (found.stdout.strip() or found.stderr.strip()).splitlines()[-1:]
    if found.returncode or not last or last[0].endswith(SAMPLE):
        raise Refused(f"a chapter is stored from the whole data set. {' '.join(last)}")
