"""What ends a command early: something that its user can mend, or a signal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

# Windows has no SIGHUP, which a terminal sends when its window is closed.
SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Problem(Exception):
    """What whoever called can mend; the message names what is wrong, and the way out."""

    exit_code = 1


class Stopped(KeyboardInterrupt):
    """Somebody asked this program to end; carries the exit code that tells so."""

    def __init__(self, number: int):
        super().__init__(number)
        self.exit_code = 128 + number


def listen() -> None:
    """Turns these signals into Stopped, so that every `finally` is run."""
    for number in SIGNALS:
        signal.signal(number, _stop)


def end_quietly() -> None:
    """Lets these signals end this program at once, without Python's words for it."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def become(command: list[str]) -> int:
    """Puts the command in the place of this program; where that cannot be, waits for its end."""
    sys.stdout.flush()
    if os.name == "posix":
        os.execv(command[0], command)
    return subprocess.call(command)  # Windows


def _stop(number: int, frame: object) -> None:
    for other in SIGNALS:
        signal.signal(other, signal.SIG_IGN)  # a second signal must not end the ending
    raise Stopped(number)
