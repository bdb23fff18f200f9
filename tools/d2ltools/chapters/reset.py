"""Gives a stored chapter back: reset.py CHAPTER. The reader's version goes into kept/."""

from __future__ import annotations

import subprocess
import sys
import time

from d2ltools import files
from d2ltools.chapters import find
from d2ltools.classroom import bundle
from d2ltools.places import KEPT, ROOT, relative


def main(words: list[str]) -> int:
    """Returns the exit code; nothing is lost, whatever it is."""
    name = words[0] if words else ""
    if not name.strip():
        print("Which one? make reset CHAPTER=06-lenet", file=sys.stderr)
        return 1
    try:
        chapter = find.find(name)
    except find.UnknownChapter as e:
        print(e, file=sys.stderr)
        return 1
    path = relative(chapter)
    stored = _stored(path)
    if stored is None:
        print(f"{path} is not stored here: this is no git checkout that has it", file=sys.stderr)
        return 1
    mine = chapter.read_bytes()
    if mine == stored:
        print(f"{path} is as it was stored")
        return 0
    kept = KEPT / f"{chapter.stem}.{time.strftime('%Y%m%d-%H%M%S')}.ipynb"
    files.write(kept, mine)
    files.write(chapter, stored)
    print(f"{path} is as it was stored; yours is {relative(kept)}")
    return 0


def _stored(path: str) -> bytes | None:
    if bundle.is_there():  # an unpacked archive is no git checkout
        kept = bundle.STORED / path
        return kept.read_bytes() if kept.is_file() else None
    try:
        show = ["git", "-C", str(ROOT), "show", f"HEAD:./{path}"]
        found = subprocess.run(show, capture_output=True, check=False)
    except OSError:  # no git
        return None
    return None if found.returncode else found.stdout
