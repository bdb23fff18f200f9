"""Runs every test, and goes on after a failure."""

from __future__ import annotations

import subprocess
import sys

from places import ROOT
from set_up import engine

SUITES = {
    "Java": ["sh", "mvnw", "-B", "-ntp", *engine(), "verify"],
    "Python and chapters": [sys.executable, "-m", "pytest", "-q", "tools"],
}


def main() -> int:
    """Returns 0 if all suites passed."""
    failed = []
    for name, command in SUITES.items():
        print(f"== {name}: {' '.join(command)}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
