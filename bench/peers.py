"""What the rows need before they can run: data, classes, a virtual environment for each peer."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from rows import Row

from d2ltools.places import BUILD, LIB, ROOT
from d2ltools.setup import growth, java_home
from d2ltools.terminal import Terminal

HERE = Path(__file__).resolve().parent
HOME = BUILD / "bench"
DATA = HOME / "data"
CLASSES = HOME / "classes"
MXNET_HOME = HOME / "mxnet-home"
BOOK_FOLDER = HOME / "book" / "chapter"
"""Where the book's chapters run: its package looks for data in `../data`."""

FILES = [f"{s}-{k}-ubyte" for s in ("train", "t10k") for k in ("images-idx3", "labels-idx1")]
SIZES = {"mxnet": "about 580 MB", "pytorch": "about 5,500 MB"}


class CannotMeasure(Exception):
    """Something that the bench needs is not there; the message says how to get it."""


def python_of(peer: str) -> Path:
    """Returns the Python of a peer's environment."""
    return HOME / peer / "bin" / "python"


def prepare(rows: Iterable[Row], terminal: Terminal) -> None:
    """Makes everything that these rows need and that is not there yet."""
    rows = list(rows)
    HOME.mkdir(parents=True, exist_ok=True)
    _compile()
    if not all((DATA / name).exists() for name in FILES):
        _export_data(terminal)
    _lay_data()
    for peer in sorted({row.python_peer for row in rows} - {""}):
        _environment(peer, terminal)


def _compile() -> None:
    java, _ = java_home.find()
    shutil.rmtree(CLASSES, ignore_errors=True)
    sources = [str(path) for path in sorted((HERE / "java").glob("*.java"))]
    command = [str(java.with_name("javac")), "--release", "17", "-Xlint:all,-processing", "-Werror"]
    _run([*command, "-cp", str(LIB / "*"), "-d", str(CLASSES), *sources])


def _export_data(terminal: Terminal) -> None:
    java, _ = java_home.find()
    shutil.rmtree(DATA, ignore_errors=True)
    partial = HOME / "data.partial"
    class_path = os.pathsep.join([str(LIB / "*"), str(CLASSES)])
    terminal.say(_run([str(java), "-cp", class_path, "ExportData", str(partial)]).strip())
    partial.rename(DATA)


def _lay_data() -> None:
    """Lays the same files where the book's package looks for them, so that it downloads nothing."""
    raw = BOOK_FOLDER.parent / "data" / "FashionMNIST" / "raw"
    packed = MXNET_HOME / "datasets" / "fashion-mnist"
    for folder in (BOOK_FOLDER, raw, packed):
        folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        if not (raw / name).exists():
            shutil.copyfile(DATA / name, raw / name)
        if not (packed / f"{name}.gz").exists():
            content = gzip.compress((DATA / name).read_bytes(), compresslevel=1, mtime=0)
            (packed / f"{name}.gz").write_bytes(content)


def _environment(peer: str, terminal: Terminal) -> None:
    folder, lock = HOME / peer, HERE / "requirements" / f"{peer}.txt"
    book = HERE / "requirements" / "book.txt"
    wanted = lock.read_text() + book.read_text()
    stamp = folder / "requirements.txt"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    terminal.say(f"Making {folder.relative_to(ROOT)}, {SIZES[peer]}, from bench/requirements")
    shutil.rmtree(folder, ignore_errors=True)
    _run([_python311(), "-m", "venv", str(folder)])
    pip = [str(python_of(peer)), "-m", "pip", "--disable-pip-version-check", "-q", "install"]
    command = [*pip, "--no-deps", "-r", str(lock), "-r", str(book)]
    growth.run(command, f"Packages of {peer}", [folder], SIZES[peer], terminal)
    stamp.write_text(wanted)


def _python311() -> str:
    """Returns a Python that both the last MXNet and the newest PyTorch can be installed for."""
    candidates = [os.environ.get("BENCH_PYTHON"), "python3.11", sys.executable]
    for candidate in filter(None, candidates):
        try:
            found = _run([candidate, "-c", "import sys; print(*sys.version_info[:2])"])
        except (OSError, CannotMeasure):
            continue
        if found.split() == ["3", "11"]:
            return candidate
    raise CannotMeasure(
        "The Python peers need Python 3.11 (MXNet takes none that is newer, PyTorch none that is"
        " older): install it, or name one, BENCH_PYTHON=/usr/bin/python3.11 make bench."
        " Without: make bench ONLY='ours-*,djl-*'"
    )


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotMeasure(f"{(done.stderr or done.stdout).strip()}\n{command[0]} failed")
    return done.stdout
