"""What `make offline` has put into the folder offline/, from which the set-up needs no network."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from pathlib import Path

from d2ltools.places import ENGINE, GPU, MODULE, ROOT
from d2ltools.problem import Problem
from d2ltools.terminal import Terminal

NAME = "offline"
FOLDER = ROOT / NAME
MANIFEST = FOLDER / "manifest.json"
UV, CACHE, JARS, DATA, STORED = (
    FOLDER / part for part in ("uv", "uv-cache", "jars", "data", "stored")
)
OTHERWISE = f"or delete {NAME}/ where there is a network"


def is_there() -> bool:
    """Tells whether this copy came out of an archive of `make offline`."""
    return FOLDER.is_dir()


def manifest() -> dict:
    """Returns what the archive says of itself at its end."""
    try:
        return json.loads(MANIFEST.read_text(encoding="utf-8"))
    except (OSError, ValueError) as e:
        raise Problem(
            f"{MANIFEST} cannot be read ({e}): the archive was cut short, or its copy was. Compare"
            f" the archive with its .sha256 file, and unpack it anew, {OTHERWISE}."
        ) from e


def check() -> None:
    """Raises Problem if this is another machine or Python, or not all was unpacked."""
    packed, version = manifest(), "%d.%d" % sys.version_info[:2]
    if packed["platform"] != machine():
        raise Problem(
            f"{NAME}/ was packed for {packed['platform']}, and this machine is {machine()}."
            f" Take an archive that was packed on such a machine, {OTHERWISE}."
        )
    if version not in packed["python"]:
        raise Problem(
            f"{NAME}/ was packed for Python {', '.join(packed['python'])}, and {sys.executable} is"
            f" Python {version}. Name another: make PYTHON=python{packed['python'][-1]} lab,"
            f" {OTHERWISE}."
        )


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
    if sources() != packed["sources"]:
        terminal.say(f"{MODULE.name}/ is not as it was packed, so it is built: that takes Maven")
        return []
    return list(JARS.iterdir())


def environment() -> dict[str, str]:
    """Returns what names the packed data to a kernel, unless the user has named some."""
    return {"D2L_DATA": str(DATA)} if is_there() and not os.environ.get("D2L_DATA") else {}


def machine() -> str:
    """Returns what kind of machine this is, such as linux-x86_64."""
    return f"{platform.system()}-{platform.machine()}".lower()


def wheels_for() -> list[str]:
    """Returns what lets uv choose wheels for Debian 11, Ubuntu 20.04 and what is newer."""
    linux = f"--python-platform={platform.machine()}-manylinux_2_28"
    return [linux] if sys.platform == "linux" else []


def sources() -> str:
    """Returns the sum of what the module's jar is built from, in hexadecimal digits."""
    main = [path for path in (MODULE / "src" / "main").rglob("*") if path.is_file()]
    digest = hashlib.sha256()
    for path in sorted([ROOT / "pom.xml", MODULE / "pom.xml", *main]):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()
