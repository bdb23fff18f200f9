"""The Python packages: those of uv.lock, which uv lays into .venv; needs nothing but Python."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from d2ltools.classroom import bundle
from d2ltools.places import BUILD, ROOT, VENV
from d2ltools.setup import machine, running

BIN, EXE = ("bin", "") if os.name == "posix" else ("Scripts", ".exe")
PYTHON = VENV / BIN / f"python{EXE}"
CONFIGURATION = VENV / "pyvenv.cfg"
# What has begun to be laid there, and may be half a package if it was killed.
UNFINISHED = VENV / "unfinished"
UV_LOCK = ROOT / "tools" / "uv.txt"
OWN_UV = BUILD / "uv" / BIN / f"uv{EXE}"
OWN_PYTHON = BUILD / "uv" / BIN / f"python{EXE}"


def is_ready(groups: Sequence[str] = ()) -> bool:
    """Tells whether all is there: uv looks, in 30 ms, and asks nobody."""
    if UNFINISHED.exists() or not _starts() or not _uv():
        return False
    environ = {**_environ(), "UV_OFFLINE": "1"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.call([*_sync(groups), "--check"], env=environ, **quiet) == 0


def make(groups: Sequence[str] = ()) -> None:
    """Lays the packages there, each with the hash that the lock has."""
    uv = _uv() or _fetched_uv()
    if UNFINISHED.exists() or not _starts() or "relocatable" not in CONFIGURATION.read_text():
        shutil.rmtree(VENV, ignore_errors=True)
        venv = [uv, "venv", "--quiet", "--relocatable", "--python", sys.executable]
        running.run([*venv, str(VENV)], "The Python environment", _environ())
    UNFINISHED.touch()
    if index():  # uv takes a lock at its word, and it names PyPI
        install(pins(groups), "--python", str(PYTHON), *_packed())
    else:
        running.run(_sync(groups), "Python packages", _environ())
    UNFINISHED.unlink()


def pins(groups: Sequence[str] = ()) -> Path:
    """Returns a file with what uv.lock holds for all Pythons, with hashes."""
    pins = BUILD / "requirements.txt"
    export = [_uv(), "export", "--frozen", "--offline", "--quiet", "--no-emit-project", "-o"]
    export += [str(pins), "--project", str(ROOT), *_named(groups)]
    running.run(export, "Reading uv.lock", _environ())
    return pins


def install(pins: Path, *words: str) -> None:
    """Lets uv install what is pinned with hashes, from where pip is told to look."""
    command = [_uv(), "pip", "install", *_quiet(), "--require-hashes", "-r", str(pins), *words]
    command += ["--default-index", url] if (url := index()) else []
    running.run(command, "Python packages", _environ())


def index() -> str:
    """Returns where packages are, if not at PyPI; what was packed is known by its old place."""
    if bundle.is_there():
        return bundle.manifest()["index"]
    if os.environ.get("PIP_INDEX_URL"):
        return os.environ["PIP_INDEX_URL"]
    asked = [*pip(), "config", "get", "global.index-url"]
    return subprocess.run(asked, capture_output=True, text=True).stdout.strip()


def pip() -> list[str]:
    """Returns what starts pip: that of the environment of uv, since .venv needs none."""
    return [str(OWN_PYTHON if OWN_PYTHON.exists() else sys.executable), "-m", "pip"]


@cache
def _uv() -> str:
    """Returns the uv that the lock of tools names, ours or the user's; empty if there is none."""
    wanted = re.search(r"uv==(\S+)", UV_LOCK.read_text())[1]
    for uv in filter(None, map(shutil.which, [OWN_UV, bundle.UV, "uv"])):
        said = subprocess.run([uv, "--version"], capture_output=True, text=True).stdout
        if said.split()[1:2] == [wanted]:
            return uv
    return ""


def _fetched_uv() -> str:
    """Lets pip fetch uv by its hash, from where pip is told to look."""
    machine.require_python()
    venv = [sys.executable, "-m", "venv", "--clear", str(BUILD / "uv")]
    running.run(venv, "An environment for uv")
    command = [*pip(), "--disable-pip-version-check", "install", "--quiet", "--require-hashes"]
    command += ["-r", str(UV_LOCK)]
    running.run(command, "uv, which fetches the Python packages,")
    _uv.cache_clear()
    return _uv()


def _environ() -> dict[str, str]:
    environ = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    if os.environ.get("PIP_CERT"):
        environ.setdefault("SSL_CERT_FILE", os.environ["PIP_CERT"])
    environ.setdefault("UV_SYSTEM_CERTS", "1")  # a network may have an authority of its own
    # which Python it is has been decided
    ours = {"UV_PROJECT_ENVIRONMENT": str(VENV), "UV_PYTHON_DOWNLOADS": "never"}
    if bundle.is_there():
        ours |= {"UV_CACHE_DIR": str(bundle.CACHE), "UV_OFFLINE": "1"}
    return environ | ours | {"UV_PYTHON": str(PYTHON) if PYTHON.exists() else sys.executable}


def _sync(groups: Sequence[str]) -> list[str]:
    locked = [_uv(), "sync", "--locked", "--inexact", "--project", str(ROOT), *_quiet()]
    return [*locked, *_named(groups), *_packed()]


def _packed() -> list[str]:
    """On a newer system uv would want wheels that were not packed."""
    return bundle.wheels_for() if bundle.is_there() else []


def _quiet() -> list[str]:
    return [] if sys.stderr.isatty() else ["--quiet"]


def _named(groups: Sequence[str]) -> list[str]:
    return [f"--group={group}" for group in groups]


def _starts() -> bool:
    """The Python that it was made with may have gone since."""
    try:
        return PYTHON.exists() and subprocess.call([str(PYTHON), "-S", "-c", ""]) == 0
    except OSError:
        return False
