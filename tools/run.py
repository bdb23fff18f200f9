"""Runs a chapter without a browser: run.py CHAPTER [NAME=VALUE …]."""

from __future__ import annotations

import stopping

if __name__ == "__main__":
    stopping.end_quietly()  # what is imported now takes a while

import sys
from pathlib import Path

import nbformat

import chapters
import execution
import files
import java_home
import kernelspec
import parameters
from places import BUILD, relative
from terminal import Terminal


def main(words: list[str]) -> int:
    """Returns the exit code: 0, or 1 with the cause in the first line of standard error."""
    stopping.listen()
    try:
        return run(chapters.find(words[0] if words else ""), parameters.parse(words[1:]))
    except (
        chapters.UnknownChapter,
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
    failed = BUILD / f"{chapter.stem}.failed.ipynb"
    try:
        execution.run(notebook, chapter.parent, terminal)
    except execution.CellFailed as e:
        files.write(failed, nbformat.writes(notebook))
        raise execution.CellFailed(f"{e}\nWhat ran until then is in {relative(failed)}") from e
    failed.unlink(missing_ok=True)
    import page  # takes half a second, which nobody should wait for at the beginning

    copy, html = BUILD / chapter.name, BUILD / f"{chapter.stem}.html"
    files.write(copy, nbformat.writes(notebook))
    files.write(html, page.relinked(page.html(notebook, chapter), chapter, BUILD))
    terminal.say(f"Wrote {relative(copy)} and {relative(html)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
