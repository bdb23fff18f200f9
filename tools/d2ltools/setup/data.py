"""The data set: fetches it, or finds out where on this machine it lies."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from d2ltools.classroom import bundle
from d2ltools.places import BUILD, LIB
from d2ltools.problem import Problem
from d2ltools.setup import machine
from d2ltools.terminal import Terminal

STAMP = BUILD / "data.stamp"
FETCH_DATA = "ai.d2l.setup.FetchData"
HOW_FAR = re.compile(r": [\d.]+ MB (of|so far)")
FOUND = re.compile(r", from (?:the folder|the system's copy in|the user's cache in) (.+)$")
SAMPLE = "from sample"


def is_ready() -> bool:
    """Tells whether it was found; a folder that the user names says nothing about the next call."""
    return STAMP.exists() or bool(os.environ.get("D2L_DATA"))


def make(terminal: Terminal) -> None:
    """Finds or fetches the data set, so that it is there before a chapter asks for it."""
    if not _fetched(terminal).endswith(SAMPLE):
        STAMP.touch()


def find() -> Path | None:
    """Returns the folder of the data; None if there is only the sample."""
    found = FOUND.search(_fetched())
    return Path(found[1]) if found else None


def require_whole() -> None:
    """Raises Problem if there is only the sample."""
    said = _fetched()
    if said.endswith(SAMPLE):
        raise Problem(f"a chapter is stored from the whole data set. {said}")


def _fetched(terminal: Terminal | None = None) -> str:
    """Asks the module, and returns the last line that it says, which tells where the data is."""
    command = [str(machine.java()), "-cp", str(LIB / "*"), FETCH_DATA]
    last, environ = "", {**os.environ, **bundle.environment()}
    words = {"stdout": subprocess.PIPE, "encoding": "utf-8", "env": environ}
    with subprocess.Popen(command, **words) as process:
        try:
            for line in process.stdout:
                last = line.rstrip()
                if terminal:
                    show = terminal.status if HOW_FAR.search(last) else terminal.say
                    show("  " + last)
        except BaseException:  # we are ended
            process.terminate()
            raise
    if process.returncode:
        raise Problem("The data could not be prepared, for the reason above.")
    return last
