"""What the rows need before they can run: data, classes, a virtual environment for each peer."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.rows import Row
from d2ltools.places import BUILD, LIB, relative
from d2ltools.problem import Problem
from d2ltools.setup import machine

HERE = Path(__file__).resolve().parent
HOME = BUILD / "bench"
DATA = HOME / "data"
CLASSES = HOME / "classes"
CLASS_PATH = os.pathsep.join([str(LIB / "*"), str(CLASSES)])
MXNET_HOME = HOME / "mxnet-home"
FOLDER = HOME / "book" / "chapter"
"""Where the programs run: the book's package looks for data in `../data`."""

FILES = [f"{s}-{k}-ubyte" for s in ("train", "t10k") for k in ("images-idx3", "labels-idx1")]
SIZES = {"mxnet": "about 580 MB", "pytorch": "about 5,500 MB"}


def python_of(peer: str) -> Path:
    """Returns the Python of a peer's environment."""
    return HOME / peer / "bin" / "python"


def java() -> str:
    """Returns the path of the Java that the kernel has too."""
    return str(machine.java())


def prepare(rows: list[Row]) -> None:
    """Makes everything that these rows need and that is not there yet."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    _compile()
    if not DATA.exists():
        _export_data()
    for peer in sorted({row.peer for row in rows} - {""}):
        _environment(peer)


def _compile() -> None:
    shutil.rmtree(CLASSES, ignore_errors=True)
    CLASSES.mkdir()
    javac = [str(Path(java()).with_name("javac")), "--release", "17"]
    strict = ["-Xlint:all,-processing", "-Werror", "-cp", CLASS_PATH, "-d", str(CLASSES)]
    _run([*javac, *strict, *map(str, sorted((HERE / "java").glob("*.java")))])


def _export_data() -> None:
    """Lays the same files where the book's package looks for them, so that it downloads nothing."""
    partial = HOME / "data.partial"
    print(_run([java(), "-cp", CLASS_PATH, "ExportData", str(partial)]).strip(), flush=True)
    raw = FOLDER.parent / "data" / "FashionMNIST" / "raw"
    packed = MXNET_HOME / "datasets" / "fashion-mnist"
    raw.mkdir(parents=True, exist_ok=True)
    packed.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        content = (partial / name).read_bytes()
        (raw / name).write_bytes(content)
        (packed / f"{name}.gz").write_bytes(gzip.compress(content, compresslevel=1, mtime=0))
    partial.rename(DATA)


def _environment(peer: str) -> None:
    folder = HOME / peer
    locks = [HERE / "requirements" / f"{peer}.txt", HERE / "requirements" / "book.txt"]
    wanted = "".join(lock.read_text() for lock in locks)
    stamp = folder / "requirements.txt"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Making {relative(folder)}, {SIZES[peer]}, from bench/requirements", flush=True)
    _run([_python311(), "-m", "venv", "--clear", str(folder)])
    pip = [str(python_of(peer)), "-m", "pip", "--disable-pip-version-check", "install", "--no-deps"]
    command = [*pip, *(word for lock in locks for word in ("-r", str(lock)))]
    if subprocess.run(command, check=False).returncode:  # it shows how far it is, and why it fails
        raise Problem(f"{relative(folder)} could not be made; what pip said stands above.")
    stamp.write_text(wanted)


def _python311() -> str:
    """Returns a Python that both the last MXNet and the newest PyTorch can be installed for."""
    for candidate in filter(None, [os.environ.get("BENCH_PYTHON"), "python3.11", sys.executable]):
        try:
            found = _run([candidate, "-c", "import sys; print(*sys.version_info[:2])"])
        except (OSError, Problem):
            continue
        if found.split() == ["3", "11"]:
            return candidate
    raise Problem(
        "The Python peers need Python 3.11 (MXNet takes none that is newer, PyTorch none that is"
        " older): install it, or name one, BENCH_PYTHON=/usr/bin/python3.11 make bench."
        " Without: make bench ONLY='ours-*,djl-*'"
    )


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem(f"{(done.stderr or done.stdout).strip()}\n{command[0]} failed")
    return done.stdout
