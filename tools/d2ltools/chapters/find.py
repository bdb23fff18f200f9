"""Finding chapters: by path, by the number and name of their file, or by one of these alone."""

from __future__ import annotations

import re
from pathlib import Path

from d2ltools.places import NOTEBOOKS, relative
from d2ltools.problem import Problem

DEFAULT = "06-lenet"
SOLUTIONS = "-solutions"
# As the table of contents counts: chapter and section, or the section alone.
NUMBER = re.compile(r"(?:([0-9]{1,3})[.-])?([0-9]{1,3})")


def every() -> list[Path]:
    """Returns all chapters in reading order."""
    return sorted(
        path for path in NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts
    )


def find(name: str) -> Path:
    """Returns the chapter of that path, name or number; an empty name means LeNet."""
    wanted = name.strip() or DEFAULT
    path = Path(wanted)
    if path.suffix == ".ipynb" and path.is_file():
        return path.resolve()
    stem = path.stem if path.suffix == ".ipynb" else path.name
    found = _named(stem) or _numbered(stem)
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(relative(chapter) for chapter in found)
        raise Problem(f"CHAPTER={wanted} may be one of several; take its path: {several}")
    known = ", ".join(chapter.stem for chapter in every())
    raise Problem(f"There is no chapter {wanted!r}. CHAPTER takes one of: {known}")


def chosen(name: str) -> list[Path]:
    """Returns the chapter of that name, or all of them where the name is empty."""
    return [find(name)] if name.strip() else every()


def _named(stem: str) -> list[Path]:
    whole = [chapter for chapter in every() if chapter.stem == stem]
    return whole or [chapter for chapter in every() if _key(chapter.stem) == _key(stem)]


def _numbered(stem: str) -> list[Path]:
    """Returns the chapters of a number; their solutions have the same."""
    number = NUMBER.fullmatch(stem)
    if not number:
        return []
    chapter, section = (rf"0*{int(n)}-.*" if n else ".*" for n in number.groups())
    texts = [path for path in every() if not path.stem.endswith(SOLUTIONS)]
    parents = [path for path in texts if re.fullmatch(chapter, path.parent.name)]
    return [path for path in parents if re.fullmatch(section, path.stem)]


def _key(stem: str) -> str:
    return re.sub(r"^\d+-", "", stem).lower()
