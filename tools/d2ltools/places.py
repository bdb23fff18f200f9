"""Where things are in a clone, and which engine this call asked for."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
BUILD = ROOT / "build"
# What a run leaves; a run of the tests has a folder of its own, so that two may go on in one clone.
OUT = Path(os.environ.get("D2L_OUT") or BUILD).absolute()
KEPT = ROOT / "kept"  # what learners made; no command of ours deletes it
TOOLS_LIB = BUILD / "tools-lib"
# Binder names the environment that conda has made.
VENV = Path(os.environ.get("D2L_ENVIRONMENT") or ROOT / ".venv").absolute()
MODULE = ROOT / "d2l-java"
SAMPLE = MODULE / "src/main/resources/ai/d2l/internal/data/sample"

# MXNet or PyTorch in any case; empty for the usual one
ENGINE = os.environ.get("ENGINE", "").strip()

# not empty for the builds that compute on NVIDIA's cards
GPU = os.environ.get("GPU", "").strip()


def variant(engine: str, gpu: str) -> str:
    """Returns what tells the jars of a choice from the usual ones; empty for those.

    Each has a folder and a kernelspec of its own, so that two may run at once.
    """
    return ("-pytorch" if engine.lower() == "pytorch" else "") + ("-gpu" if gpu else "")


LIB = BUILD / f"lib{variant(ENGINE, GPU)}"


def relative(path: Path) -> str:
    """Returns the path as one would type it in the clone."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
