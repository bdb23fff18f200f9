"""Measures this project beside its peers: ONLY, ROUNDS, EPOCHS and RESUME come from outside."""

from __future__ import annotations

import datetime
import os
import sys

from bench import commands, measuring, peers, results, rows, store, tables
from d2ltools import problem
from d2ltools.places import relative
from d2ltools.setup import machine
from d2ltools.terminal import Terminal


def main() -> int:
    """Returns 0 if each row was measured, 1 if one failed, and as a signal has it if stopped."""
    problem.listen()
    terminal = Terminal()
    try:
        plan = rows.chosen(os.environ.get("ONLY", ""), number("EPOCHS", 0))
        turns = planned(plan, number("ROUNDS", 3), terminal)
        machine.speak_utf8()
        peers.prepare([row for _, row in turns])
        return run(turns, terminal)
    except (problem.Problem, OSError) as e:
        print(e, file=sys.stderr)
        return 1
    except problem.Stopped as e:
        print("Stopped; no process is left behind.", file=sys.stderr)
        return e.exit_code


def number(name: str, usual: int) -> int:
    """Returns the number that this variable has; the command line has looked at it."""
    return int(os.environ.get(name, "").strip() or usual)


def planned(plan: list[rows.Row], rounds: int, terminal: Terminal) -> list[tuple[int, rows.Row]]:
    """Returns which row is measured when: every round has all of them in turn."""
    obstacles = {row.name: commands.obstacle(row) for row in plan}
    for name, why in obstacles.items():
        if why:
            terminal.say(f"{name} is left out: {why}")
    able = [row for row in plan if not obstacles[row.name]]
    return [(n, row) for n in range(1, rounds + 1) for row in able if n == 1 or not row.once]


def run(turns: list[tuple[int, rows.Row]], terminal: Terminal) -> int:
    """Measures one after the other; a row that fails does not stop the others."""
    # a look at some rows must not cost the results of a whole run
    part = os.environ.get("ONLY", "").strip() or number("EPOCHS", 0)
    path = peers.HOME / "some.csv" if part else store.WHOLE
    measured = results.read(path) if number("RESUME", 0) and path.exists() else []
    before = {(r["round"], r["row"]) for r in measured}
    turns = [(n, row) for n, row in turns if (n, row.name) not in before]
    minutes = sum(row.seconds for _, row in turns) / 60
    terminal.say(
        f"{len(turns)} measurements, about {minutes:.0f} min on two free cores. Results go to"
        f" {relative(path)} one by one; Ctrl-C stops and keeps them."
    )
    today = {"date": datetime.date.today().isoformat(), "machine": machine.described()}
    failed = []
    try:
        for i, (n, row) in enumerate(turns, start=1):
            place = f"{i} of {len(turns)}: round {n}, {row.name}"
            terminal.status(place)
            try:
                result = measuring.measure(
                    row, n, lambda text, place=place: terminal.status(f"{place}: {text}")
                )
            except measuring.RowFailed as e:
                failed.append(f"Failed: round {n}, {row.name}\n{e}")
                continue
            measured.append(result | today)
            results.write(path, measured)
            terminal.say(f"round {n}, {row.name}: {result['wall_s']:.1f} s")
    finally:
        terminal.clear()
        if measured:
            terminal.say(f"\n{tables.markdown(measured)}\nWrote {relative(path)}")
        print("\n".join(failed), end="\n" if failed else "", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
