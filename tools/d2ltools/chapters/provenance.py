"""What `make render` leaves in a notebook, by which its outputs are known to be its own."""

from __future__ import annotations

import hashlib
import json
from importlib import metadata

from nbformat import NotebookNode

from d2ltools.chapters.finding import code
from d2ltools.places import MODULE, ROOT, relative


def mark(notebook: NotebookNode) -> dict[str, str]:
    """Returns what is stored with a notebook that has just run on the prepared kernel."""
    return {
        "rendered": fingerprint(notebook),
        "cells": cells(notebook),
        "outputs": outputs(notebook),
        "kernel": kernel(),
    }


def is_current(notebook: NotebookNode) -> bool:
    """Tells whether a render would come to the same: cells, outputs, module, pins."""
    return mark(notebook).items() <= notebook.metadata.get("d2l", {}).items()


def fingerprint(notebook: NotebookNode) -> str:
    """Returns a hash of all that the outputs depend on: code, module, pins."""
    digest = hashlib.sha256(cells(notebook).encode())
    sources = sorted(path for path in (MODULE / "src" / "main").rglob("*") if path.is_file())
    pins = [ROOT / "pom.xml", MODULE / "pom.xml", ROOT / "requirements.txt"]
    for path in [*sources, *pins]:
        digest.update(relative(path).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def cells(notebook: NotebookNode) -> str:
    """Returns a hash of the code; the text around it changes no output."""
    return _hash([cell.source for cell in code(notebook)])


def outputs(notebook: NotebookNode) -> str:
    """Returns a hash of the outputs, which a run in Lab changes and the sources do not tell."""
    return _hash([(cell.execution_count, cell.outputs) for cell in code(notebook)])


def kernel() -> str:
    """Returns the name and version of the kernel that the set-up installs."""
    return f"JJava {metadata.version('jjava')}"


def _hash(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
