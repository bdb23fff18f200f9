"""Runs a chapter without a browser."""

from __future__ import annotations

from argparse import Namespace

import nbformat

from d2ltools import files
from d2ltools.kernel import execution, kernelspec, parameters
from d2ltools.places import OUT, relative
from d2ltools.terminal import Terminal


def main(arguments: Namespace) -> int:
    """Runs one chapter and writes notebook and page into build/."""
    chapter = arguments.chapter
    terminal = Terminal()
    notebook = execution.read(chapter)
    parameters.apply(notebook, arguments.parameters)
    kernelspec.prepare()
    terminal.say(f"Running {relative(chapter)}")
    failed = OUT / f"{chapter.stem}.failed.ipynb"
    try:
        execution.run(notebook, chapter.parent, terminal)
    except execution.CellFailed as e:
        files.write(failed, nbformat.writes(notebook))
        raise execution.CellFailed(f"{e}\nWhat ran until then is in {relative(failed)}") from e
    failed.unlink(missing_ok=True)
    from d2ltools.kernel import page  # half a second, which nobody should wait for before

    copy, html = OUT / chapter.name, OUT / f"{chapter.stem}.html"
    files.write(copy, nbformat.writes(notebook))
    files.write(html, page.relinked(page.html(notebook, chapter), chapter, OUT))
    terminal.say(f"Wrote {relative(copy)} and {relative(html)}")
    return 0
