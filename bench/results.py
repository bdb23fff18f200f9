"""The results of a run as a CSV file: a line for each row and round."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from d2ltools import files

Result = dict[str, object]

TEXTS = ("date", "machine", "row", "network", "versions")
COUNTS = ("round", "batch", "cores", "epochs")
FIGURES = (
    "examples_per_s",
    "first_to_third",
    "loss",
    "train_acc",
    "test_acc",
    "wall_s",
    "first_point_s",
    "peak_mib",
    "cores_busy",
    "growth",
    "said_examples_per_s",
    "kernel_ready_s",
    "first_cell_s",
    "curve_share",
)
COLUMNS = ("date", "machine", "round", "row", "network", "batch", "cores", "epochs", *FIGURES)
COLUMNS += ("versions",)


def write(path: Path, results: Iterable[Result]) -> None:
    """Writes the file as a whole; a figure that a row does not have is left empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for result in results:
        writer.writerow({name: _text(value) for name, value in result.items()})
    files.write(path, out.getvalue())


def read(path: Path) -> list[Result]:
    """Reads the file back."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [_typed(line) for line in csv.DictReader(lines)]


def _text(value: object) -> object:
    return f"{value:.6g}" if isinstance(value, float) else value


def _typed(line: dict[str, str]) -> Result:
    result: Result = {}
    for name, text in line.items():
        if text:
            kind = str if name in TEXTS else int if name in COUNTS else float
            result[name] = kind(text)
    return result
