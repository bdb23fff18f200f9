"""Setting what the one cell tagged `parameters` assigns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # so that arguments.py, which has Python alone, can use this
    from nbformat import NotebookNode

TAG = "parameters"
ASSIGNMENT = r"(?m)^(?P<type>int|long|float|double|boolean|String)\s+{name}\s*=\s*(?P<value>[^;]*);"


class BadParameter(Exception):
    """A parameter that the chapter does not have, or a value that does not fit its type."""


def parse(words: Sequence[str]) -> dict[str, str]:
    """Turns words such as numEpochs=3 into a mapping."""
    pairs = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise BadParameter(f"{word!r} is no parameter: write NAME=VALUE")
        pairs[name] = value
    return pairs


def apply(notebook: NotebookNode, values: Mapping[str, str]) -> None:
    """Writes the values into the parameters cell of the notebook."""
    if not values:
        return
    cells = [c for c in notebook.cells if TAG in c.metadata.get("tags", [])]
    if len(cells) != 1:
        raise BadParameter(f"A chapter has one cell tagged {TAG!r}, this one has {len(cells)}")
    for name, value in values.items():
        cells[0].source = _assigned(cells[0].source, name, value)


def names(source: str) -> list[str]:
    """Returns the names that a cell assigns."""
    return re.findall(r"(?m)^(?:int|long|float|double|boolean|String)\s+(\w+)\s*=", source)


def _assigned(source: str, name: str, value: str) -> str:
    match = re.search(ASSIGNMENT.format(name=re.escape(name)), source)
    if not match:
        known = ", ".join(names(source))
        raise BadParameter(f"This chapter has no parameter {name!r}. It has: {known}")
    start, end = match.span("value")
    return source[:start] + _literal(match["type"], name, value) + source[end:]


def _literal(kind: str, name: str, value: str) -> str:
    patterns = {
        "int": r"[+-]?\d{1,9}",
        "long": r"[+-]?\d{1,18}",
        "float": r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?",
        "double": r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?",
        "boolean": r"true|false",
        "String": r"[^\"\\\n]*",
    }
    if not re.fullmatch(patterns[kind], value):
        raise BadParameter(f"{name} is {value!r}: it takes a value of the type {kind}")
    return {"String": f'"{value}"', "float": f"{value}f", "long": f"{value}L"}.get(kind, value)
