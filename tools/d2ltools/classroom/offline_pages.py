"""The chapters as web pages that lead to each other and to the files beside them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from d2ltools.chapters import find
from d2ltools.kernel import execution, page
from d2ltools.places import NOTEBOOKS

INDEX = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>d2l-java</title>
<style>body {{ font: 1.1em/1.6 sans-serif; margin: 3em auto; max-width: 40em }}</style>
<h1>d2l-java: the chapters, with what they print and draw</h1>
<p>To run them, open a terminal in the folder above and say <code>make lab</code>.</p>
<ul>
{items}
</ul>
</html>
"""


def write(folder: Path, place: Path) -> None:
    """Writes the pages and an index into the folder, for being read in that place of a clone."""
    items = []
    for chapter in find.every():
        notebook, name = execution.read(chapter), page_name(chapter)
        made = page.html(notebook, chapter)
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(relinked(made, chapter, place), encoding="utf-8")
        title = re.search(r"<title>(.*?)</title>", made, re.DOTALL)[1].strip()
        items.append(f'<li><a href="{quote(name.as_posix())}">{title}</a></li>')
    index = INDEX.format(items="\n".join(items))
    (folder / "index.html").write_text(index, encoding="utf-8")


def page_name(chapter: Path) -> Path:
    """Returns where the page of a chapter lies among the pages."""
    return chapter.relative_to(NOTEBOOKS).with_suffix(".html")


def relinked(made: str, chapter: Path, place: Path) -> str:
    """Returns the page with links that lead to other pages, and to files of the clone."""

    def target(file: Path) -> Path:
        is_chapter = file.suffix == ".ipynb" and file.is_relative_to(NOTEBOOKS)
        return place / page_name(file) if is_chapter else file

    return page.relinked(made, chapter, (place / page_name(chapter)).parent, target)
