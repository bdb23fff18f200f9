"""Packs one archive with all that a machine without a network needs: `make offline`."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
import time
from argparse import Namespace
from pathlib import Path

from d2ltools import files, release
from d2ltools.classroom import bundle
from d2ltools.places import BUILD, GPU, LIB, NOTEBOOKS, ROOT, relative
from d2ltools.problem import Problem
from d2ltools.setup import data, environment
from d2ltools.terminal import Terminal

VERSIONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
# What the module's jar, which is packed ready built, is made from.
SOURCES = ("pom.xml", "d2l-java/pom.xml", "d2l-java/src/main/")


def main(arguments: Namespace) -> int:
    """Packs the archive, as a whole or not at all."""
    terminal, pythons = Terminal(), arguments.pythons
    about = {"commit": committed(terminal), "python": pythons, "platform": bundle.machine()}
    name = f"d2l-java-{release.of_pom(ROOT)}"
    try:
        with tempfile.TemporaryDirectory(dir=BUILD) as work:
            _collect(Path(work) / name, pythons, about, terminal)
            terminal.status("Packing")
            packed = _packed(Path(work) / name)
    finally:
        terminal.clear()
    range_of_pythons = "-".join(dict.fromkeys([pythons[0], pythons[-1]]))
    archive = arguments.to or BUILD / "offline"
    archive /= f"{name}-{bundle.machine()}-py{range_of_pythons}.tar.gz"
    files.write(archive, packed)
    digest = hashlib.sha256(packed).hexdigest()
    files.write(Path(f"{archive}.sha256"), f"{digest}  {archive.name}\n")
    terminal.say(f"Wrote {relative(archive)} ({len(packed) / 1e6:.0f} MB), and its .sha256")
    return 0


def asked(pythons: str) -> list[str]:
    """Returns the versions that PYTHONS names, or all that the lock holds for."""
    named = pythons.split()
    wrong = [version for version in named if version not in VERSIONS]
    if wrong:
        raise Problem(f"PYTHONS has {wrong[0]!r}: it takes some of {' '.join(VERSIONS)}.")
    return named or list(VERSIONS)


def committed(terminal: Terminal) -> str:
    """Returns the commit that is packed; raises Problem if the files here are others."""
    commit = _git("rev-parse", "HEAD").strip()
    lines = _git("status", "--porcelain", "--untracked-files=all").splitlines()
    unknown = [x[3:] for x in lines if x.startswith("??") and not x[3:].startswith(SOURCES)]
    changed = [line[3:] for line in lines if line[3:] not in unknown]
    if changed:
        raise Problem(
            f"{', '.join(changed)}: not as in the last commit, which is what is packed. Commit, or"
            " put it away by `git stash -u`."
        )
    if unknown:
        terminal.say(f"Not packed, since git does not know it: {', '.join(unknown)}")
    return commit


def _collect(clone: Path, pythons: list[str], about: dict, terminal: Terminal) -> None:
    """Fills the folder with what git has, and its folder offline/ with the rest."""
    data_set = data.find()
    if not data_set:
        raise Problem("Only the sample of the data is here: `make lab` fetches it with a network.")
    _git("checkout-index", "--all", f"--prefix={clone}/")
    folder = clone / bundle.NAME
    shutil.copytree(clone / NOTEBOOKS.name, folder / bundle.STORED.name / NOTEBOOKS.name)
    shutil.copytree(LIB, folder / bundle.JARS.name)
    (folder / bundle.DATA.name).mkdir()
    for file in data_set.glob("*-ubyte*"):
        shutil.copy(file, folder / bundle.DATA.name)
    # a lock may tell the first releases of a version from its later ones
    releases = [f"{version}.{patch}" for version in pythons for patch in (0, 99)]
    pins, cache = environment.pins(), ["--cache-dir", str(folder / bundle.CACHE.name)]
    for python in releases:
        terminal.status(f"Packages for Python {python.rpartition('.')[0]}")
        _install(pins, clone.with_name(python), python, *cache)
    for pythons_of_here in (folder / bundle.CACHE.name).glob("interpreter-*"):
        shutil.rmtree(pythons_of_here)
    _install(environment.UV_LOCK, clone.with_name("uv"), releases[0])
    shutil.copy(clone.with_name("uv") / "bin" / environment.OWN_UV.name, folder / bundle.UV.name)
    about |= {
        "engines": [e for e in ("MXNet", "PyTorch") if any(LIB.glob(f"{e.lower()}-native-*"))],
        "gpu": GPU,
        "index": re.sub("//[^/@]*@", "//", environment.index()),  # without a password
        "sources": bundle.sources(),
    }
    text = json.dumps(about, indent=1) + "\n"
    (folder / bundle.MANIFEST.name).write_text(text, encoding="utf-8")


def _install(pins: Path, target: Path, python: str, *words: str) -> None:
    """Lets uv do what it would do with that Python, for what this leaves in its cache."""
    words += ("--target", str(target), "--python-version", python, "--only-binary=:all:")
    environment.install(pins, *words, *bundle.wheels_for())


def _packed(clone: Path) -> bytes:
    """Returns the archive: offline/ is named first and its manifest last, to show a cut."""
    folder, archive = clone / bundle.NAME, clone.with_name("archive")
    ends = (folder, folder / bundle.MANIFEST.name)
    between = [path for path in (*clone.iterdir(), *folder.iterdir()) if path not in ends]
    with tarfile.open(archive, "w:gz", compresslevel=6) as tar:
        for path in (folder, *between, ends[1]):
            name = path.relative_to(clone.parent)
            tar.add(path, name, recursive=path != folder, filter=_plain)
    return archive.read_bytes()


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Whoever unpacks it owns it; a clock that is behind must not see files of the future."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o755 if member.mode & 0o100 else 0o644
    member.mtime = min(int(member.mtime), int(time.time()) - 24 * 3600)
    return member


def _git(*words: str) -> str:
    try:
        command = ["git", "-C", str(ROOT), "-c", "core.quotePath=false", *words]
        return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    except (OSError, subprocess.CalledProcessError) as e:
        said = (getattr(e, "stderr", None) or str(e)).strip().splitlines()[0]
        raise Problem(f"{ROOT} is no git clone, which is what can be packed: {said}") from e
