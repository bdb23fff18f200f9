"""What a stored notebook holds, and what it must not hold."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode

from d2ltools.chapters import provenance, quotes
from d2ltools.chapters.finding import Finding, code, label, made_by
from d2ltools.chapters.tidy import KEPT_METADATA, KERNELSPEC, printed_by
from d2ltools.kernel.parameters import TAG
from d2ltools.places import ROOT

MAX_BYTES = 500_000
MAX_LINES = 15
MAX_QUOTED_LINES = 40
OUTPUT_TYPES = ("text/plain", "text/html", "image/png", "image/svg+xml")
PLACES = {str(ROOT), str(Path.home())} - {"/"}
PATH = re.compile(
    "|".join(map(re.escape, sorted(PLACES)))
    + r"|(?<![\w./:])/(home|Users|root|tmp|private|var|usr|opt)/[^\s<]+|\b[A-Z]:\\[^\s<]+"
)
ACTIVE = re.compile(r"<(script|iframe|object|embed|style)\b|\son\w+\s*=|\bsrc\s*=", re.IGNORECASE)
CODE = re.compile(r"(?ms)^(`{3,}|~{3,}).*?^\1|(`+)(?!`).*?(?<!`)\2(?!`)")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)


def findings(path: Path, notebook: NotebookNode) -> Iterator[Finding]:
    """Yields what is wrong with a stored chapter."""
    yield from _as_a_file(path, notebook)
    yield from _cells(path, notebook)
    yield from of_outputs(path, notebook, path.stat().st_size)
    yield from _provenance(path, notebook)


def of_outputs(path: Path, notebook: NotebookNode, size: int) -> Iterator[Finding]:
    """Yields what is wrong with the outputs of a notebook that is to be stored in so many bytes."""
    render = made_by("render", path)
    if size > MAX_BYTES:
        limit = f"{MAX_BYTES / 1000:.0f} kB are the most"
        yield Finding(path, "", f"it has {size / 1000:.0f} kB; {limit}", "show less")
    counts = [cell.execution_count for cell in code(notebook)]
    if any(counts) and counts != list(range(1, len(counts) + 1)):
        what = f"its cells did not run once each from top to bottom: {counts}"
        yield Finding(path, "", what, render)
    for cell in code(notebook):
        for output in cell.outputs:
            for what in _of_output(output):
                yield Finding(path, label(notebook, cell), what, render)


def _as_a_file(path: Path, notebook: NotebookNode) -> Iterator[Finding]:
    raw = json.loads(path.read_text(encoding="utf-8"))
    ids = Counter(cell.get("id") for cell in raw["cells"])
    for identity, times in ids.items():
        if identity is None or times > 1:
            what = f"{times} cells are called {identity or 'nothing'}"
            yield Finding(path, "", what, f"{made_by('fix', path)}, which gives new ids")
    kernelspec = raw["metadata"].get("kernelspec")
    if kernelspec != KERNELSPEC:
        what = f"it is for another kernel, {(kernelspec or {}).get('name')}"
        yield Finding(path, "", what, f"{made_by('fix', path)}, then {made_by('render', path)}")
    known = [("", raw["metadata"], {"kernelspec", "language_info", "d2l"})]
    known += [(label(notebook, c), c.metadata, set(KEPT_METADATA)) for c in notebook.cells]
    for where, metadata, kept in known:
        if extra := set(metadata) - kept:
            what = f"its metadata hold {', '.join(sorted(extra))}"
            yield Finding(path, where, what, made_by("fix", path))


def _cells(path: Path, notebook: NotebookNode) -> Iterator[Finding]:
    headings = []
    for cell in notebook.cells:
        for what, fix in _of_source(cell):
            yield Finding(path, label(notebook, cell), what, fix)
        if cell.cell_type == "markdown":
            headings += re.findall(r"(?m)^# .+$", cell.source)
    tagged = [cell for cell in notebook.cells if TAG in cell.metadata.get("tags", [])]
    for cell in tagged[1:]:
        what = f"is a second cell tagged {TAG}: a run would not know which to change"
        yield Finding(path, label(notebook, cell), what, "move its lines into the first one")
    first = notebook.cells[0].source if notebook.cells else ""
    if len(headings) != 1 or not first.startswith("# "):
        what = f"it has {len(headings)} titles (# …); one is wanted, at the head of the first cell"
        yield Finding(path, "", what, "edit the headings")


def _of_source(cell: NotebookNode) -> Iterator[tuple[str, str]]:
    conflict = CONFLICT.search(cell.source)
    if conflict and conflict[1] != "=======":
        yield "a merge conflict is left in it", "resolve it"
    path = PATH.search(cell.source)
    if path:
        yield f"names a path of one machine: {path[0]}", "name a file beside the chapter"
    if cell.cell_type == "code":
        inside = re.search(r"\bai\.d2l\.internal\b[\w.*]*", cell.source)
        if inside:
            yield f"names {inside[0]}, which may change any day", "use what ai.d2l offers"
        imports = len(re.findall(r"(?m)^import ", cell.source))
        lines, limit = len(cell.source.splitlines()) - imports, MAX_LINES
        if quotes.quoted(cell):
            lines, limit = lines - 1, MAX_QUOTED_LINES
        if lines > limit:
            yield f"has {lines} lines; {limit} are the most", "split it"
        return
    yield from _of_dollars(cell.source)
    for image in re.findall(
        r"!\[\s*\]\([^)]*\)|<img\b(?![^>]*\balt=\"[^\"]+\")[^>]*>", cell.source
    ):
        yield f"has a picture without a text for those who cannot see it: {image}", "describe it"


def _of_dollars(source: str) -> Iterator[tuple[str, str]]:
    # JupyterLab pairs them within a block before it knows what is a comment, and loses the text
    text = CODE.sub("", source)
    if any("$" in comment for comment in COMMENT.findall(text)):
        yield "has a $ in a comment, where JupyterLab begins a formula", "write it without"
    for block in re.split(r"\n\s*\n", COMMENT.sub("", text)):
        signs = re.findall(r"\\?\$", block)
        if "\\$" in signs or len(signs) % 2:
            what = f"has a $ that belongs to no formula: {' '.join(block.split())[:60]}"
            yield what, "write the formula whole, or the sign as code: `$`"


def _of_output(output: NotebookNode) -> Iterator[str]:
    if output.output_type == "error":
        yield f"ended with an error: {output.evalue}"
    data = output.get("data", {})
    html = str(data.get("text/html", ""))
    path = PATH.search("\n".join([*printed_by(NotebookNode(outputs=[output])), html]))
    if path:
        yield f"prints a path of this machine: {path[0]}"
    for kind in data:
        if kind not in OUTPUT_TYPES:
            yield f"has an output of the type {kind}"
    if ACTIVE.search(html):
        yield "has a script, a style or something from elsewhere in its output"
    if "image/png" in data and not str(data.get("text/plain", "")).strip():
        yield "has a picture without a text for those who cannot see it"


def _provenance(path: Path, notebook: NotebookNode) -> Iterator[Finding]:
    stored = notebook.metadata.get("d2l", {})
    if not stored.get("kernel"):
        what = "its outputs do not come from a render"
    elif stored["kernel"] != (here := provenance.kernel()):
        what = f"its outputs come from {stored['kernel']}; the prepared kernel is {here}"
    elif stored.get("outputs") != provenance.outputs(notebook):
        what = "its outputs are not those of its render: edited, or run again"
    elif stored.get("cells") != provenance.cells(notebook):
        what = "its code has changed since its outputs were rendered"
    else:
        return
    yield Finding(path, "", what, made_by("render", path))
