"""Environments in build/ for programs that are not ours: what their lock names and no more."""

from __future__ import annotations

import shutil
import venv
from pathlib import Path

from d2ltools.setup import growth
from d2ltools.terminal import Terminal


def prepare(folder: Path, lock: Path, what: str, expected: str, terminal: Terminal) -> None:
    """Makes the environment if its lock is another than before; raises growth.CommandFailed.

    How much is fetched is said as it stands, such as "about 50 MB".
    """
    stamp = folder / "lock"
    wanted = lock.read_bytes()
    if stamp.exists() and stamp.read_bytes() == wanted:
        return
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True, symlinks=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    words = ["install", "--quiet", "--require-hashes", "-r", str(lock)]
    growth.run([*pip, *words], what, [folder], expected, terminal)
    stamp.write_bytes(wanted)
