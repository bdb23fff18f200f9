"""Runs what shows its own progress, and ends with all that it has started when this one is ended."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence

from d2ltools.problem import Problem

held: list[int] = []
"""Open files that a program keeps when this process is killed: the lock of the set-up."""


def run(command: Sequence[str], what: str, env: dict[str, str] | None = None) -> None:
    """Runs the command to its end; raises Problem if it fails."""
    # a group of its own, whose every process we can end
    own = {"pass_fds": held, "start_new_session": True} if os.name == "posix" else {}
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, env=env, **own)
    try:
        code = process.wait()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM) if own else process.terminate()
            process.wait()
    if code:
        raise Problem(
            f"{what} failed, as is said above. If there is a network, and a proxy is named in"
            " HTTPS_PROXY where one is needed, the same command goes on from what was fetched."
        )
