"""The module's source and the names in a cell, read by their layout, which google-java-format keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from d2ltools.places import MODULE

SOURCE = MODULE / "src" / "main" / "java"
QUOTE = re.compile(r"(\w+)(?:#(\w+)(?:\((.*)\))?)?")
DOCUMENTATION = re.compile(r"^ */\*\*.*?\*/ *\n", re.MULTILINE | re.DOTALL)
NOT_CODE = re.compile(r'""".*?"""|"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
KIND = "(?:class|record|interface|enum)"
PUBLIC_STATIC = re.compile(r"^    public static [^=(]*\b(\w+)\(", re.MULTILINE)


@dataclass(frozen=True)
class Names:
    """The names in a cell: what it imports, types, methods without an owner, and its own."""

    imports: list[str]
    types: set[str]
    calls: set[str]
    defines: set[str]


def names(cell: str) -> Names:
    """Returns the names in a cell."""
    code = NOT_CODE.sub('""', cell)
    return Names(
        re.findall(r"(?m)^import (.*);", code),
        set(re.findall(r"(?<![.\w])[A-Z]\w*", re.sub(r"(?m)^import .*", "", code))),
        set(re.findall(r"(?<![.\w])([a-z]\w*)\(", code)) - {"this", "super"},
        # what is defined stands at the margin
        set(re.findall(rf"(?m)^(?:\w+ )*{KIND} (\w+)", code))
        | set(re.findall(r"(?m)^(?!new |return )\w[^=(\n]* (\w+)\([^;{]*\{$", code)),
    )


def files() -> dict[str, Path]:
    """Returns the file of each of the module's types."""
    return {path.stem: path for path in SOURCE.rglob("*.java")}


def statics(imports: Iterable[str]) -> dict[str, set[str]]:
    """Returns the static methods of the module's types that are imported so."""
    types = {name.split(".")[-2] for name in imports if name.startswith("static ai.d2l.")}
    known = files()
    found = {name: known[name].read_text("utf-8") for name in types & known.keys()}
    return {name: set(PUBLIC_STATIC.findall(text)) for name, text in found.items()}


def quote(what: str) -> str:
    """Returns a type's or a method's text, at the margin and without documentation comments.

    In a chapter the prose says what they say. Several methods of a name are all quoted, or one as
    `Type#method(int, Block)`. Raises LookupError, which says what there is.
    """
    parts = QUOTE.fullmatch(what.strip())
    if not parts:
        raise LookupError(f"{what!r} names nothing: write Type, Type#method or Type#method(int)")
    name, method, parameters = parts.groups()
    if name not in files():
        raise LookupError(f"the module has no type {name}")
    lines = DOCUMENTATION.sub("", files()[name].read_text("utf-8")).splitlines()
    if not method:
        return next(_members(lines, "", rf"(?:\w+ )*{KIND} {name}\b"))
    named = list(_members(lines, "    ", rf"[^=(\s][^=(]* {method}\("))
    found = [text for text in named if parameters in (None, _types(text, method))]
    if not found:
        wanted = method if parameters is None else f"{method}({parameters})"
        known = " or ".join(f"{method}({_types(text, method)})" for text in named)
        raise LookupError(f"the module's {name} has no method {wanted}{known and f', but {known}'}")
    return "\n\n".join(found)


def _members(lines: list[str], margin: str, head: str) -> Iterator[str]:
    """Yields what begins so at this margin, annotations included, up to its last brace."""
    for start, line in enumerate(lines):
        if re.match(margin + head, line):
            begun = next(n for n in range(start, len(lines)) if lines[n].endswith(("{", "{}", ";")))
            one_line = not lines[begun].endswith("{")
            end = begun if one_line else lines.index(f"{margin}}}", begun)
            while start and lines[start - 1].startswith(f"{margin}@"):
                start -= 1
            yield "\n".join(text[len(margin) :] for text in lines[start : end + 1])


def _types(method: str, name: str) -> str:
    """Returns the types of a method's parameters, without those in < >."""
    head = rf"\b{name}\((.*?)\)(?:\s+throws [\w,\s.]+)?(?: \{{|;)"
    parameters, nested = re.search(head, method, re.DOTALL)[1], 1
    while nested:
        parameters, nested = re.subn(r"<[^<>]*>", "", parameters)
    return ", ".join(" ".join(p.split()[:-1]) for p in parameters.split(",") if p.strip())
