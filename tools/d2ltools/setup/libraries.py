"""The jars: builds what is older than its source by mvnw, and lays them where kernels look."""

from __future__ import annotations

import filecmp
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from d2ltools import files
from d2ltools.classroom import bundle
from d2ltools.places import BUILD, ENGINE, GPU, LIB, MODULE, ROOT, TOOLS_LIB, VENV
from d2ltools.setup import home, running
from d2ltools.terminal import Terminal

STAMP = BUILD / f"{LIB.name}.stamp"
READER = ROOT / "tools" / "java"
READER_STAMP = BUILD / "reader.stamp"
SOURCES = [ROOT / "pom.xml", MODULE / "pom.xml", MODULE / "src" / "main", ROOT / "uv.lock"]
READER_SOURCES = [ROOT / "pom.xml", READER / "pom.xml", READER / "src" / "main"]


def are_ready() -> bool:
    """Tells whether the module's jars are newer than its sources, and the lock of the kernel."""
    return _is_newer(STAMP, SOURCES)


def reader_is_ready() -> bool:
    """Tells whether the tool that reads Java is newer than its sources."""
    return _is_newer(READER_STAMP, READER_SOURCES)


def make(terminal: Terminal) -> None:
    """Builds the helper module and lays it into LIB with all that the kernel needs."""
    STAMP.unlink(missing_ok=True)
    lay_jars(bundle.jars(terminal) or _built(), LIB)
    STAMP.touch()


def make_reader() -> None:
    """Builds the tool that reads Java, for who checks or exports chapters."""
    _maven("tools/java", "package")
    target = READER / "target"
    lay_jars([*target.glob("d2l-java-tools-*.jar"), *(target / "lib").glob("*.jar")], TOOLS_LIB)
    READER_STAMP.touch()


def choice() -> list[str]:
    """Returns what tells Maven to add the second engine, or the builds for a GPU, if asked for."""
    asked = ["-Dengine=PyTorch"] if ENGINE.lower() == "pytorch" else []
    return [*asked, "-Dgpu=true"] if GPU else asked


def lay_jars(jars: Iterable[Path], folder: Path) -> None:
    """Makes the folder hold these jars and no others; a running kernel keeps those it has open."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {jar.name: jar for jar in jars}
    for name, jar in wanted.items():
        target = folder / name
        if not target.exists() or not filecmp.cmp(jar, target, shallow=False):
            files.write(target, jar.read_bytes())
    for stale in folder.iterdir():
        if stale.name not in wanted:
            stale.unlink()


def maven() -> list[str]:
    """Returns what starts our Maven, on this system."""
    return [str(ROOT / "mvnw.cmd")] if sys.platform == "win32" else ["sh", str(ROOT / "mvnw")]


def _built() -> list[Path]:
    collected = MODULE / "target" / "lib"
    shutil.rmtree(collected, ignore_errors=True)
    _maven("d2l-java", "-P", "kernel-lib", *choice(), "package")
    kernel = VENV / "share" / "jupyter" / "kernels" / "java" / "jjava.jar"
    return [*collected.glob("*.jar"), kernel]


def _maven(module: str, *words: str) -> None:
    command = [*maven(), "-f", str(ROOT / "pom.xml"), "-pl", module]
    # on a terminal it shows what it fetches
    warn = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
    command += [warn] if sys.stdout.isatty() else ["-q", "-B"]
    if not home.is_writable():
        command.append(f"-Dmaven.repo.local={home.FALLBACK / 'repository'}")
    # the sources are for Shift-Tab in a notebook
    command += [f"-D{what}.skip=true" for what in ("maven.test", "maven.javadoc", "spotless.check")]
    running.run([*command, *words], "The build of the Java libraries")


def _is_newer(stamp: Path, sources: Iterable[Path]) -> bool:
    """Tells whether a stamp is newer than its sources; a folder tells what has gone."""
    every = [file for source in sources for file in (source, *source.rglob("*"))]
    return stamp.exists() and stamp.stat().st_mtime >= max(f.stat().st_mtime for f in every)
