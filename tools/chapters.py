"""Finding chapters: by path, by the number and name of their file, or by the name alone."""

from __future__ import annotations

import re
from pathlib import Path

from places import NOTEBOOKS, relative

DEFAULT = "06-lenet"


class UnknownChapter(Exception):
    """There is no chapter of that name; the message lists those that there are."""


def every() -> list[Path]:
    """Returns all chapters in reading order."""
    return sorted(
        path for path in NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts
    )


def find(name: str) -> Path:
    """Returns the chapter of that path or name; an empty name means LeNet."""
    wanted = name.strip() or DEFAULT
    path = Path(wanted)
    if path.suffix == ".ipynb" and path.is_file():
        return path.resolve()
    key = _key(path.stem if path.suffix == ".ipynb" else path.name)
    matches = [chapter for chapter in every() if key in (chapter.stem, _key(chapter.stem))]
    if len(matches) == 1:
        return matches[0]
    matches = [chapter for chapter in every() if chapter.stem == path.stem]
    if len(matches) == 1:
        return matches[0]
    known = ", ".join(chapter.stem for chapter in every())
    raise UnknownChapter(f"There is no chapter {wanted!r}. CHAPTER takes one of: {known}")


def chosen(name: str) -> list[Path]:
    """Returns the chapter of that name, or all of them where the name is empty."""
    return [find(name)] if name.strip() else every()


def title(path: Path) -> str:
    """Returns the chapter's path as one would type it."""
    return relative(path)


def _key(stem: str) -> str:
    return re.sub(r"^\d+-", "", stem).lower()
