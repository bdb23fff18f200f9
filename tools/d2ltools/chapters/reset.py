"""Gives a stored chapter back: the reader's version goes into kept/."""

from __future__ import annotations

import subprocess
import time
from argparse import Namespace
from pathlib import Path

from d2ltools import files
from d2ltools.classroom import bundle
from d2ltools.places import KEPT, ROOT, relative
from d2ltools.problem import Problem


def main(arguments: Namespace) -> int:
    """Stores the chapter anew; nothing is lost."""
    chapter = arguments.chapter
    path = relative(chapter)
    stored = _stored(path)
    if stored is None:
        raise Problem(f"{path} is not stored here: this is no git checkout that has it")
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
    if Path(path).is_absolute():  # a chapter outside of this clone
        return None
    if bundle.is_there():  # an unpacked archive is no git checkout
        kept = bundle.STORED / path
        return kept.read_bytes() if kept.is_file() else None
    try:
        show = ["git", "-C", str(ROOT), "show", f"HEAD:./{path}"]
        found = subprocess.run(show, capture_output=True, check=False)
    except OSError:  # no git
        return None
    return None if found.returncode else found.stdout
