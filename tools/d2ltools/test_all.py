"""Runs every test, in two lanes at once, and goes on after a failure."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterator
from typing import TextIO

from d2ltools.places import ROOT
from d2ltools.problem import become
from d2ltools.setup import libraries

PYTEST = [sys.executable, "-m", "pytest", "-q"]
WITH_KERNELS = ["tests/kernel", "tests/browser"]
SUITES = {
    "Checks": [sys.executable, "tools", "check"],
    "Kernels and browser": [*PYTEST, *WITH_KERNELS],
}
# As long as those: Java leaves a core free most of the time, and so do kernels that start.
BESIDE = {
    "Java": [*libraries.maven(), "-B", "-ntp", "--fail-at-end", *libraries.choice(), "verify"],
    "Tools": [*PYTEST, *(f"--ignore={folder}" for folder in WITH_KERNELS)],
}


def main(arguments: Namespace) -> int:
    """Returns 0 if all suites passed; with words for pytest, becomes a pytest with these."""
    if arguments.others:
        os.chdir(ROOT)
        return become([*PYTEST, *arguments.others])
    failed = _run(SUITES, BESIDE)
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _run(suites: dict[str, list[str]], beside: dict[str, list[str]]) -> list[str]:
    """Returns the suites that failed; what those say that run beside comes at the end."""
    failed: list[str] = []
    with contextlib.ExitStack() as stack:
        said = stack.enter_context(tempfile.TemporaryFile("w+", errors="replace"))
        lanes = [_lane(suites, failed), _lane(beside, failed, said)]
        for lane in lanes:
            stack.enter_context(contextlib.closing(lane))
        while lanes:
            lanes = [lane for lane in lanes if next(lane, False)]
            time.sleep(0.1)
        said.seek(0)
        print(said.read(), end="", flush=True)
    return failed


def _lane(
    suites: dict[str, list[str]], failed: list[str], out: TextIO | None = None
) -> Iterator[bool]:
    """Runs one suite after the other, and yields as long as one runs."""
    for name, command in suites.items():
        print(f"== {name}: {' '.join(command)}", file=out, flush=True)
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out and subprocess.STDOUT)
        try:
            while process.poll() is None:
                yield True
        finally:
            if process.poll() is None:  # we are stopped; a test may have started a kernel
                process.send_signal(signal.SIGINT)
                process.wait()
        if process.returncode:
            failed.append(name)
