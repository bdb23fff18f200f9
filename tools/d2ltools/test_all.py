"""Runs every test, and goes on after a failure."""

from __future__ import annotations

import signal
import subprocess
import sys

from d2ltools import stopping
from d2ltools.places import ROOT
from d2ltools.setup.set_up import engine

SUITES = {
    "Checks": [sys.executable, "tools", "check"],
    "Java": ["sh", "mvnw", "-B", "-ntp", "--fail-at-end", *engine(), "verify"],
    "Python and chapters": [sys.executable, "-m", "pytest", "-q"],
}


def main() -> int:
    """Returns 0 if all suites passed."""
    stopping.listen()
    try:
        failed = [name for name, command in SUITES.items() if not _passes(name, command)]
    except stopping.Stopped as e:
        print("Stopped.", file=sys.stderr)
        return e.exit_code
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
