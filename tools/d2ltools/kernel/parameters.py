"""Setting what the one cell tagged `parameters` assigns; needs nothing but Python."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from d2ltools.problem import Problem

TAG = "parameters"
DECIMAL = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
# What a value of each type looks like, and how Java writes it.
TYPES = {
    "int": (r"[+-]?\d{1,9}", "{}"),
    "long": (r"[+-]?\d{1,18}", "{}L"),
    "float": (DECIMAL, "{}f"),
    "double": (DECIMAL, "{}"),
    "boolean": (r"true|false", "{}"),
    "String": (r"[^\"\\\n]*", '"{}"'),
}
ASSIGNMENT = re.compile(rf"(?m)^({'|'.join(TYPES)})\s+(\w+)\s*=\s*([^;]*);")


def parse(words: Sequence[str]) -> dict[str, str]:
    """Turns words such as numEpochs=3 into a mapping."""
    for word in words:
        if not re.match(r"\w+=", word):
            raise Problem(f"{word!r} is no parameter: write NAME=VALUE")
    return dict(word.split("=", 1) for word in words)


def apply(notebook: Mapping, values: Mapping[str, str]) -> None:
    """Writes the values into the parameters cell of the notebook."""
    for name, value in values.items():
        cells = [cell for cell in notebook["cells"] if TAG in cell["metadata"].get("tags", [])]
        source = "".join(cells[0]["source"]) if cells else ""
        found = {match[2]: match for match in ASSIGNMENT.finditer(source)}
        if name not in found:
            known = ", ".join(found) or "none"
            raise Problem(f"This chapter has no parameter {name!r}. It has: {known}")
        kind = found[name][1]
        pattern, literal = TYPES[kind]
        if not re.fullmatch(pattern, value):
            raise Problem(f"{name} is {value!r}: it takes a value of the type {kind}")
        start, end = found[name].span(3)
        cells[0]["source"] = source[:start] + literal.format(value) + source[end:]
