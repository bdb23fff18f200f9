"""Asks the Java tool, which reads cells and the module's source with real parsers."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import java_home
from places import MODULE, TOOLS_LIB

SOURCE = MODULE / "src" / "main" / "java"
JAVAC = "jdk.compiler/com.sun.tools.javac"
OPTIONS = [
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # it lives for a second
    *(f"--add-exports={JAVAC}.{p}=ALL-UNNAMED" for p in "api code file parser tree util".split()),
]


class ReaderFailed(Exception):
    """The Java tool is not there, or did not answer."""


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
    """Reads cells and looks up quotes, all in one go: starting Java takes the longest."""
    cells, quotes = list(dict.fromkeys(cells)), list(dict.fromkeys(quotes))
    answer = ask("ai.d2l.tools.Main", {"source": str(SOURCE), "quotes": quotes, "cells": cells})
    return Answer(
        answer["files"],
        answer["statics"],
        dict(zip(cells, map(_cell, answer["cells"]), strict=True)),
        {what: Quote(**found) for what, found in zip(quotes, answer["quotes"], strict=True)},
    )


def ask(program: str, request: dict) -> dict:
    """Runs one of the tool's programs: JSON goes in, JSON comes out."""
    if not TOOLS_LIB.is_dir():
        raise ReaderFailed("The tool that reads Java is not built: run `make check` once")
    java, _ = java_home.find()
    command = [str(java), *OPTIONS, "-cp", str(TOOLS_LIB / "*"), program]
    found = subprocess.run(
        command, input=json.dumps(request), capture_output=True, encoding="utf-8", check=False
    )
    if found.returncode:
        lines = found.stderr.strip().splitlines() or ["no message"]
        raise ReaderFailed(f"The tool that reads Java failed: {lines[0]}")
    return json.loads(found.stdout)


def _cell(found: dict) -> Cell:
    if "error" in found:
        return Cell(error=found["error"])
    return Cell(found["formatted"], Names(**found["names"]))
