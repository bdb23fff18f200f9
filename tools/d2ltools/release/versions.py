"""The version of d2l-java: pom.xml has it, and these are the places that repeat it."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

POM = Path("pom.xml")
PARENT = re.compile(r"<artifactId>d2l-parent</artifactId>\s*<version>([^<]+)</version>")
MODULE = re.compile(r"<artifactId>d2l-java</artifactId>\s*<version>([^<]+)</version>")
COORDINATES = re.compile(r"\bai\.d2l:d2l-java:(\d[\w.-]*\w)")
CITATION = re.compile(r"(?m)^version: *(\S+)$")
# What says it in each kind of file; changes and decisions tell of other versions, too.
PATTERNS = {
    ".xml": [PARENT],
    ".md": [COORDINATES, MODULE],
    ".ipynb": [COORDINATES],
    ".java": [COORDINATES],
    ".cff": [CITATION],
}
HISTORY = ("CHANGELOG.md", "docs/decisions/")
MUST_SAY = (POM, Path("d2l-java/pom.xml"), Path("README.md"), Path("CITATION.cff"))


class NoVersion(Exception):
    """A file that should say the version and does not."""


@dataclass(frozen=True)
class Place:
    """A file and line that says a version."""

    file: Path
    line: int
    version: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} says {self.version}"


def of_pom(root: Path) -> str:
    """Returns the version in pom.xml."""
    found = PARENT.search((root / POM).read_text("utf-8"))
    if not found:
        raise NoVersion("pom.xml has no version after the artifactId d2l-parent: put it there")
    return found[1].strip()


def places(root: Path) -> list[Place]:
    """Returns every place in the files that git knows; raises NoVersion if one is missing."""
    found = [place for file in _files(root) for place in _in(root, file)]
    for file in MUST_SAY:
        if all(place.file != file for place in found):
            raise NoVersion(f"{file} says no version: write that of pom.xml, {of_pom(root)}")
    return found


def _files(root: Path) -> list[Path]:
    git = ["git", "-C", str(root), "ls-files", "-z"]
    names = subprocess.run(git, capture_output=True, text=True, check=True).stdout.split("\0")
    there = [Path(name) for name in names if name and not name.startswith(HISTORY)]
    return [file for file in there if file.suffix in PATTERNS and (root / file).is_file()]


def _in(root: Path, file: Path) -> list[Place]:
    text = (root / file).read_text("utf-8")
    matches = [match for pattern in PATTERNS[file.suffix] for match in pattern.finditer(text)]
    return [Place(file, text.count("\n", 0, m.start(1)) + 1, m[1].strip()) for m in matches]
