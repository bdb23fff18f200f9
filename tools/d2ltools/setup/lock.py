"""A lock file that one process at a time may hold; the system frees it when that process ends."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from d2ltools.terminal import Terminal

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

SECONDS_BETWEEN_LOOKS = 0.2
# What a program has to inherit that must keep the lock when this process is killed.
held: list[int] = []


@contextlib.contextmanager
def hold(path: Path, what: str, terminal: Terminal) -> Iterator[bool]:
    """Waits until no other process holds the lock, and tells whether it had to."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        waited = False
        while fcntl and not _taken(file):
            if not waited:
                terminal.say(f"Waiting for another {what} in {path.parent}")
            waited = True
            time.sleep(SECONDS_BETWEEN_LOOKS)
        held.append(file.fileno())
        try:
            yield waited
        finally:
            held.remove(file.fileno())


def _taken(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False
