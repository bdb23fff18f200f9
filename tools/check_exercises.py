"""Runs a class's notebooks, each in a place of its own, and says what became of them."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import data_place
import files
import java_home
import kernelspec
import sandbox
import stopping
import supervised
from places import BUILD, relative
from result_table import Row, shown, table
from terminal import Terminal

USUAL = {"TIMEOUT": ("300", "seconds"), "MEMORY": ("2000", "MiB")}


class BadSetting(Exception):
    """A setting that cannot be; the message names it and what it takes."""


def main() -> int:
    """Returns 0 if all passed, 1 if not, and writes the table of what was done."""
    terminal, rows = Terminal(), []
    stopping.listen()
    try:
        found, conditions = notebooks(os.environ.get("DIR", "")), terms(terminal)
        code = check(found, conditions, rows, terminal)
        stopping.ignore()
        target = Path(os.environ.get("CSV") or BUILD / "exercises.csv").absolute()
        files.write(target, table(rows))
    except (BadSetting, java_home.NoJava, OSError) as e:
        print(e, file=sys.stderr)
        return 1
    except stopping.Stopped as e:
        print("Stopped before anything was run.", file=sys.stderr)
        return e.exit_code
    passed = sum(row.passed for row in rows)
    terminal.say(f"{passed} of {len(found)} passed. Wrote {relative(target)}")
    return code


def check(
    found: list[Path], conditions: supervised.Terms, rows: list[Row], terminal: Terminal
) -> int:
    """Adds a row for each notebook; returns the exit code. What stops it is said."""
    try:
        for number, path in enumerate(found, start=1):
            name = shown(os.path.relpath(path, os.environ["DIR"]))
            terminal.status(f"{number} of {len(found)}: {name}")
            rows.append(supervised.run(path, name, conditions))
            terminal.say(str(rows[-1]))
    except stopping.Stopped as e:
        terminal.clear()
        print(f"Stopped: {len(found) - len(rows)} were not run to their end.", file=sys.stderr)
        return e.exit_code
    except OSError as e:
        terminal.clear()
        print(e, file=sys.stderr)
        return 1
    return 0 if all(row.passed for row in rows) else 1


def notebooks(folder: str) -> list[Path]:
    """Returns the notebooks in the folder and below it."""
    if not folder or not Path(folder).is_dir():
        raise BadSetting(f"DIR is {folder!r}, which is no folder: make check-exercises DIR=folder")
    found = [p for p in Path(folder).rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts]
    if not found:
        raise BadSetting(f"DIR is {folder!r}, and there is no .ipynb in it")
    return sorted(found)


def terms(terminal: Terminal) -> supervised.Terms:
    """Returns what the settings say, and makes the kernel ready; raises BadSetting."""
    seconds, mebibytes = (number(name) for name in USUAL)
    appended = last_cell(os.environ.get("CHECK", ""))
    isolated = isolation(terminal)
    kernelspec.prepare()
    return supervised.Terms(seconds, mebibytes, appended, isolated, data_place.find())


def number(name: str) -> int:
    """Returns the number that a setting has."""
    usual, unit = USUAL[name]
    value = os.environ.get(name) or usual
    if not re.fullmatch(r"[1-9]\d{0,6}", value, re.ASCII):
        raise BadSetting(f"{name} is {value!r}: it takes a number of {unit}, such as {usual}")
    return int(value)


def last_cell(check: str) -> str:
    """Returns the text of the file that CHECK names."""
    try:
        return Path(check).read_text(encoding="utf-8") if check else ""
    except (OSError, UnicodeDecodeError) as e:
        why = getattr(e, "strerror", None) or "it is no text in UTF-8"
        raise BadSetting(f"CHECK is {check!r}: {why}. It takes a file of Java.") from e


def isolation(terminal: Terminal) -> bool:
    """Tells whether notebooks are locked up; raises BadSetting if they cannot, unless agreed."""
    if not shutil.which("ps"):
        raise BadSetting("There is no ps on the PATH (Debian, Ubuntu: apt install procps)")
    asked = os.environ.get("ISOLATION", "")
    if asked not in ("", "none"):
        raise BadSetting(f"ISOLATION is {asked!r}: it takes none, or nothing to lock them up")
    if asked:
        terminal.say("ISOLATION=none: these notebooks may do whatever you may do")
        return False
    why = sandbox.lacks()
    if why:
        raise BadSetting(
            f"Notebooks cannot be locked up here ({why}). ISOLATION=none runs them with all your"
            " rights: only those that you have read."
        )
    return True


if __name__ == "__main__":
    sys.exit(main())
