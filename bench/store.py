"""Puts the last whole run into the docs: its CSV, and the chart and tables made of that."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))

import chart
import peers
import results
import tables
from figures import Figures
from rows import all_rows

from d2ltools import files
from d2ltools.chapters import made_part
from d2ltools.places import ROOT, relative

WHOLE = peers.HOME / "whole.csv"
PAGE = ROOT / "docs" / "benchmarks.md"
STORED = ROOT / "docs" / "benchmarks.csv"
PICTURE = ROOT / "docs" / "img" / "benchmarks.svg"
LINKS = """
![Bars for each row of the first two tables](img/benchmarks.svg)

The [CSV](benchmarks.csv) has every round of every row.

"""
BY = "make bench-store"


def main() -> int:
    """Returns 0 if the docs have the results, 1 if there is no whole run."""
    if not WHOLE.exists():
        print("There was no whole run yet: `make bench`, without ONLY and EPOCHS.", file=sys.stderr)
        return 1
    lacking = missing(Figures(results.read(WHOLE)))
    if lacking:
        words = ", ".join(lacking)
        print(f"{relative(WHOLE)} lacks {words}: run `make bench` again.", file=sys.stderr)
        return 1
    store(WHOLE)
    print(f"Wrote {relative(STORED)}, {relative(PICTURE)}, and the tables of {relative(PAGE)}")
    return 0


def missing(figures: Figures) -> list[str]:
    """Returns the rows that were not measured, or with fewer epochs than they should have."""
    epochs = {row.name: figures.of(row.name, "epochs") for row in all_rows()}
    return [
        row.name for row in all_rows() if not epochs[row.name] or epochs[row.name].low < row.epochs
    ]


def store(measured: Path) -> None:
    """Writes the three files."""
    files.write(STORED, measured.read_bytes())
    figures = Figures(results.read(STORED))
    files.write(PICTURE, chart.svg(figures))
    files.write(PAGE, with_tables(PAGE, figures))


def with_tables(page: Path, figures: Figures) -> str:
    """Returns the page's text with the tables of these figures in their place."""
    return made_part.replaced(page, BY, LINKS + tables.markdown(figures).rstrip("\n") + "\n")


if __name__ == "__main__":
    sys.exit(main())
