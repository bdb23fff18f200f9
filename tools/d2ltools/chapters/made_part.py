"""The part of a page that a command writes: between `<!-- made by … -->` and `<!-- end -->`."""

from __future__ import annotations

import re
from pathlib import Path


class NoMarks(OSError):
    """A page without the two lines between which a command writes."""


def replaced(page: Path, by: str, content: str) -> str:
    """Returns the page's text with this content between the marks of that command."""
    text = page.read_text(encoding="utf-8")
    begin, end = f"<!-- made by {by} -->\n", "<!-- end -->"
    between = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not between.search(text):
        raise NoMarks(f"the lines {begin.strip()} and {end} are gone from {page.name}")
    return between.sub(lambda _: begin + content + end, text)
