"""Runs a class's notebooks, each in a place of its own, and says what became of them."""

from __future__ import annotations

import csv
import io
import os
import re
import sys
from argparse import Namespace
from dataclasses import astuple, fields
from pathlib import Path

from d2ltools import files, problem
from d2ltools.classroom import limits, sandbox
from d2ltools.classroom.limits import Row, shown
from d2ltools.kernel import kernelspec
from d2ltools.places import BUILD, relative
from d2ltools.problem import Problem
from d2ltools.setup import data
from d2ltools.terminal import Terminal

USUAL = {"TIMEOUT": ("300", "seconds"), "MEMORY": ("2000", "MiB")}


def main(arguments: Namespace) -> int:
    """Returns 0 if all passed, and 1 if not or if it could not be tried."""
    terminal = Terminal()
    target = Path(os.environ.get("CSV") or BUILD / "exercises.csv").absolute()
    found, check_cell = notebooks(os.environ["DIR"]), last_cell(os.environ.get("CHECK", ""))
    kernelspec.prepare()
    settings = limits.Settings(whole("TIMEOUT"), whole("MEMORY"), check_cell, data.find())
    require_unseen(settings)
    passed = check(found, settings, target, terminal)
    terminal.say(f"{passed} of {len(found)} passed. Wrote {relative(target)}")
    return 0 if passed == len(found) else 1


def check(found: list[Path], settings: limits.Settings, target: Path, terminal: Terminal) -> int:
    """Returns how many passed; whatever ends it, the table has all that was done."""
    rows: list[Row] = []
    files.write(target, table(rows))  # which fails now, and not after an hour
    try:
        for number, path in enumerate(found, start=1):
            name = shown(os.path.relpath(path, os.environ["DIR"]))
            terminal.status(f"{number} of {len(found)}: {name}")
            rows.append(limits.run(path, name, settings))
            files.write(target, table(rows))
            terminal.say(str(rows[-1]))
    except problem.Stopped:
        terminal.clear()
        print(f"What was done is in {relative(target)}", file=sys.stderr)
        raise
    return sum(row.passed for row in rows)


def table(rows: list[Row]) -> str:
    """Returns the rows as CSV that spreadsheets read with umlauts, and never as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([field.name for field in fields(Row)])
    writer.writerows([_harmless(value) for value in astuple(row)] for row in rows)
    return "\ufeff" + out.getvalue()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and re.match(r"[=+\-@\t\r]", value) else value


def notebooks(folder: str) -> list[Path]:
    """Returns the notebooks in the folder and below it."""
    if not folder or not Path(folder).is_dir():
        raise Problem(f"DIR is {folder!r}, which is no folder: make check-class DIR=folder")
    found = [p for p in Path(folder).rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts]
    if not found:
        raise Problem(f"DIR is {folder!r}, and there is no .ipynb in it")
    return sorted(found)


def look() -> None:
    """Raises Problem if a setting cannot be, or notebooks cannot be locked up: then none is run."""
    notebooks(os.environ.get("DIR", ""))
    for name in USUAL:
        whole(name)
    last_cell(os.environ.get("CHECK", ""))
    if why := sandbox.lacks():
        raise Problem(f"Notebooks cannot be locked up here, so that none was run: {why}")


def whole(name: str) -> int:
    """Returns the number that a setting has."""
    usual, unit = USUAL[name]
    value = os.environ.get(name) or usual
    if not re.fullmatch(r"[1-9]\d{0,6}", value, re.ASCII):
        raise Problem(f"{name} is {value!r}: it takes a number of {unit}, such as {usual}")
    return int(value)


def last_cell(check: str) -> str:
    """Returns the text of the file that CHECK names."""
    try:
        return Path(check).read_text(encoding="utf-8") if check else ""
    except (OSError, UnicodeDecodeError) as e:
        why = getattr(e, "strerror", None) or "it is no text in UTF-8"
        raise Problem(f"CHECK is {check!r}: {why}. It takes a file of Java.") from e


def require_unseen(settings: limits.Settings) -> None:
    """Raises Problem if notebooks would see the class's files, or the check, on the disk."""
    for name in ("DIR", "CHECK"):
        named = os.environ.get(name)
        for seen in [*sandbox.SYSTEM, *settings.visible]:
            if named and Path(named).resolve().is_relative_to(seen.resolve()):
                raise Problem(f"{name} is in {seen}, which every notebook may read: move it")
