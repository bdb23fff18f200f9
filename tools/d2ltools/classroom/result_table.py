"""What became of a class's notebooks: a row for each, on the terminal and as CSV."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import astuple, dataclass, fields


@dataclass
class Row:
    """What became of one notebook."""

    file: str
    cells: str = ""
    result: str = "crashed"
    why: str = ""
    seconds: float = 0
    peak_mib: int = 0

    @property
    def passed(self) -> bool:
        """Whether all cells ran."""
        return self.result == "passed"

    def __str__(self) -> str:
        return (
            f"{self.result:18} {self.cells:>9} cells {self.seconds:6.1f} s {self.peak_mib:5} MiB"
            f"  {self.file}  {self.why}"
        ).rstrip()


def shown(text: str) -> str:
    """Returns a text in one line, without what a terminal takes for a command."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def table(rows: list[Row]) -> str:
    """Returns the rows as CSV that spreadsheets read with umlauts, and never as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([field.name for field in fields(Row)])
    writer.writerows([_harmless(value) for value in astuple(row)] for row in rows)
    return "\ufeff" + out.getvalue()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and re.match(r"[=+\-@\t\r]", value) else value
