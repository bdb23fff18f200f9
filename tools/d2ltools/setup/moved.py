"""Mends an environment that was moved with its clone: its scripts name the place it had."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from d2ltools import files
from d2ltools.kernel import user_kernel
from d2ltools.places import VENV

LONGEST = 127  # bytes of a first line that names a program, on Linux


def main() -> int:
    """Mends the scripts and says so; returns 1 if they cannot be written."""
    stamp = VENV / "packages.stamp"
    before = stamp.read_text().strip()
    try:
        mend(VENV, before)
    except OSError as e:
        print(e, file=sys.stderr)
        return 1
    if before:
        old = Path(before).parent
        print(f"This clone was in {old}: .venv is mended for its new place")
        for spec in left_behind(old):
            command = user_kernel.mend(spec)
            print(f"The kernel in {spec.parent} still starts from there: `{command}`")
    return 0


def left_behind(old: Path) -> list[Path]:
    """Returns the specs that `make kernel` has made of the clone in its old place."""
    return [spec for spec, clone in user_kernel.installed().items() if clone == old]


def mend(venv: Path, before: str) -> None:
    """Puts the environment's place where its old one stands, and last into the stamp.

    The stamp keeps its time, so that nothing is built anew. Kernel specs are written at each start.
    """
    for path in [venv / "pyvenv.cfg", *(venv / "bin").iterdir()] if before else []:
        if path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        if before.encode() in content:
            content = content.replace(before.encode(), str(venv).encode())
            first, newline, rest = content.partition(b"\n")
            files.write(path, _startable(first) + newline + rest)
    stamp = venv / "packages.stamp"
    times = stamp.stat()
    files.write(stamp, f"{venv}\n")
    os.utime(stamp, ns=(times.st_atime_ns, times.st_mtime_ns))


def _startable(first: bytes) -> bytes:
    """Returns a first line that starts a script, where systems take no spaces and 127 bytes."""
    python = first.removeprefix(b"#!")
    if python == first or (b" " not in python and len(first) <= LONGEST):
        return first
    return b"#!/bin/sh\n'''exec' \"" + python + b'" "$0" "$@"\n\' \'\'\''
