"""Ending as Ctrl-C does, whichever signal asks for it."""

from __future__ import annotations

import signal

# Windows has no SIGHUP, which a terminal sends when its window is closed.
SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


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


def ignore() -> None:
    """Lets what has begun to end come to its end."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _stop(number: int, frame: object) -> None:
    ignore()  # a second signal must not end the ending
    raise Stopped(number)
