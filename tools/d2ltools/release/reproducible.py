"""Builds of one commit in places that have nothing in common, and what of them differs."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from d2ltools.setup import growth, home
from d2ltools.terminal import Terminal

EXPECTED = "a few MB"


@dataclass(frozen=True)
class Surroundings:
    """Where and as whom something is built."""

    folder: str
    umask: str
    zone: str
    java: Sequence[str] = field(default_factory=tuple)


# Both rights are common. Maven writes those of files into jars, but for the group's right to write.
HERE = Surroundings("one", "022", "UTC")
ELSEWHERE = Surroundings(
    "another folder ä",
    "002",
    "Asia/Kathmandu",
    ("-Duser.language=ja", "-Duser.country=JP", "-Duser.name=somebody"),
)


def check_out(root: Path, where: Surroundings, base: Path) -> Path:
    """Lays the files of the last commit into a folder of their own, and returns it."""
    folder = base / where.folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as work:
        archive = Path(work) / "head.zip"
        command = ["git", "-C", str(root), "archive", "--format=zip", f"--output={archive}", "HEAD"]
        subprocess.run(command, check=True, capture_output=True)
        before = os.umask(int(where.umask, 8))
        try:
            zipfile.ZipFile(archive).extractall(folder)
        finally:
            os.umask(before)
    return folder


def build(
    folder: Path,
    where: Surroundings,
    words: Sequence[str],
    terminal: Terminal,
    environ: dict[str, str] | None = None,
) -> None:
    """Runs Maven in that folder and those surroundings; raises growth.CommandFailed."""
    user = folder.parent / f"home of {where.folder}"
    user.mkdir(parents=True, exist_ok=True)
    # the user's home is another, but what was fetched is not fetched again
    options = [f'-Duser.home="{user}"', *where.java]
    settings = {
        "JAVA_TOOL_OPTIONS": " ".join([f"-Duser.timezone={where.zone}", *options]),
        "TZ": where.zone,
    }
    maven = ["sh", str(folder / "mvnw"), "-B", "-ntp", "-f", str(folder / "pom.xml"), *_kept()]
    skip = ["-DskipTests", "-Dspotless.check.skip=true", "-Dmaven.install.skip=true"]
    command = [*maven, *skip, *words]
    growth.run(
        ["sh", "-c", f'umask {where.umask}; exec "$@"', "sh", *command],
        f"Build in {folder.name!r}",
        [folder],
        EXPECTED,
        terminal,
        {**(environ or os.environ), **settings},
    )


def _kept() -> list[str]:
    """Returns what lets Maven find the user's settings and repository from another home."""
    folder = Path.home() / ".m2" if home.is_writable() else home.STAND_IN / "m2"
    settings = folder / "settings.xml"
    named = ["-s", str(settings)] if settings.exists() else []
    return [f"-Dmaven.repo.local={folder / 'repository'}", *named]


def differences(one: Path, other: Path) -> Iterator[str]:
    """Yields the entries in which two jars differ; nothing if they have the same bytes."""
    if one.read_bytes() == other.read_bytes():
        return
    with zipfile.ZipFile(one) as a, zipfile.ZipFile(other) as b:
        first, second = a.namelist(), b.namelist()
        for name in sorted(set(first) ^ set(second)):
            yield f"{one.name}: only one of two builds has {name}"
        alike = True
        for name in sorted(set(first) & set(second)):
            what = _difference(a, b, name)
            if what:
                yield f"{one.name}: {name} differs in its {what}"
                alike = False
    if alike and set(first) == set(second):
        yield f"{one.name}: the order of the entries differs, or how they are packed"


def _difference(a: zipfile.ZipFile, b: zipfile.ZipFile, name: str) -> str:
    one, other = a.getinfo(name), b.getinfo(name)
    if a.read(one) != b.read(other):
        return "content"
    if one.date_time != other.date_time:
        return "time"
    return "rights" if one.external_attr != other.external_attr else ""
