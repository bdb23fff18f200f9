"""The Java libraries that a kernel has on its class path, and the licences we name for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

JAR = re.compile(r"(?P<name>.+?)(?:-(?P<version>v?\d.*))?\.jar")
ROW = re.compile(r"(?m)^\| `(?:[\w.-]+:)?(?P<name>[\w.-]+)` \|[^|]*\| *(?P<licence>[^|]*?) *\|$")
IN_TEXT = re.compile(r"`(?:[\w.-]+:)?(?P<name>[\w-]+)` \((?P<licence>[\w.-]+)\)")
# What the set-up adds with ENGINE=PyTorch stands in a sentence, with one licence for all.
ENGINE = re.compile(r"pytorch-(engine|jni|native-\w+)")
OURS = "d2l-java"


@dataclass(frozen=True)
class Library:
    """A jar; its licence is empty if none is named."""

    name: str
    version: str
    licence: str

    def __str__(self) -> str:
        named = f"{self.name} {self.version}".rstrip()
        return f"{named}: {self.licence or 'no licence named'}"


def found(lib: Path, third_party: str) -> Iterator[Library]:
    """Yields what lies in the folder and is not ours, with the licence that the text names."""
    named = {match["name"]: match["licence"] for match in IN_TEXT.finditer(third_party)}
    named |= {match["name"]: match["licence"] for match in ROW.finditer(third_party)}
    for jar in sorted(lib.glob("*.jar")):
        parts = JAR.fullmatch(jar.name)
        name = parts["name"]
        if name == OURS or jar.stem.endswith("-sources"):
            continue
        licence = named.get(name, "")
        if not licence and ENGINE.fullmatch(name) and re.search(f"[`:]{name}`", third_party):
            licence = "Apache-2.0"
        yield Library(name, parts["version"] or "", licence)
