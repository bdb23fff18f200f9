"""Puts the last whole run into the docs: its CSV, and the tables made of that."""

from __future__ import annotations

import re
import sys

from bench import results, tables
from bench.peers import HOME
from bench.results import Result, rounds
from bench.rows import ROWS
from d2ltools import files
from d2ltools.places import ROOT, relative

WHOLE = HOME / "whole.csv"
PAGE, STORED = ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "benchmarks.csv"
MADE = re.compile("(?<=<!-- made by d2l bench --store -->\n).*(?=<!-- end -->)", re.DOTALL)


def main() -> str | None:
    """Writes the two files; returns why not, if there is no whole run."""
    measured = results.read(WHOLE) if WHOLE.exists() else []
    lacking = [row.name for row in ROWS if not rounds(measured, row.name, "epochs")]
    if lacking:
        return f"{relative(WHOLE)} lacks {', '.join(lacking)}: run `make bench RESUME=1`."
    if not MADE.search(PAGE.read_text(encoding="utf-8")):
        return f"{relative(PAGE)} has lost the two marks between which the tables stand."
    files.write(STORED, WHOLE.read_bytes())
    files.write(PAGE, page(measured))
    return print(f"Wrote {relative(STORED)} and the tables of {relative(PAGE)}")


def page(measured: list[Result]) -> str:
    """Returns the page's text with the tables of these results in their place."""
    return MADE.sub(lambda _: "\n" + tables.markdown(measured), PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    sys.exit(main())
