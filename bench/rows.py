"""What is measured: the rows of rows.csv, in the order in which they are measured."""

from __future__ import annotations

import csv
import fnmatch
from dataclasses import dataclass, replace
from pathlib import Path

from d2ltools.problem import Problem


@dataclass(frozen=True)
class Row:
    """One thing that is measured, in a process of its own."""

    name: str
    title: str
    group: str
    program: str
    """A class of java/, or a script of programs/."""
    engine: str
    network: str
    lr: float
    epochs: int
    batch: int
    cores: int
    """To how many cores it is held; 0 for all."""
    once: bool
    """Measured in the first round alone."""
    seconds: int
    """About how long it takes on two cores, to tell how much is left."""
    options: list[str]

    @property
    def ours(self) -> bool:
        """Tells whether it measures this project."""
        return self.program in ("TrainCh6", "our_kernel.py")

    @property
    def peer(self) -> str:
        """Which peer's virtual environment it needs; empty for none."""
        return self.engine.lower() if self.program.endswith(".py") and not self.ours else ""

    @property
    def notebook(self) -> bool:
        """Tells whether it is several processes, whose memory is summed."""
        return self.program in ("our_kernel.py", "book_chapter.py")


def _row(line: dict[str, str]) -> Row:
    numbers = {name: int(line[name] or 0) for name in ("epochs", "batch", "cores", "seconds")}
    typed = {
        "lr": float(line["lr"]),
        "once": bool(line["once"]),
        "options": line["options"].split(),
    }
    return Row(**{**line, **numbers, **typed})


with (Path(__file__).parent / "rows.csv").open(encoding="utf-8", newline="") as lines:
    ROWS = [_row(line) for line in csv.DictReader(lines, skipinitialspace=True, restval="")]


def chosen(patterns: str, epochs: int = 0) -> list[Row]:
    """Returns the rows that fit a pattern, such as `ours-*,python-mxnet`; none means all.

    None of them has more than these epochs; 0 means as many as each has.
    """
    words = [word.strip() for word in patterns.split(",") if word.strip()] or ["*"]
    for word in words:
        if not any(fnmatch.fnmatchcase(row.name, word) for row in ROWS):
            known = ", ".join(row.name for row in ROWS)
            raise Problem(f"No row fits {word!r}. There are: {known}")
    picked = [row for row in ROWS if any(fnmatch.fnmatchcase(row.name, word) for word in words)]
    return [replace(row, epochs=min(row.epochs, epochs or row.epochs)) for row in picked]
