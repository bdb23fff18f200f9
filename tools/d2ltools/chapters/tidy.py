"""Removes from a notebook what changes from run to run."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from d2ltools import files
from d2ltools.places import relative

KEPT_METADATA = ("tags", "d2l")
KERNELSPEC = {"display_name": "Java", "language": "java", "name": "java"}
LANGUAGE = ("codemirror_mode", "file_extension", "mimetype", "name", "pygments_lexer")


def code(notebooks) -> list[str]:
    """Returns the source of each code cell."""
    return [c.source for n in notebooks for c in n.cells if c.cell_type == "code"]


def write(path: Path, notebook: NotebookNode) -> bool:
    """Stores a notebook as all tools do, if that changes it, and says so."""
    content = text(notebook)
    if content == path.read_text(encoding="utf-8"):
        return False
    files.write(path, content)
    print(f"Changed {relative(path)}")
    return True


def text(notebook: NotebookNode) -> str:
    """Returns the notebook as it is stored."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def tidy(notebook: NotebookNode) -> None:
    """Removes what changes from run to run and says nothing to a reader."""
    about = _only(notebook.metadata, ("language_info", "d2l"))
    if "language_info" in about:
        about["language_info"] = _only(about["language_info"], LANGUAGE)
    notebook.metadata = NotebookNode(kernelspec=KERNELSPEC, **about)
    for cell in notebook.cells:
        cell.metadata = _only(cell.metadata, KEPT_METADATA)
        for output in cell.get("outputs", []):
            output.pop("transient", None)
            if "metadata" in output:
                picture = output.metadata.get("image/png", {})
                alt = {"image/png": {"alt": picture["alt"]}} if "alt" in picture else {}
                output.metadata = nbformat.from_dict(alt)


def _only(metadata: NotebookNode, keys: tuple[str, ...]) -> NotebookNode:
    return NotebookNode({key: metadata[key] for key in keys if metadata.get(key)})


def printed(notebook: NotebookNode) -> list[str]:
    """Returns all lines of text in the outputs."""
    return [line for cell in notebook.cells for line in printed_by(cell)]


def printed_by(cell: NotebookNode) -> list[str]:
    """Returns the lines of text in the outputs of a cell."""
    return [line for output in cell.get("outputs", []) for line in _text(output).splitlines()]


def _text(output: NotebookNode) -> str:
    return output.get("text", "") + str(output.get("data", {}).get("text/plain", ""))
