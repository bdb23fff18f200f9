"""The steps of set-up; needs nothing but Python itself. The Makefile knows when each is due."""

from __future__ import annotations

import filecmp
import os
import pwd
import re
import shutil
import subprocess
import sys
import time
import venv
import zipfile
from collections.abc import Iterable
from pathlib import Path

from d2ltools import files, stopping
from d2ltools.classroom import bundle
from d2ltools.places import BUILD, ENGINE, GPU, LIB, MODULE, ROOT, TOOLS_LIB, VENV
from d2ltools.setup import growth, home, java_home, lock
from d2ltools.terminal import Terminal

PACKAGES_STAMP = VENV / "packages.stamp"
TEST_PACKAGES_STAMP = VENV / "test-packages.stamp"
ENGINE_STAMP = BUILD / f"lib{ENGINE}{GPU}.stamp"
DATA_STAMP = BUILD / "data.stamp"
READER_STAMP = BUILD / "reader.stamp"
VENV_PYTHON = VENV / "bin" / "python"
FETCH_DATA = "ai.d2l.setup.FetchData"
HOW_FAR = re.compile(r": [\d.]+ MB (of|so far)")

PLAN = f"""\
Set-up in {ROOT}, once. It fetches what is not yet in the caches of pip, Maven and d2l-java:
  1 Python packages: JupyterLab and the Java kernel    53 MB (212 MB in .venv)
  2 Java libraries: Maven, DJL, MXNet, charts         163 MB (106 MB in build/lib)
  3 data: Fashion-MNIST                                30 MB
`make clean` removes .venv and build; Ctrl-C stops, and the next call goes on."""
PACKED_PLAN = """\
Set-up in {root}, once. Everything is in offline/, and no network is needed:
  1 Python packages: JupyterLab and the Java kernel    (212 MB in .venv)
  2 Java libraries: DJL, {engines}, charts             (106 MB in build/lib)
  3 data: Fashion-MNIST
`make clean` removes .venv and build; Ctrl-C stops, and the next call goes on."""


def main(words: list[str]) -> int:
    """Does the step named and leaves its stamp; returns the exit code."""
    steps = {
        "plan": plan,
        "packages": packages,
        "test-packages": test_packages,
        "libraries": libraries,
        "reader": reader,
        "data": data,
    }
    step = words[0]
    terminal = Terminal()
    began = time.time()
    try:
        stopping.listen()
        java_home.speak_utf8()
        home.stand_in()
        with lock.hold(BUILD / "set-up.lock", "set-up", terminal) as waited:
            if not (waited and done_since(began, step)):
                steps[step](terminal)
    except (growth.CommandFailed, java_home.NoJava, bundle.Unusable, OSError) as e:
        print(e, file=sys.stderr)
        return 1
    except stopping.Stopped as e:
        print("Stopped; the next call goes on.", file=sys.stderr)
        return e.exit_code
    return 0


def done_since(moment: float, step: str) -> bool:
    """Tells whether another process has done the step since then."""
    stamps = {
        "packages": PACKAGES_STAMP,
        "test-packages": TEST_PACKAGES_STAMP,
        "libraries": ENGINE_STAMP,
        "reader": READER_STAMP,
        "data": DATA_STAMP,
    }
    stamp = stamps.get(step)
    return bool(stamp and stamp.exists() and stamp.stat().st_mtime >= moment)


def plan(terminal: Terminal) -> None:
    """Says what set-up will fetch, and how much it is; looks whether what was packed is whole."""
    if not bundle.is_there():
        terminal.say(PLAN)
        return
    bundle.check(terminal)
    engines = " and ".join(bundle.manifest()["engines"])
    terminal.say(PACKED_PLAN.format(root=ROOT, engines=engines))


def packages(terminal: Terminal) -> None:
    """Makes the virtual environment anew, with exactly the packages of requirements.txt."""
    terminal.say("Step 1 of 3: Python packages")
    PACKAGES_STAMP.unlink(missing_ok=True)
    venv.create(VENV, clear=True, with_pip=True, symlinks=True)
    # the downloads and what they are unpacked to
    _install("requirements.txt", "Python packages", "about 265 MB", terminal)
    PACKAGES_STAMP.write_text(f"{VENV}\n")  # so that a move of the clone is noticed


def test_packages(terminal: Terminal) -> None:
    """Adds what only the tests need, exactly as in requirements-test.txt."""
    _install("requirements-test.txt", "Packages for tests", "about 220 MB", terminal)
    TEST_PACKAGES_STAMP.touch()


def _install(lock: str, what: str, expected: str, terminal: Terminal) -> None:
    downloads = VENV / "tmp"
    downloads.mkdir(exist_ok=True)
    pip = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if bundle.is_there() and lock == "requirements.txt":
        pip += ["--no-index", "--find-links", str(bundle.WHEELS)]
    growth.run(
        [*pip, "--require-hashes", "-r", str(ROOT / lock)],
        what,
        [VENV],
        expected,
        terminal,
        dict(os.environ, TMPDIR=str(downloads)),
    )
    shutil.rmtree(downloads, ignore_errors=True)


def libraries(terminal: Terminal) -> None:
    """Builds the helper module and lays it into LIB with all that the kernel needs."""
    terminal.say("Step 2 of 3: Java libraries")
    ENGINE_STAMP.unlink(missing_ok=True)
    lay_jars(bundle.jars(terminal) or _built(terminal), LIB)
    ENGINE_STAMP.touch()


def _built(terminal: Terminal) -> list[Path]:
    collected = MODULE / "target" / "lib"
    shutil.rmtree(collected, ignore_errors=True)
    growth.run(
        [*_maven("d2l-java"), "-P", "kernel-lib", *engine(), "package"],
        "Java libraries",
        _maven_folders(),
        "at most 163 MB",
        terminal,
    )
    kernel = VENV / "share" / "jupyter" / "kernels" / "java" / "jjava.jar"
    return [*collected.glob("*.jar"), kernel]


def reader(terminal: Terminal) -> None:
    """Builds the tool that reads Java, for who checks or exports chapters."""
    growth.run(
        [*_maven("tools/java"), "package"],
        "The tool that reads Java",
        _maven_folders(),
        "at most 6 MB",
        terminal,
    )
    target = ROOT / "tools" / "java" / "target"
    lay_jars([*target.glob("d2l-java-tools-*.jar"), *(target / "lib").glob("*.jar")], TOOLS_LIB)
    READER_STAMP.touch()


def _maven(module: str) -> list[str]:
    # the sources are for Shift-Tab in a notebook
    skip = ["maven.test.skip", "maven.javadoc.skip", "spotless.check.skip"]
    maven = ["sh", str(ROOT / "mvnw"), "-q", "-B", "-f", str(ROOT / "pom.xml"), "-pl", module]
    if not home.is_writable():
        maven.append(f"-Dmaven.repo.local={home.STAND_IN / 'm2' / 'repository'}")
    return [*maven, *(f"-D{name}=true" for name in skip)]


def engine() -> list[str]:
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


def data(terminal: Terminal) -> None:
    """Finds or fetches the data set, so that it is there before a chapter asks for it."""
    if os.environ.get("D2L_DATA") or not has_class(LIB, FETCH_DATA):
        return  # a folder that the user names says nothing about the next call
    terminal.say("Step 3 of 3: data")
    if bundle.is_there():
        bundle.check_files(bundle.manifest()["files"], terminal, f"{bundle.NAME}/data/")
    java, _ = java_home.find()
    command = [str(java), "-cp", str(LIB / "*"), FETCH_DATA]
    last = ""
    environ = {**os.environ, **bundle.environment()}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as process:
        try:
            for line in process.stdout:
                last = line.rstrip()
                show = terminal.status if HOW_FAR.search(last) else terminal.say
                show("  " + last)
        except stopping.Stopped:
            process.terminate()
            raise
    if process.returncode:
        raise growth.CommandFailed("The data could not be prepared.")
    if not last.endswith("from sample"):
        DATA_STAMP.touch()


def has_class(lib: Path, name: str) -> bool:
    """Tells whether one of our own jars in the folder holds the class."""
    entry = name.replace(".", "/") + ".class"
    for jar in lib.glob("d2l-java-*.jar"):
        with zipfile.ZipFile(jar) as content:
            if entry in content.namelist():
                return True
    return False


def _maven_folders() -> list[Path]:
    """Maven's own folders; Java asks the system for the user's home, the wrapper asks HOME."""
    homes = {Path.home(), Path(pwd.getpwuid(os.getuid()).pw_dir)}
    return [*(folder / ".m2" for folder in homes), home.STAND_IN / "m2"]
