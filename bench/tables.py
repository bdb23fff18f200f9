"""The results as tables, in Markdown, which reads well in a terminal too."""

from __future__ import annotations

import re

from bench.results import Result, median, rounds
from bench.rows import ROWS, Row

PEER = re.compile(r"(chapter-ours|chapter-book|ours|python|djl)-(mxnet|pytorch)(-hybrid)?$")
SPEED = ("examples_per_s", "{:,.0f}")
EPOCHS = ("epochs", "epochs", "{:.0f}")
ACCURACY = ("test acc", "test_acc", "{:.3f}")
LEARNED = (EPOCHS, ("loss", "loss", "{:.3f}"), ACCURACY)
MEMORY = ("peak MiB", "peak_mib", "{:,.0f}")
CORES = ("cores busy", "cores_busy", "{:.2f}")

# Head, figure and form of each column; a form that is a row's name asks for the ratio to that row
# with the same network, minibatch and cores.
LOOP = (
    ("examples/s", *SPEED),
    ("to Python MXNet", "examples_per_s", "python-mxnet"),
    ("to Python PyTorch", "examples_per_s", "python-pytorch"),
    *LEARNED,
    ("1st to 3rd epoch", "first_to_third", "{:.2f}"),
    *(CORES, MEMORY),
)
CHAPTER = (
    ("from start to end, s", "wall_s", "{:.1f}"),
    ("to the book's, MXNet", "wall_s", "chapter-book-mxnet"),
    ("to the book's, PyTorch", "wall_s", "chapter-book-pytorch"),
    ("first point, s", "first_point_s", "{:.1f}"),
    ("examples/s, as it says", "said_examples_per_s", "{:,.0f}"),
    *(*LEARNED, CORES, MEMORY),
)
ALONE = (
    ("examples/s", *SPEED),
    *(EPOCHS, ACCURACY, MEMORY),
    ("growth, epoch 10 to last", "growth", "{:+.1%}"),
    ("share of training", "curve_share", "{:.2%}"),
    ("ready, s", "kernel_ready_s", "{:.1f}"),
    ("first cell done, s", "first_cell_s", "{:.1f}"),
)
SECTIONS = (
    ("Plain loops", "loops", LOOP),
    ("Whole chapters, in a notebook", "chapters", CHAPTER),
    ("Other minibatches", "sizes", LOOP),
    ("One core", "cores", LOOP),
    ("Memory, curve, kernel, shards", "alone", ALONE),
)


def markdown(results: list[Result]) -> str:
    """Returns all tables of what was measured."""
    machines, days, versions = (
        sorted({str(r[name]) for r in results if name in r})
        for name in ("machine", "date", "versions")
    )
    number = max((int(r["round"]) for r in results), default=0)
    parts = [
        f"{'; '.join(machines)}. {' to '.join(dict.fromkeys([*days[:1], *days[-1:]]))}."
        f" At most {number} rounds; medians, ranges in brackets.",
        *(_section(results, *section) for section in SECTIONS),
        f"Versions: {'; '.join(versions)}.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(results: list[Result], title: str, group: str, columns: tuple) -> str:
    rows = [row for row in ROWS if row.group == group and rounds(results, row.name, "epochs")]
    if not rows:
        return ""
    made = [["", *(row.title for row in rows)]]
    made += [[c[0], *(_cell(results, row, c, c is columns[0]) for row in rows)] for c in columns]
    used = [column for column in made if any(column[1:])]
    widths = [max(map(len, column)) for column in used]
    lines = [
        " | ".join(t.rjust(w) if i else t.ljust(w) for i, (t, w) in enumerate(zip(line, widths)))
        for line in zip(*used)
    ]
    rule = " | ".join("-" * (w - 1) + (":" if i else "-") for i, w in enumerate(widths))
    return f"### {title}\n\n" + "\n".join(f"| {line} |" for line in [lines[0], rule, *lines[1:]])


def _cell(results: list[Result], row: Row, column: tuple, with_range: bool) -> str:
    _, name, form = column
    values, middle = rounds(results, row.name, name), median(results, row.name, name)
    if "{" not in form:
        other = median(results, PEER.sub(form, row.name), name)
        return f"{middle / other:.2f}" if middle and other else ""
    if not values:
        return ""
    if with_range and min(values) < max(values):
        return f"{form.format(middle)} ({form.format(min(values))}–{form.format(max(values))})"
    return form.format(middle)
