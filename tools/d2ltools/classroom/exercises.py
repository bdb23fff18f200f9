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


def main(arguments: Namespace) -> int:
    """Returns 0 if all passed, and 1 if not or if it could not be tried."""
    require_isolation()
    terminal = Terminal()
    target = Path(arguments.csv or BUILD / "exercises.csv").absolute()
    found, settings = notebooks(arguments.dir), settings_of(arguments)
    passed = check(found, arguments.dir, settings, target, terminal)
    terminal.say(f"{passed} of {len(found)} passed. Wrote {relative(target)}")
    return 0 if passed == len(found) else 1


def check(
    found: list[Path], folder: Path, settings: limits.Settings, target: Path, terminal: Terminal
) -> int:
    """Returns how many passed; whatever ends it, the table has all that was done."""
    rows: list[Row] = []
    files.write(target, table(rows))  # which fails now, and not after an hour
    try:
        for number, path in enumerate(found, start=1):
            name = shown(os.path.relpath(path, folder))
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


def notebooks(folder: Path) -> list[Path]:
    """Returns the notebooks in the folder and below it."""
    return sorted(p for p in folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)


def settings_of(arguments: Namespace) -> limits.Settings:
    """Returns what each notebook may use, and makes the kernel ready."""
    appended = arguments.check.read_text(encoding="utf-8") if arguments.check else ""
    kernelspec.prepare()
    found = limits.Settings(arguments.timeout, arguments.memory, appended, data.find())
    for name, named in (("DIR", arguments.dir), ("CHECK", arguments.check)):
        for seen in [*sandbox.SYSTEM, *found.visible]:
            if named and named.resolve().is_relative_to(seen.resolve()):
                raise Problem(f"{name} is in {seen}, which every notebook may read: move it")
    return found


def require_isolation() -> None:
    """Raises Problem where notebooks cannot be locked up: then none is run."""
    why = sandbox.lacks()
    if why:
        raise Problem(f"Notebooks cannot be locked up here, so that none was run: {why}")
