"""What an archive for machines without a network holds besides what git has."""

from __future__ import annotations

import hashlib
import json
import tarfile
import time
from pathlib import Path

from d2ltools.chapters import find
from d2ltools.classroom import bundle, offline_pages, wheels
from d2ltools.places import GPU, LIB, ROOT
from d2ltools.problem import Problem
from d2ltools.setup import data as data_set
from d2ltools.terminal import Terminal

ENGINES = {"MXNet": "mxnet-native-*.jar", "PyTorch": "pytorch-native-*.jar"}


def collect(folder: Path, versions: list[str], terminal: Terminal) -> None:
    """Puts wheels and pages into the folder, and links to jars, data and chapters."""
    data = data_set.find()
    if not data:
        raise Problem("Only the sample of the data is here: `make lab` fetches it with a network.")
    wheels.fetch(folder / bundle.WHEELS.name, versions, terminal)
    terminal.status("Chapters as pages")
    offline_pages.write(folder / bundle.PAGES.name, bundle.PAGES)
    for chapter in find.every():
        _link(chapter, folder / bundle.STORED.name / chapter.relative_to(ROOT))
    for jar in LIB.glob("*.jar"):
        _link(jar, folder / bundle.JARS.name / jar.name)
    for file in data.glob("*-ubyte*"):
        _link(file, folder / bundle.DATA.name / file.name)


def describe(folder: Path, about: dict, tracked: tarfile.TarFile, terminal: Terminal) -> None:
    """Writes the manifest: what machine it fits, what it holds, and the sum of each file."""
    members = [member for member in tracked.getmembers() if member.isfile()]
    sums = {
        member.name: hashlib.sha256(tracked.extractfile(member).read()).hexdigest()
        for member in members
    }
    paths = files_in(folder)
    for number, path in enumerate(paths, start=1):
        terminal.status(f"Sums: {number} of {len(paths)} files")
        sums[f"{bundle.NAME}/{path.relative_to(folder).as_posix()}"] = bundle.sha256(path)
    manifest = {
        **about,
        "packed": time.strftime("%Y-%m-%d"),
        "platform": bundle.machine(),
        "engines": [engine for engine, jar in ENGINES.items() if any(LIB.glob(jar))],
        "gpu": GPU,
        "files": sums,
    }
    for part in (bundle.WHEELS, bundle.JARS, bundle.DATA, bundle.PAGES):
        there = files_in(folder / part.name)
        size = sum(path.stat().st_size for path in there) / 1e6
        terminal.say(f"  {part.name:7} {len(there):4} files {size:6.0f} MB")
    text = json.dumps(manifest, indent=1) + "\n"
    (folder / bundle.MANIFEST.name).write_text(text, encoding="utf-8")


def files_in(folder: Path) -> list[Path]:
    """Returns all files in the folder and those below it."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _link(source: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(source)
