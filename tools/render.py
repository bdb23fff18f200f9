"""Runs chapters in full and stores their outputs: render.py [CHAPTER]."""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

import chapters
import execution
import files
import java_home
import kernelspec
import stopping
import tidy
from places import BUILD, LIB, MODULE, ROOT, relative
from terminal import Terminal

SAMPLE = "from sample"


class Refused(Exception):
    """A render that would store what a chapter must not hold."""


def main(words: list[str]) -> int:
    """Renders what has changed; returns 0 if every chapter is as it should be."""
    stopping.listen()
    terminal = Terminal()
    try:
        kernelspec.prepare()
        failures = [_tried(chapter, terminal) for chapter in chapters.chosen("".join(words[:1]))]
    except (chapters.UnknownChapter, java_home.NoJava) as e:
        print(e, file=sys.stderr)
        return 1
    except stopping.Stopped as e:
        print("Stopped; the stored chapters are as they were.", file=sys.stderr)
        return e.exit_code
    return 1 if any(failures) else 0


def fingerprint(notebook: NotebookNode) -> str:
    """Returns a hash of all that the outputs depend on: cells, module, pins."""
    digest = hashlib.sha256()
    for cell in notebook.cells:
        digest.update(f"{cell.cell_type}\0{cell.source}\0".encode())
    sources = sorted(path for path in (MODULE / "src" / "main").rglob("*") if path.is_file())
    pins = [ROOT / "pom.xml", MODULE / "pom.xml", ROOT / "requirements.txt"]
    for path in [*sources, *pins]:
        digest.update(relative(path).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _outputs(notebook: NotebookNode) -> str:
    """Returns a hash of the outputs, which a run in Lab changes and the sources do not tell."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    outputs = [(cell.execution_count, cell.outputs) for cell in cells]
    return hashlib.sha256(json.dumps(outputs, sort_keys=True).encode()).hexdigest()


def _tried(chapter: Path, terminal: Terminal) -> bool:
    try:
        _render(chapter, terminal)
        return False
    except (Refused, execution.CellFailed, execution.NotebookUnreadable, OSError) as e:
        print(f"{relative(chapter)}: {e}\nThe stored chapter is as it was.", file=sys.stderr)
        return True


def _render(chapter: Path, terminal: Terminal) -> None:
    before = chapter.read_bytes()
    stored = execution.read(chapter)
    mark = fingerprint(stored)
    if stored.metadata.get("d2l") == {"rendered": mark, "outputs": _outputs(stored)}:
        terminal.say(f"{relative(chapter)} has not changed")
        return
    _refuse_sample()
    terminal.say(f"Rendering {relative(chapter)}")
    notebook = execution.read(chapter)
    execution.run(notebook, chapter.parent, terminal)
    tidy.tidy(notebook)
    notebook.metadata["d2l"] = {"rendered": mark, "outputs": _outputs(notebook)}
    content = nbformat.writes(notebook).rstrip("\n") + "\n"
    faults = tidy.faults(notebook, len(content.encode()))
    if faults:
        raise Refused("; ".join(faults))
    target = chapter
    if chapter.read_bytes() != before:
        target = BUILD / f"{chapter.stem}.rendered.ipynb"
    files.write(target, content)
    terminal.say(_moved(stored, notebook))
    if target != chapter:
        raise Refused(f"it was saved while it ran, perhaps by Lab; the result: {relative(target)}")
    terminal.say(f"Stored {relative(chapter)}, {len(content.encode()) / 1000:.0f} kB")


def _refuse_sample() -> None:
    java, _ = java_home.find()
    found = subprocess.run(
        [str(java), "-cp", str(LIB / "*"), "ai.d2l.data.FetchData"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    last = (found.stdout.strip() or found.stderr.strip()).splitlines()[-1:]
    if found.returncode or not last or last[0].endswith(SAMPLE):
        raise Refused(f"a chapter is stored from the whole data set. {' '.join(last)}")


def _moved(before: NotebookNode, after: NotebookNode) -> str:
    lines = difflib.unified_diff(tidy.printed(before), tidy.printed(after), lineterm="", n=0)
    moved = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return "\n".join(["What is printed now:", *moved]) if moved else "All figures are as they were."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
