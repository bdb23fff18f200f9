"""Runs every test, and goes on after a failure."""

from __future__ import annotations

import signal
import subprocess
import sys
from argparse import Namespace

from d2ltools.places import ROOT
from d2ltools.setup import libraries

PYTEST = [sys.executable, "-m", "pytest", "-q"]
SUITES = {
    "Checks": [sys.executable, "tools", "check"],
    "Java": [*libraries.maven(), "-B", "-ntp", "--fail-at-end", *libraries.choice(), "verify"],
    "Python and chapters": PYTEST,
}


def main(arguments: Namespace) -> int:
    """Returns 0 if all suites passed; with words for pytest, runs what these choose alone."""
    if arguments.others:
        return 0 if _passes("Python", [*PYTEST, *arguments.others]) else 1
    failed = [name for name, command in SUITES.items() if not _passes(name, command)]
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _passes(name: str, command: list[str]) -> bool:
    print(f"== {name}: {' '.join(command)}", flush=True)
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        return process.wait() == 0
    finally:
        if process.poll() is None:  # we are stopped; a test may have started a kernel
            process.send_signal(signal.SIGINT)
            process.wait()
