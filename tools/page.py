"""A chapter as one HTML page that asks nobody for anything."""

from __future__ import annotations

import base64
import mimetypes
import re
from pathlib import Path

from latex2mathml.converter import convert as mathml
from nbconvert import HTMLExporter
from nbformat import NotebookNode

# Where nbconvert's templates fetch scripts from, if they are let.
SCRIPTS = ("mathjax_url", "require_js_url", "jquery_url", "mermaid_js_url", "widget_renderer_url")


def html(notebook: NotebookNode, folder: Path) -> str:
    """Returns the page; pictures beside the notebook go into it, formulas become MathML."""
    copy = NotebookNode(notebook)
    copy.cells = [_offline(cell, folder) for cell in notebook.cells]
    exporter = HTMLExporter(template_name="lab", embed_images=False)
    for name in SCRIPTS:
        if name in exporter.traits():
            setattr(exporter, name, "")
    body, _ = exporter.from_notebook_node(copy)
    return _without_scripts(body)


def _offline(cell: NotebookNode, folder: Path) -> NotebookNode:
    if cell.cell_type != "markdown":
        return cell
    cell = NotebookNode(cell)
    cell.source = re.sub(r"(?<![\\$])\$([^$\n]+)\$(?!\$)", _formula, cell.source)
    cell.source = re.sub(r"(!\[[^\]]*\]\()([^):]+)(\))", lambda m: _picture(m, folder), cell.source)
    return cell


def _formula(match: re.Match) -> str:
    return mathml(match[1])


def _picture(match: re.Match, folder: Path) -> str:
    path = folder / match[2]
    if not path.is_file():
        return match[0]
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    data = base64.b64encode(path.read_bytes()).decode()
    return f"{match[1]}data:{kind};base64,{data}{match[3]}"


def _without_scripts(body: str) -> str:
    return re.sub(r"<script\b[^>]*>.*?</script>", "", body, flags=re.DOTALL)
