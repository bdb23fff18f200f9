"""Runs a chapter without a browser: run.py CHAPTER [NAME=VALUE …]."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat

from d2ltools import files, stopping
from d2ltools.chapters import find
from d2ltools.kernel import execution, kernelspec, parameters
from d2ltools.places import OUT, relative
from d2ltools.setup import java_home
from d2ltools.terminal import Terminal


def main(words: list[str]) -> int:
    """Returns the exit code: 0, or 1 with the cause in the first line of standard error."""
    stopping.listen()
    try:
        return run(find.find(words[0] if words else ""), parameters.parse(words[1:]))
    except (
        find.UnknownChapter,
        parameters.BadParameter,
        execution.NotebookUnreadable,
        execution.CellFailed,
        java_home.NoJava,
        OSError,
    ) as e:
        print(e, file=sys.stderr)
        return 1
    except stopping.Stopped as e:
        print("Stopped.", file=sys.stderr)
        return e.exit_code


def run(chapter: Path, values: dict[str, str]) -> int:
    """Runs one chapter and writes notebook and page into build/."""
    terminal = Terminal()
    notebook = execution.read(chapter)
    parameters.apply(notebook, values)
    kernelspec.prepare()
    terminal.say(f"Running {relative(chapter)}")
    failed = OUT / f"{chapter.stem}.failed.ipynb"
    try:
        execution.run(notebook, chapter.parent, terminal)
    except execution.CellFailed as e:
        files.write(failed, nbformat.writes(notebook))
        raise execution.CellFailed(f"{e}\nWhat ran until then is in {relative(failed)}") from e
    failed.unlink(missing_ok=True)
    from d2ltools.kernel import (
        page,  # takes half a second, which nobody should wait for at the beginning
    )

    copy, html = OUT / chapter.name, OUT / f"{chapter.stem}.html"
    files.write(copy, nbformat.writes(notebook))
    files.write(html, page.relinked(page.html(notebook, chapter), chapter, OUT))
    terminal.say(f"Wrote {relative(copy)} and {relative(html)}")
    return 0
