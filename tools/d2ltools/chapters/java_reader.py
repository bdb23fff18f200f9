"""Asks the Java tool, which reads cells and the module's source with real parsers."""

from __future__ import annotations

import atexit
import contextlib
import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from d2ltools.places import MODULE, TOOLS_LIB
from d2ltools.problem import Problem
from d2ltools.setup import machine

SOURCE = MODULE / "src" / "main" / "java"
JAVAC = "jdk.compiler/com.sun.tools.javac"
OPTIONS = [
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # it lives for a second
    *(f"--add-exports={JAVAC}.{p}=ALL-UNNAMED" for p in "api code file parser tree util".split()),
]


@dataclass(frozen=True)
class Names:
    """The names in a cell, as the kernel's own parser sees them."""

    imports: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    defines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Cell:
    """A cell as it should be formatted and the names in it, or why it is not Java."""

    formatted: str = ""
    names: Names = Names()
    error: str = ""


@dataclass(frozen=True)
class Quote:
    """The module's text, or why there is none."""

    text: str = ""
    error: str = ""


@dataclass(frozen=True)
class Answer:
    """What the tool knows of the cells and quotes it was asked for, and of the module."""

    files: dict[str, str]
    statics: dict[str, list[str]]
    cells: dict[str, Cell]
    quotes: dict[str, Quote]

    def __getitem__(self, source: str) -> Cell:
        return self.cells[source]

    def file(self, name: str) -> Path:
        """Returns the file of one of the module's types."""
        return SOURCE / self.files[name]


def read(cells: Iterable[str], quotes: Iterable[str] = ()) -> Answer:
    """Reads cells and looks up quotes."""
    cells, quotes = list(dict.fromkeys(cells)), list(dict.fromkeys(quotes))
    answer = _ask({"source": str(SOURCE), "quotes": quotes, "cells": cells})
    return Answer(
        answer["files"],
        answer["statics"],
        dict(zip(cells, map(_cell, answer["cells"]), strict=True)),
        {what: Quote(**found) for what, found in zip(quotes, answer["quotes"], strict=True)},
    )


def program(request: dict) -> tuple[str, str]:
    """Makes cells one Java program, as ai.d2l.tools.Program says; returns it, and what forbids it."""
    answer = _ask({"program": request})
    return answer.get("program", ""), answer.get("error", "")


def _ask(request: dict) -> dict:
    process = _started()
    try:
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
    except BrokenPipeError:
        answer = ""
    if not answer:
        _started.cache_clear()
        lines = process.communicate()[1].strip().splitlines() or ["no message"]
        raise Problem(f"The tool that reads Java failed: {lines[0]}")
    return json.loads(answer)


@cache
def _started() -> subprocess.Popen:
    """Starts Java once for this process: that takes longer than all that is asked of it."""
    if not TOOLS_LIB.is_dir():
        raise Problem("The tool that reads Java is not built: run `make check` once")
    java = machine.java()
    command = [str(java), *OPTIONS, "-cp", str(TOOLS_LIB / "*"), "ai.d2l.tools.Main"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8")
    atexit.register(_end, process)
    return process


def _end(process: subprocess.Popen) -> None:
    with contextlib.suppress(ValueError):  # it has ended already
        process.communicate()


def _cell(found: dict) -> Cell:
    if "error" in found:
        return Cell(error=found["error"])
    return Cell(found["formatted"], Names(**found["names"]))
