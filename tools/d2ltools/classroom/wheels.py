"""The Python packages of a lock file as wheels, for several Pythons on this kind of machine."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import platform_tags

from d2ltools.places import ROOT
from d2ltools.problem import Problem
from d2ltools.setup import environment, running
from d2ltools.terminal import Terminal

LOCK = ROOT / "requirements.txt"
VERSIONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
# Debian 11, Ubuntu 20.04 and what is newer: wheels for a newer system would not run there.
OLDEST_GLIBC = (2, 28)


def fetch(folder: Path, versions: Sequence[str], terminal: Terminal) -> None:
    """Puts the wheels into the folder, each with the hash that the lock names."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = "".join(file.read_text(encoding="utf-8") for file in (LOCK, environment.UV_LOCK))
    for version in versions:
        # a lock may tell the first releases of a version from its later ones
        by_pins = {pins(lock, release): release for release in (f"{version}.0", f"{version}.99")}
        for needed, release in by_pins.items():
            _fetch(folder, needed, release, terminal)


def _fetch(folder: Path, needed: str, release: str, terminal: Terminal) -> None:
    requirements = folder.with_name("requirements.txt")
    requirements.write_text(needed, encoding="utf-8")
    what = f"Wheels for Python {release.rpartition('.')[0]}"
    terminal.status(what)
    running.run([*_download(release), "--dest", str(folder), "-r", str(requirements)], what)


def pins(lock: str, release: str) -> str:
    """Returns what of a lock that Python needs: pip itself looks at markers for its own only."""
    version = release.rpartition(".")[0]
    environment = {"python_version": version, "python_full_version": release}
    kept = []
    for entry in _entries(lock):
        first, _, hashes = entry.partition("\\\n")
        requirement = Requirement(first.strip())
        if not requirement.marker or requirement.marker.evaluate(environment):
            requirement.marker = None
            kept.append(f"{requirement} \\\n{hashes}")
    return "".join(kept)


def platforms() -> list[str]:
    """Returns the tags of wheels that run on this kind of machine, older systems included."""
    return [tag for tag in platform_tags() if _is_old_enough(tag)]


def _entries(lock: str) -> Iterator[str]:
    yield from re.findall(r"(?m)^[A-Za-z0-9].*\n(?: +--hash.*\n?)*", lock)


def _is_old_enough(tag: str) -> bool:
    manylinux = re.match(r"manylinux_(\d+)_(\d+)_", tag)
    return not manylinux or (int(manylinux[1]), int(manylinux[2])) <= OLDEST_GLIBC


def _download(release: str) -> list[str]:
    tag = "cp" + "".join(release.split(".")[:2])
    pip = [*environment.pip(), "--disable-pip-version-check", "download", "--quiet"]
    # the lock is complete, so that nothing has to be resolved
    pip += ["--require-hashes", "--no-deps", "--only-binary=:all:"]
    pip += ["--implementation", "cp", "--python-version", release]
    pip += [word for abi in (tag, "abi3", "none") for word in ("--abi", abi)]
    return pip + [word for name in platforms() for word in ("--platform", name)]


def asked() -> list[str]:
    """Returns the versions that PYTHONS names, or all that the lock holds for."""
    named = os.environ.get("PYTHONS", "").split() or list(VERSIONS)
    wrong = [version for version in named if version not in VERSIONS]
    if wrong:
        raise Problem(f"PYTHONS has {wrong[0]!r}: it takes some of {' '.join(VERSIONS)}.")
    return named
