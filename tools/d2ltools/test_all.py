"""Runs every test, Java's beside the others, and goes on after a failure."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import tempfile

from d2ltools import stopping
from d2ltools.places import ROOT
from d2ltools.setup.set_up import engine

SUITES = {
    "Checks": [sys.executable, "tools", "check"],
    "Java": ["sh", "mvnw", "-B", "-ntp", "--fail-at-end", *engine(), "verify"],
    "Python and chapters": [sys.executable, "-m", "pytest", "-q"],
}
BESIDE = "Java"  # it leaves a core free most of the time


def main() -> int:
    """Returns 0 if all suites passed."""
    stopping.listen()
    try:
        failed = _run(SUITES, BESIDE)
    except stopping.Stopped as e:
        print("Stopped.", file=sys.stderr)
        return e.exit_code
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def _run(suites: dict[str, list[str]], beside: str) -> list[str]:
    """Returns the suites that failed; what one of them says beside the others comes at the end."""
    failed = []
    with contextlib.ExitStack() as stack:
        said = stack.enter_context(tempfile.TemporaryFile("w+", errors="replace"))
        other = stack.enter_context(_started(suites[beside], said)) if beside else None
        for name, command in suites.items():
            if name == beside:
                continue
            print(f"== {name}: {' '.join(command)}", flush=True)
            with _started(command) as process:
                if process.wait():
                    failed.append(name)
        if other:
            code = other.wait()
            said.seek(0)
            print(f"== {beside}: {' '.join(suites[beside])}\n{said.read()}", end="", flush=True)
            failed += [beside] if code else []
    return failed


@contextlib.contextmanager
def _started(command, out=None):
    process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out and subprocess.STDOUT)
    try:
        yield process
    finally:
        if process.poll() is None:  # we are stopped; a test may have started a kernel
            process.send_signal(signal.SIGINT)
            process.wait()
