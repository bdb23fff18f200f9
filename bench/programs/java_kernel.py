"""What the programs share that run our own kernel: the tools of this project, and its notebooks."""

from __future__ import annotations

import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[2] / "tools"
sys.path.insert(0, str(TOOLS))

import report  # noqa: E402
from d2ltools.terminal import Terminal  # noqa: E402


class Watch(Terminal):
    """Tells when the first curve comes, and what the curves say while they grow."""

    _seen = False

    def status(self, text: str) -> None:
        """Takes the text beside a picture; that of a curve begins with the name of its x axis."""
        if not text.startswith("epoch "):
            return
        if not self._seen:
            self._seen = True
            report.say("point")
        report.say("progress", text=text)

    def say(self, text: str) -> None:
        """Ignores a line."""

    def write(self, text: str) -> None:
        """Ignores a text."""

    def settle(self) -> None:
        """Ignores the end of a text."""


def printed(notebook) -> str:
    """Returns all text in the outputs."""
    from d2ltools.chapters import tidy

    return "\n".join(tidy.printed(notebook))
