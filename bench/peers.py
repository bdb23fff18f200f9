"""What the rows need before they can run: data, classes, a virtual environment for each peer."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from pathlib import Path

from bench.rows import Row
from d2ltools.places import BUILD, LIB, relative
from d2ltools.problem import Problem
from d2ltools.setup import data, environment, machine

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
        _lay_data()
    for peer in sorted({row.peer for row in rows} - {""}):
        _environment(peer)


def _compile() -> None:
    shutil.rmtree(CLASSES, ignore_errors=True)
    CLASSES.mkdir()
    javac = [str(Path(java()).with_name("javac")), "--release", "17"]
    strict = ["-Xlint:all,-processing", "-Werror", "-cp", CLASS_PATH, "-d", str(CLASSES)]
    _run([*javac, *strict, *map(str, sorted((HERE / "java").glob("*.java")))])


def _lay_data() -> None:
    """Lays the same files where the book's package looks for them, so that it downloads nothing."""
    found = data.find()
    if not found:
        raise Problem("There is only the sample of Fashion-MNIST here: see `make doctor`.")
    raw = FOLDER.parent / "data" / "FashionMNIST" / "raw"
    packed = MXNET_HOME / "datasets" / "fashion-mnist"
    partial = HOME / "data.partial"
    for folder in (raw, packed, partial):
        folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        plain = found / name
        content = (
            plain.read_bytes()
            if plain.exists()
            else gzip.decompress((found / f"{name}.gz").read_bytes())
        )
        for folder in (raw, partial):
            (folder / name).write_bytes(content)
        (packed / f"{name}.gz").write_bytes(gzip.compress(content, compresslevel=1, mtime=0))
    partial.rename(DATA)


def _environment(peer: str) -> None:
    """Lets uv make it, which does nothing where all is there.

    The last MXNet and the newest PyTorch have Python 3.11 in common.
    """
    folder = HOME / peer
    locks = [str(HERE / "requirements" / f"{name}.txt") for name in (peer, "book")]
    uv = shutil.which(environment.OWN_UV) or "uv"
    print(f"{relative(folder)}, {SIZES[peer]}, from bench/requirements", flush=True)
    wanted = ["--python", os.environ.get("BENCH_PYTHON") or "3.11"]
    _run([uv, "venv", "--quiet", "--allow-existing", *wanted, str(folder)])
    index = ["--default-index", url] if (url := environment.index()) else []
    _run([uv, "pip", "sync", "--quiet", "--python", str(python_of(peer)), *index, *locks])


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        without = "The rows that need no peers: make bench ONLY='ours-*,djl-*'"
        raise Problem(f"{(done.stderr or done.stdout).strip()}\n{command[0]} failed. {without}")
    return done.stdout
