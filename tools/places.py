"""Where things are in a clone."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
BUILD = ROOT / "build"
LIB = BUILD / "lib"
VENV = ROOT / ".venv"
MODULE = ROOT / "d2l-java"


def relative(path: Path) -> str:
    """Returns the path as one would type it in the clone."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
