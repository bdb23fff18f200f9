"""What is wrong with a file, and the command that mends it, in one line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from d2ltools.places import relative


@dataclass(frozen=True)
class Finding:
    """Something wrong in a file, and the way out."""

    file: Path
    cell: str
    what: str
    mend: str

    def __str__(self) -> str:
        where = f"{relative(self.file)}, {self.cell}" if self.cell else relative(self.file)
        return f"{where}: {' '.join(self.what.split())}. Mend: {self.mend}"


def label(notebook: NotebookNode, cell: NotebookNode) -> str:
    """Returns how a cell is called: its place among all cells, and its id."""
    place = next(i for i, other in enumerate(notebook.cells, start=1) if other is cell)
    return f"cell {place} ({cell.get('id', 'no id')})"


def made_by(target: str, file: Path) -> str:
    """Returns the command that runs a target of make for one chapter."""
    return f"make {target} CHAPTER={file.stem}"
