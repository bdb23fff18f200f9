"""A line that is updated in place on a terminal, and now and then printed elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TextIO

SECONDS_BETWEEN_LINES = 5.0


class Terminal:
    """Prints lines that stay, and a status below them that changes."""

    def __init__(self, out: TextIO | None = None, pause: float = SECONDS_BETWEEN_LINES):
        self.out = out or sys.stdout
        self.in_place = self.out.isatty()
        self._pause = pause
        self._status = ""
        self._unsaid = ""
        self._said_at = float("-inf")
        self._line_open = False

    def write(self, text: str) -> None:
        """Prints a text as it comes, be it a part of a line."""
        if text:
            self.settle()
            self.out.write(text)
            self.out.flush()
            self._line_open = not text.endswith("\n")

    def say(self, text: str) -> None:
        """Prints a text that stays."""
        self._erase()
        self._end_line()
        self.out.write(text if text.endswith("\n") else text + "\n")
        self.out.flush()
        self._said_at = time.monotonic()

    def status(self, text: str) -> None:
        """Shows the newest state in one line; where lines stay, at most one in a few seconds."""
        text = " ".join(text.split())
        if self.in_place:
            self._erase()
            self._end_line()
            self._unsaid = text
            self._status = text[: shutil.get_terminal_size().columns - 1]
            self.out.write(self._status)
            self.out.flush()
        elif time.monotonic() - self._said_at >= self._pause:
            self.say(text)
            self._unsaid = ""
        else:
            self._unsaid = text

    def settle(self) -> None:
        """Leaves the last status as a line that stays."""
        if self._unsaid:
            self.say(self._unsaid)
        self._unsaid = ""

    def clear(self) -> None:
        """Forgets the status."""
        self._erase()
        self._unsaid = ""

    def _erase(self) -> None:
        if self._status:
            self.out.write("\r\x1b[K")
            self._status = ""

    def _end_line(self) -> None:
        if self._line_open:
            self.out.write("\n")
            self._line_open = False
