"""The browser of this machine; where CI has none, it is installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import debian

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
WAY_OUT = "No Chromium here: `apt install chromium` and the tests in a browser run too"


class NoChromium(Exception):
    """There is no browser; the message says how to get one."""


def find() -> str:
    """Returns the path of a Chromium; CI gets Debian's if it has none and may install it."""
    found = _installed()
    if not found:
        debian.install("chromium")
        found = _installed()
    if not found:
        raise NoChromium(WAY_OUT)
    return found


def _installed() -> str:
    paths = (shutil.which(name) for name in NAMES)
    return next((path for path in paths if path), str(MAC) if MAC.exists() else "")
