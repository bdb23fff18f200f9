"""Small notebooks for tests."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode


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
