"""What is wrong with a file, and the command that corrects it, in one line."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from d2ltools.places import NOTEBOOKS, relative


@dataclass(frozen=True)
class Finding:
    """Something wrong in a file, and the way out."""

    file: Path
    cell: str
    what: str
    fix: str

    def __str__(self) -> str:
        where = f"{relative(self.file)}, {self.cell}" if self.cell else relative(self.file)
        return f"{where}: {' '.join(self.what.split())}. Fix: {self.fix}"


def label(notebook: NotebookNode, cell: NotebookNode) -> str:
    """Returns how a cell is called: its place among all cells, and its id."""
    place = next(i for i, other in enumerate(notebook.cells, start=1) if other is cell)
    return f"cell {place} ({cell.get('id', 'no id')})"


def code(notebook: NotebookNode) -> list[NotebookNode]:
    """Returns the cells of code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def made_by(target: str, file: Path) -> str:
    """Returns the command that runs a target of make for one chapter."""
    known = file.is_relative_to(NOTEBOOKS)
    return f"make {target} CHAPTER={file.stem if known else shlex.quote(str(file))}"
