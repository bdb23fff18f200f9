"""Prints a notebook as text, for git's diffs: needs nothing but Python."""

from __future__ import annotations

import hashlib
import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path


def main(arguments: Namespace) -> int:
    """Prints the file, as it is where it is no notebook."""
    content = Path(arguments.file).read_text(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        lines = list(_lines(json.loads(content)))
    except (ValueError, KeyError, TypeError, AttributeError):
        lines = [content]
    print("\n".join(lines))
    return 0


def _lines(notebook: dict) -> Iterator[str]:
    for cell in notebook["cells"]:
        tags = " ".join(cell["metadata"].get("tags", []))
        yield f"--- {cell['cell_type']} {cell.get('id', '')} {tags}".rstrip()
        yield _joined(cell["source"])
        for bound in sum(cell["metadata"].get("d2l", {}).values(), []):
            yield f"  = {json.dumps(bound, ensure_ascii=False)}"
        for output in cell.get("outputs", []):
            yield from (f"  > {line}" for line in _shown(output))
        yield ""


def _shown(output: dict) -> Iterator[str]:
    data = output.get("data", {})
    text = output.get("text") or data.get("text/plain") or output.get("evalue") or ""
    yield from _joined(text).splitlines()
    for kind, content in sorted(data.items()):
        if kind != "text/plain":
            digest = hashlib.sha256(_joined(content).encode()).hexdigest()
            yield f"({kind}, {len(content) / 1000:.0f} kB, {digest[:8]})"


def _joined(lines: str | list[str]) -> str:
    return lines if isinstance(lines, str) else "".join(lines)
