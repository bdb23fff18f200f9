"""What `make offline` has put into the folder offline/, from which the set-up needs no network."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from d2ltools.places import ENGINE, GPU, ROOT
from d2ltools.terminal import Terminal

NAME = "offline"
FOLDER = ROOT / NAME
MANIFEST = FOLDER / "manifest.json"
WHEELS, JARS, DATA, STORED, PAGES = (
    FOLDER / part for part in ("wheels", "jars", "data", "stored", "pages")
)
# What the module's jar is built from.
SOURCES = ("pom.xml", "d2l-java/pom.xml", "d2l-java/src/main/")
OTHERWISE = f"or delete {NAME}/ where there is a network"


class Unusable(Exception):
    """A folder that cannot be used; the message says why and what to do."""


def is_there() -> bool:
    """Tells whether this copy came out of an archive of `make offline`."""
    return MANIFEST.is_file()


def manifest() -> dict:
    """Returns what the archive says of itself."""
    try:
        return json.loads(MANIFEST.read_text(encoding="utf-8"))
    except (OSError, ValueError) as e:
        raise Unusable(f"{MANIFEST} cannot be read: {e}. Unpack the archive anew.") from e


def check(terminal: Terminal) -> None:
    """Raises Unusable if this is another machine or Python, or something is not as packed."""
    packed = manifest()
    if packed["platform"] != machine():
        raise Unusable(
            f"{NAME}/ was packed for {packed['platform']}, and this machine is {machine()}."
            f" Take an archive that was packed on such a machine, {OTHERWISE}."
        )
    version = "%d.%d" % sys.version_info[:2]
    if version not in packed["python"]:
        named = ", ".join(packed["python"])
        raise Unusable(
            f"{NAME}/ was packed for Python {named}, and {sys.executable} is Python {version}."
            f" Name another: make PYTHON=python{packed['python'][-1]} lab, {OTHERWISE}."
        )
    check_files(packed["files"], terminal)


def check_files(files: dict[str, str], terminal: Terminal, under: str = "") -> None:
    """Raises Unusable if a file is missing, or one that only the set-up reads is damaged."""
    wanted = [name for name in files if name.startswith(under)]
    for number, name in enumerate(wanted, start=1):
        terminal.status(f"Checking {NAME}/: {number} of {len(wanted)} files")
        path = ROOT / name
        # what is not in that folder may have been changed by whoever works here
        if not path.is_file() or (name.startswith(f"{NAME}/") and sha256(path) != files[name]):
            how = "is damaged" if path.is_file() else "is missing"
            raise Unusable(
                f"{name} {how}: the archive was cut short, or its copy was. Compare the archive"
                f" with its .sha256 file, and unpack it anew, {OTHERWISE}."
            )
    terminal.clear()


def jars(terminal: Terminal) -> list[Path]:
    """Returns the ready-built jars; none if they are not what this call would build."""
    if not is_there():
        return []
    packed = manifest()
    engines = [engine.lower() for engine in packed["engines"]]
    if GPU != packed["gpu"] or ENGINE.lower() not in ["", *engines]:
        asked = " ".join(filter(None, [ENGINE, "for a GPU" if GPU else "without GPU"]))
        terminal.say(f"{NAME}/ has no {asked}: it is fetched, which takes a network")
        return []
    changed = next(_changed(packed["files"]), None)
    if changed:
        terminal.say(f"{changed} is not as it was packed, so the module is built: that takes Maven")
        return []
    check_files(packed["files"], terminal, f"{NAME}/{JARS.name}/")
    return [ROOT / name for name in packed["files"] if name.startswith(f"{NAME}/{JARS.name}/")]


def environment() -> dict[str, str]:
    """Returns what names the packed data to a kernel, unless the user has named some."""
    return {"D2L_DATA": str(DATA)} if is_there() and not os.environ.get("D2L_DATA") else {}


def machine() -> str:
    """Returns what kind of machine this is, such as linux-x86_64."""
    return f"{platform.system()}-{platform.machine()}".lower()


def sha256(path: Path) -> str:
    """Returns the sum of a file, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _changed(files: dict[str, str]) -> Iterator[str]:
    folder = ROOT / SOURCES[-1]
    there = [path.relative_to(ROOT).as_posix() for path in folder.rglob("*") if path.is_file()]
    for name in _sources([*files, *there]):
        path = ROOT / name
        if name not in files or not path.is_file() or sha256(path) != files[name]:
            yield name


def _sources(names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if name.startswith(SOURCES)})
