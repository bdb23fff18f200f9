"""Asks the Java tool, which formats cells and makes programs of them."""

from __future__ import annotations

import atexit
import contextlib
import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from d2ltools.places import TOOLS_LIB
from d2ltools.problem import Problem
from d2ltools.setup import machine

JAVAC = "jdk.compiler/com.sun.tools.javac"
OPTIONS = [
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # it lives for a second
    *(f"--add-exports={JAVAC}.{p}=ALL-UNNAMED" for p in "api code file parser tree util".split()),
]


@dataclass(frozen=True)
class Text:
    """What was asked for, or why there is none."""

    text: str
    error: str


def formatted(cells: Iterable[str]) -> dict[str, Text]:
    """Returns each cell as it should be formatted."""
    cells = list(dict.fromkeys(cells))
    return dict(zip(cells, _ask({"cells": cells}), strict=True))


def program(request: dict) -> Text:
    """Makes cells one Java program, as ai.d2l.tools.Program says."""
    return _ask({"program": request})[0]


def _ask(request: dict) -> list[Text]:
    process = _started()
    answer = ""
    with contextlib.suppress(BrokenPipeError):
        print(json.dumps(request), file=process.stdin, flush=True)
        answer = process.stdout.readline()
    if not answer:
        _started.cache_clear()
        lines = process.communicate()[1].strip().splitlines() or ["no message"]
        raise Problem(f"The tool that reads Java failed: {lines[0]}")
    return [Text(**found) for found in json.loads(answer)]


@cache
def _started() -> subprocess.Popen:
    """Starts Java once for this process: that takes longer than all that is asked of it."""
    if not TOOLS_LIB.is_dir():
        raise Problem("The tool that reads Java is not built: run `make check` once")
    command = [str(machine.java()), *OPTIONS, "-cp", str(TOOLS_LIB / "*"), "ai.d2l.tools.Main"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8")
    atexit.register(process.stdin.close)
    return process
