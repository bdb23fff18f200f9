"""What a stored notebook holds, and what it must not hold."""

from __future__ import annotations

import re
from pathlib import Path

from nbformat import NotebookNode

from places import ROOT

MAX_BYTES = 300_000
KEPT_METADATA = ("tags",)
PLACES = {str(ROOT), str(Path.home())} - {"/"}
PATH = re.compile(
    "|".join(map(re.escape, sorted(PLACES)))
    + r"|(?<![\w./:])/(home|Users|root|tmp|private|var|usr|opt)/[^\s<]+|\b[A-Z]:\\[^\s<]+"
)
LANGUAGE = ("codemirror_mode", "file_extension", "mimetype", "name", "pygments_lexer")


def tidy(notebook: NotebookNode) -> None:
    """Removes what changes from run to run and says nothing to a reader."""
    language = notebook.metadata.get("language_info", {})
    notebook.metadata = NotebookNode(
        kernelspec={"display_name": "Java", "language": "java", "name": "java"},
        language_info={key: language[key] for key in LANGUAGE if key in language},
    )
    for cell in notebook.cells:
        cell.metadata = NotebookNode(
            {key: cell.metadata[key] for key in KEPT_METADATA if key in cell.metadata}
        )
        for output in cell.get("outputs", []):
            output.pop("transient", None)
            if "metadata" in output:
                output.metadata = NotebookNode()


def faults(notebook: NotebookNode, size: int) -> list[str]:
    """Returns what is wrong with a notebook that is to be stored."""
    found = []
    if size > MAX_BYTES:
        found.append(f"it would be {size / 1000:.0f} kB, and {MAX_BYTES / 1000:.0f} kB are the most")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    counts = [cell.execution_count for cell in code]
    if counts != list(range(1, len(code) + 1)):
        found.append(f"its cells did not run once each from top to bottom: {counts}")
    for number, cell in enumerate(code, start=1):
        for output in cell.outputs:
            found += [f"cell {number} {fault}" for fault in _output_faults(output)]
    return found


def printed(notebook: NotebookNode) -> list[str]:
    """Returns all lines of text in the outputs."""
    return [line for cell in notebook.cells for line in printed_by(cell)]


def printed_by(cell: NotebookNode) -> list[str]:
    """Returns the lines of text in the outputs of a cell."""
    return [line for output in cell.get("outputs", []) for line in _text(output).splitlines()]


def _output_faults(output: NotebookNode) -> list[str]:
    if output.output_type == "error":
        return [f"ended with an error: {output.evalue}"]
    found = []
    path = PATH.search(_text(output) + str(output.get("data", {}).get("text/html", "")))
    if path:
        found.append(f"prints a path of this machine: {path[0]}")
    for kind, data in output.get("data", {}).items():
        if kind not in ("text/plain", "text/html", "image/png"):
            found.append(f"has an output of the type {kind}")
        if kind == "text/html" and "<script" in str(data):
            found.append("has a script in its output")
    return found


def _text(output: NotebookNode) -> str:
    return output.get("text", "") + str(output.get("data", {}).get("text/plain", ""))
