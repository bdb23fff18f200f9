"""Starts the benchmark, which needs the jars of both engines."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace

from d2ltools.places import ROOT
from d2ltools.problem import become


def main(arguments: Namespace) -> int:
    """Becomes the benchmark, or the program that stores what the last one has measured."""
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tools")])
    if arguments.store:
        return become([sys.executable, "-m", "bench.store"])
    for engine in ("", "PyTorch"):
        os.environ |= {"ENGINE": engine, "GPU": ""}
        set_up = subprocess.call([sys.executable, str(ROOT / "tools"), "set-up"])
        if set_up:
            return set_up
    return become([sys.executable, "-m", "bench"])
