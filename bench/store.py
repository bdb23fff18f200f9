"""Puts the last whole run into the docs: its CSV, and the chart and tables made of that."""

from __future__ import annotations

import re
import statistics
import sys
from html import escape

from bench import results, tables
from bench.peers import HOME
from bench.results import Result, rounds
from bench.rows import ROWS
from d2ltools import files
from d2ltools.places import ROOT, relative

WHOLE = HOME / "whole.csv"
PAGE, STORED = ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "benchmarks.csv"
PICTURE = ROOT / "docs" / "img" / "benchmarks.svg"
MADE = re.compile("(?<=<!-- made by d2l bench --store -->\n).*(?=<!-- end -->)", re.DOTALL)
PANELS = (
    ("loops", "examples_per_s", "Plain loops, examples per second (longer is better)"),
    ("chapters", "wall_s", "Whole chapters, seconds (shorter is better)"),
)


def main() -> str | None:
    """Writes the three files; returns why not, if there is no whole run."""
    measured = results.read(WHOLE) if WHOLE.exists() else []
    lacking = [row.name for row in ROWS if not rounds(measured, row.name, "epochs")]
    if not MADE.search(PAGE.read_text(encoding="utf-8")):
        return f"{relative(PAGE)} has lost the two marks between which the tables stand."
    if lacking:
        return f"{relative(WHOLE)} lacks {', '.join(lacking)}: run `make bench RESUME=1`."
    files.write(STORED, WHOLE.read_bytes())
    files.write(PICTURE, chart(measured))
    files.write(PAGE, page(measured))
    return print(
        f"Wrote {relative(STORED)}, {relative(PICTURE)} and the tables of {relative(PAGE)}"
    )


def page(measured: list[Result]) -> str:
    """Returns the page's text with the tables of these results in their place."""
    return MADE.sub(lambda _: "\n" + tables.markdown(measured), PAGE.read_text(encoding="utf-8"))


def chart(measured: list[Result]) -> str:
    """Returns an SVG with a bar for each row's median, and a line for its range."""
    parts, y = [], 0
    for group, name, title in PANELS:
        parts.append(f'<text x="8" y="{y + 20}" font-weight="bold">{escape(title)}</text>')
        y += 30
        bars = [(row, rounds(measured, row.name, name)) for row in ROWS if row.group == group]
        scale = 430 / max(max(values) for _, values in bars)
        for row, values in bars:
            low, middle, high = (230 + scale * f(values) for f in (min, statistics.median, max))
            colour = "#1f6fb2" if row.ours else "#a8a8a8"
            parts += [
                f'<text x="222" y="{y + 13}" text-anchor="end">{escape(row.title)}</text>',
                f'<path d="M230 {y}H{middle:.1f}v18H230" fill="{colour}"/>',
                f'<path d="M{low:.1f} {y + 9}H{high:.1f}" stroke="black"/>',
                f'<text x="{high + 8:.1f}" y="{y + 13}">{statistics.median(values):,.0f}</text>',
            ]
            y += 26
        y += 26
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 740 {y}" font-size="13"'
    ground = f'<rect width="740" height="{y}" fill="white"/>'
    return "\n".join([head + ' font-family="sans-serif">', ground, *parts, "</svg>\n"])


if __name__ == "__main__":
    sys.exit(main())
