"""Measures this project beside its peers: ONLY, ROUNDS, EPOCHS and RESUME come from outside."""

from __future__ import annotations

import datetime
import os
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))

import chart
import commands
import measuring
import peers
import results
import rows
import store
import tables
from figures import Figures

from d2ltools import files, stopping
from d2ltools.places import relative
from d2ltools.setup import growth, java_home, machine
from d2ltools.terminal import Terminal

CSV = peers.HOME / "last.csv"
TABLES = peers.HOME / "last.md"
CHART = peers.HOME / "last.svg"

Turn = tuple[int, rows.Row]
"""A round, and what is measured in it."""


class BadSetting(Exception):
    """A setting that is no number, or out of its range."""


def main() -> int:
    """Returns 0 if each row was measured, 1 if one failed, and as a signal has it if stopped."""
    stopping.listen()
    terminal = Terminal()
    try:
        only = os.environ.get("ONLY", "")
        plan = rows.chosen(only, _number("EPOCHS", 0), rows.all_rows())
        rounds = _number("ROUNDS", 3) or 1
        java_home.speak_utf8()
        peers.prepare(plan, terminal)
        before = results.read(CSV) if _number("RESUME", 0) and CSV.exists() else []
        turns = _turns(plan, rounds, terminal)
        kept, turns = resumed(before, turns, anew=bool(only.strip()))
        return Bench(terminal, kept).run(turns)
    except (
        BadSetting,
        rows.NoSuchRow,
        peers.CannotMeasure,
        growth.CommandFailed,
        java_home.NoJava,
        OSError,
    ) as e:
        print(e, file=sys.stderr)
        return 1
    except stopping.Stopped as e:
        print("Stopped; no process is left behind.", file=sys.stderr)
        return e.exit_code


def _number(name: str, usual: int) -> int:
    text = os.environ.get(name, "").strip() or str(usual)
    if not text.isdecimal():
        raise BadSetting(f"{name} is {text!r}: it takes a whole number from 1")
    return int(text)


def _turns(plan: list[rows.Row], rounds: int, terminal: Terminal) -> list[Turn]:
    """Returns which row is measured when: every round has all of them in turn."""
    able = []
    for row in plan:
        why = commands.obstacle(row)
        if why:
            terminal.say(f"{row.name} is left out: {why}")
        else:
            able.append(row)
    return [(n, row) for n in range(1, rounds + 1) for row in able if n == 1 or not row.once]


def resumed(
    kept: list[results.Result], turns: list[Turn], anew: bool
) -> tuple[list[results.Result], list[Turn]]:
    """Returns what is kept of an earlier run, and what is still to be measured.

    Turns that were measured before are left out, or measured anew in the place of what was.
    """
    wanted = {(number, row.name) for number, row in turns}
    if anew:
        return [r for r in kept if (r["round"], r["row"]) not in wanted], turns
    measured = {(r["round"], r["row"]) for r in kept}
    return kept, [(number, row) for number, row in turns if (number, row.name) not in measured]


class Bench:
    """One run: measures, says how far it is, keeps what it has."""

    def __init__(self, terminal: Terminal, kept: list[results.Result]):
        self._terminal = terminal
        self._results = kept
        self._failed: list[str] = []
        self._start = time.monotonic()

    def run(self, turns: list[Turn]) -> int:
        """Measures one after the other; a row that fails does not stop the others."""
        whole = sum(row.seconds for _, row in turns)
        self._terminal.say(
            f"{len(turns)} measurements, about {whole / 60:.0f} min on two free cores. Results go"
            f" to {relative(CSV)} one by one; Ctrl-C stops and keeps them."
        )
        done = 0.0
        try:
            for i, (number, row) in enumerate(turns, start=1):
                self._turn(f"{i} of {len(turns)}, {self._left(done, whole)}", number, row)
                done += row.seconds
        finally:
            self._terminal.clear()
            self._show()
        for name in self._failed:
            print(f"Failed: {name}", file=sys.stderr)
        return 1 if self._failed else 0

    def _left(self, done: float, whole: float) -> str:
        pace = (time.monotonic() - self._start) / done if done else 1.0
        return f"{pace * (whole - done) / 60:.0f} min left"

    def _turn(self, place: str, number: int, row: rows.Row) -> None:
        name = f"round {number}, {row.name}"
        self._terminal.status(f"{place}: {name}")
        try:
            result = measuring.measure(
                row, number, lambda text: self._terminal.status(f"{place}: {name}: {text}")
            )
        except measuring.RowFailed as e:
            self._failed.append(f"{name}\n{e}")
            self._terminal.say(f"{name}: failed")
            return
        today = datetime.date.today().isoformat()
        self._results.append(result | {"date": today, "machine": machine.described()})
        results.write(CSV, self._results)
        speed = result.get("examples_per_s")
        figure = f"{speed:,.0f} examples/s, " if speed else ""
        self._terminal.say(f"{name}: {figure}{result['wall_s']:.1f} s")

    def _show(self) -> None:
        if not self._results:
            return
        figures = Figures(results.read(CSV))
        text = tables.markdown(figures)
        files.write(TABLES, text)
        files.write(CHART, chart.svg(figures))
        self._terminal.say("\n" + text)
        self._terminal.say(f"Wrote {relative(CSV)}, {TABLES.name} and {CHART.name}")
        if not store.missing(figures):
            files.write(store.WHOLE, CSV.read_bytes())
            self._terminal.say("This was a whole run: `make bench-store` puts it into the docs.")


if __name__ == "__main__":
    sys.exit(main())
