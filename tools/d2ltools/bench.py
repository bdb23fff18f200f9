"""Starts the benchmark, which needs the jars of both engines."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace

from d2ltools.places import ROOT
from d2ltools.problem import become


def require_rows(patterns: str) -> str:
    """Returns these patterns; raises Problem if no row fits one of them."""
    sys.path.append(str(ROOT))
    from bench import rows

    rows.chosen(patterns)
    return patterns


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
    asked = {name: getattr(arguments, name) for name in ("rounds", "only", "epochs", "resume")}
    os.environ |= {name.upper(): value for name, value in asked.items()}
    return become([sys.executable, "-m", "bench"])
