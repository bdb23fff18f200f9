"""Setting what the one cell tagged `parameters` assigns; needs nothing but Python."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from d2ltools.problem import Problem

TAG = "parameters"
# What a value of each type looks like, and how Java writes it.
TYPES = {
    "int": (r"[+-]?\d{1,9}", "{}"),
    "long": (r"[+-]?\d{1,18}", "{}L"),
    "float": (r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", "{}f"),
    "double": (r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", "{}"),
    "boolean": (r"true|false", "{}"),
    "String": (r"[^\"\\\n]*", '"{}"'),
}
ASSIGNMENT = re.compile(
    rf"(?m)^(?P<type>{'|'.join(TYPES)})\s+(?P<name>\w+)\s*=\s*(?P<value>[^;]*);"
)


def parse(words: Sequence[str]) -> dict[str, str]:
    """Turns words such as numEpochs=3 into a mapping."""
    pairs = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise Problem(f"{word!r} is no parameter: write NAME=VALUE")
        pairs[name] = value
    return pairs


def known(notebook: Mapping) -> list[str]:
    """Returns the names that the tagged cells of a notebook assign."""
    return [match["name"] for cell in _tagged(notebook) for match in _assignments(cell)]


def apply(notebook: Mapping, values: Mapping[str, str]) -> None:
    """Writes the values into the parameters cell of the notebook."""
    if not values:
        return
    cells = _tagged(notebook)
    if len(cells) != 1:
        raise Problem(f"A chapter has one cell tagged {TAG!r}, this one has {len(cells)}")
    for name, value in values.items():
        found = [match for match in _assignments(cells[0]) if match["name"] == name]
        if not found:
            raise Problem(
                f"This chapter has no parameter {name!r}. It has: {', '.join(known(notebook))}"
            )
        pattern, literal = TYPES[found[0]["type"]]
        if not re.fullmatch(pattern, value):
            kind = found[0]["type"]
            raise Problem(f"{name} is {value!r}: it takes a value of the type {kind}")
        start, end = found[0].span("value")
        source = found[0].string
        cells[0]["source"] = source[:start] + literal.format(value) + source[end:]


def _tagged(notebook: Mapping) -> list:
    return [cell for cell in notebook["cells"] if TAG in cell["metadata"].get("tags", [])]


def _assignments(cell: Mapping) -> list[re.Match]:
    return list(ASSIGNMENT.finditer("".join(cell["source"])))
