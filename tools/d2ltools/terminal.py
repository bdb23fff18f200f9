"""A line that is updated in place on a terminal, and now and then printed elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TextIO

SECONDS_BETWEEN_LINES = 5.0


class Terminal:
    """Prints lines that stay, and a status below them that changes."""

    def __init__(self, out: TextIO | None = None):
        self.out = out or sys.stdout
        self._before = ""  # what a line that stays is begun with: it ends or erases the open one
        self._unsaid = ""
        self._said_at = float("-inf")

    def write(self, text: str) -> None:
        """Prints a text as it comes, be it a part of a line."""
        if text:
            self.settle()
            self._print(text, "" if text.endswith("\n") else "\n")

    def say(self, text: str) -> None:
        """Prints a text that stays."""
        self._print(self._before + text.removesuffix("\n") + "\n")
        self._said_at = time.monotonic()

    def status(self, text: str) -> None:
        """Shows the newest state in one line; where lines stay, at most one in a few seconds."""
        self._unsaid = " ".join(text.split())
        if self.out.isatty():
            shown = self._unsaid[: shutil.get_terminal_size().columns - 1]
            self._print(self._before + shown, "\r\x1b[K")
        elif time.monotonic() - self._said_at >= SECONDS_BETWEEN_LINES:
            self.settle()

    def settle(self) -> None:
        """Leaves the last status as a line that stays."""
        if self._unsaid:
            self.say(self._unsaid)
        self._unsaid = ""

    def clear(self) -> None:
        """Forgets the status."""
        self._print(self._before)
        self._unsaid = ""

    def _print(self, text: str, before: str = "") -> None:
        self.out.write(text)
        self.out.flush()
        self._before = before
