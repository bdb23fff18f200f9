"""Which build of which engine fits the NVIDIA card of this machine; not tested on a GPU."""

from __future__ import annotations

import subprocess

QUERY = ["nvidia-smi", "--query-gpu=name,compute_cap", "--format=csv,noheader"]
NEWEST_FOR_MXNET = 8.0  # compute capability; its build is for CUDA 11.2


def is_there() -> bool:
    """Tells whether there is an NVIDIA card, and a driver for it."""
    try:
        return subprocess.run([QUERY[0]], capture_output=True, timeout=20).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def advice() -> str:
    """Says which card there is and what makes the chapters compute on it."""
    try:
        found = subprocess.run(QUERY, capture_output=True, text=True, check=True, timeout=20)
        name, capability = found.stdout.splitlines()[0].rsplit(",", 1)
        engine = "MXNet" if float(capability) <= NEWEST_FOR_MXNET else "PyTorch"
    except (OSError, subprocess.SubprocessError, IndexError, ValueError):
        return "no NVIDIA card, or no driver for one: everything runs on the CPU"
    return (
        f"{name}, compute capability {float(capability)}: `make lab ENGINE={engine} GPU=1` computes"
        " on it (not tested)"
    )
