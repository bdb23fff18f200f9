"""The results of a run as a CSV file, a line for each row and round, and their medians."""

from __future__ import annotations

import csv
import io
import statistics
from pathlib import Path

from d2ltools import files

Result = dict[str, "str | float"]

TEXTS = ("date", "machine", "row", "network", "versions")
COLUMNS = (
    *("date", "machine", "round", "row", "network", "batch", "cores", "epochs"),
    *("examples_per_s", "first_to_third", "loss", "train_acc", "test_acc", "wall_s"),
    *("first_point_s", "peak_mib", "cores_busy", "growth", "said_examples_per_s"),
    *("kernel_ready_s", "first_cell_s", "curve_share", "versions"),
)


def write(path: Path, results: list[Result]) -> None:
    """Writes the file as a whole; a figure that a row does not have is left empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for result in results:
        writer.writerow({k: v if isinstance(v, str) else f"{v:.6g}" for k, v in result.items()})
    files.write(path, out.getvalue())


def read(path: Path) -> list[Result]:
    """Reads the file back."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            {k: v if k in TEXTS else float(v) for k, v in line.items() if v}
            for line in csv.DictReader(lines)
        ]


def rounds(results: list[Result], row: str, name: str) -> list[float]:
    """Returns a figure of each round of a row; empty where it was not measured."""
    return [r[name] for r in results if r["row"] == row and name in r]


def median(results: list[Result], row: str, name: str) -> float | None:
    """Returns the median of the rounds; None where it was not measured."""
    values = rounds(results, row, name)
    return statistics.median(values) if values else None
