"""Small notebooks for tests."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from d2ltools.chapters import provenance, tidy


def notebook(*sources: str, parameters: str = "") -> NotebookNode:
    """Returns a notebook of code cells; the first is tagged parameters if there are any."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    if parameters:
        cells.insert(0, nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}))
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"display_name": "Java", "language": "java", "name": "java"}
    return made


def write(path: Path, *sources: str, parameters: str = "") -> Path:
    """Writes such a notebook."""
    nbformat.write(notebook(*sources, parameters=parameters), path)
    return path


def text(source: str, identity: str = "") -> NotebookNode:
    """Returns a cell of text."""
    cell = nbformat.v4.new_markdown_cell(source)
    return _named(cell, identity)


def code(source: str, printed: str = "", identity: str = "") -> NotebookNode:
    """Returns a cell of code that has printed something."""
    outputs = [nbformat.v4.new_output("stream", text=printed)] if printed else []
    return _named(nbformat.v4.new_code_cell(source, outputs=outputs), identity)


def store(path: Path, *cells: NotebookNode) -> Path:
    """Writes cells as `make render` would leave them."""
    made = nbformat.v4.new_notebook(cells=list(cells))
    for count, cell in enumerate((c for c in cells if c.cell_type == "code"), start=1):
        cell.execution_count = count
    tidy.tidy(made)
    made.metadata["d2l"] = provenance.mark(made)
    path.write_text(tidy.text(made), encoding="utf-8")
    return path


def _named(cell: NotebookNode, identity: str) -> NotebookNode:
    if identity:
        cell["id"] = identity
    return cell
