"""Says what keeps the last commit from being released; RELEASING.md has the other steps."""

from __future__ import annotations

import contextlib
import datetime
import re
import subprocess
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from d2ltools.places import ROOT
from d2ltools.problem import Problem

# What says our version: poms and the README's dependency, the coordinates, CITATION.cff.
SAYS = re.compile(
    r"<artifactId>d2l-(?:parent|java)</artifactId>\s*<version>([^<]*)</version>"
    r"|\bai\.d2l:d2l-java:(\d[\w.-]*\w)|(?m:^version: *(\S+)$)"
)
# Changes and decisions tell of other versions, too.
FILES = ["*.xml", "*.md", "*.ipynb", "*.java", "*.cff", ":!CHANGELOG.md", ":!docs/decisions"]
PLACEHOLDER = re.compile(r"<repository\.address>[^<]*\.invalid\b[^<]*<")


def main(arguments: Namespace, root: Path = ROOT) -> int:
    """Prints a line for each finding; returns 1 if there is one."""
    version, found = of_pom(root), list(findings(root, arguments.version))
    for finding in found:
        print(finding)
    print(f"{version}: " + (f"{len(found)} to do" if found else "ready; RELEASING.md goes on"))
    return 1 if found else 0


def of_pom(root: Path) -> str:
    """Returns the version in pom.xml, which all other places repeat."""
    said = SAYS.search((root / "pom.xml").read_text("utf-8"))
    if not said:
        raise Problem("pom.xml has no version after the artifactId d2l-parent: put it there")
    return said[1].strip()


def findings(root: Path, wanted: str = "") -> Iterator[str]:
    """Yields what is to be done before this commit can be the version that was wanted."""
    version = of_pom(root)
    if wanted and wanted != version:
        yield f"pom.xml says {version}, and not {wanted}: write {wanted} everywhere"
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        yield f"pom.xml: {version} is no version of a release: write one such as 1.2.3"
    for name in filter(None, _git(root, "ls-files", "-z", "--", *FILES).split("\0")):
        text = (root / name).read_text("utf-8") if (root / name).is_file() else ""
        for said in SAYS.finditer(text):
            other = next(filter(None, said.groups()), "").strip()
            if other != version:
                line = text.count("\n", 0, said.end()) + 1
                yield f"{name}:{line} says {other or 'no version'}: write {version}"
    if PLACEHOLDER.search((root / "pom.xml").read_text("utf-8")):
        yield "pom.xml: repository.address is the placeholder: write the repository's address"
    entry = re.search(r"(?m)^## (\S+) \((.*)\)$", (root / "CHANGELOG.md").read_text("utf-8"))
    if not entry or entry[1] != version or not _is_date(entry[2]):
        yield f"CHANGELOG.md: let it begin with `## {version} (date)`, the date like 2026-01-31"
    for line in _git(root, "status", "--porcelain").splitlines():
        yield f"{line[3:]} is not committed: commit or remove it"
    if _git(root, "tag", "--list", f"v{version}"):
        yield f"the tag v{version} is there already: take the next version"


def _is_date(text: str) -> bool:
    with contextlib.suppress(ValueError):
        return bool(datetime.date.fromisoformat(text))
    return False


def _git(root: Path, *words: str) -> str:
    command = ["git", "-C", str(root), *words]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.rstrip()
    except (OSError, subprocess.CalledProcessError) as e:
        why = (getattr(e, "stderr", None) or str(e)).strip()
        raise Problem(f"What is released is a commit: install git, and clone. {why}") from e
