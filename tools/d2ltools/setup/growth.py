"""Runs a command quietly, and shows how the folders grow into which it downloads."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from d2ltools.problem import Problem
from d2ltools.setup import running
from d2ltools.terminal import Terminal

LAST_LINES = 15
# What pip, Maven and its wrapper say when they reach nobody.
NO_NETWORK = re.compile(
    "NewConnectionError|ConnectTimeoutError|UnknownHost|name resolution|Network is unreachable"
    "|Could not transfer artifact|Failed to fetch|Connection refused|[Cc]onnect(ion)? timed out"
)
WITHOUT_NETWORK = (
    "Is there a network, or a proxy to be named in HTTPS_PROXY? What was fetched is kept; the same"
    " command goes on from there."
)


def megabytes(folders: Sequence[Path]) -> float:
    """Returns the size of all files in the folders, in MB; what is not there counts nothing."""
    return sum(_bytes(folder) for folder in folders) / 1e6


def _bytes(folder: Path | str) -> int:
    total = 0
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    total += _bytes(entry.path)
                else:
                    total += entry.stat(follow_symlinks=False).st_size
    except OSError:
        pass  # gone while we looked
    return total


def run(
    command: Sequence[str],
    what: str,
    folders: Sequence[Path],
    expected: str,
    terminal: Terminal,
    env: dict[str, str] | None = None,
) -> None:
    """Runs the command to its end, or ends it if we are ended; raises Problem if it fails.

    How much is expected is said as it stands, such as "about 50 MB".
    """
    before, start, wait = megabytes(folders), time.monotonic(), 0.5
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=env,
            pass_fds=running.held,
            start_new_session=True,  # a group of its own, whose every process we can end
        )
        try:
            while not _ended(process, wait):
                looked = time.monotonic()
                grown = megabytes(folders) - before
                wait = max(0.5, 10 * (time.monotonic() - looked))  # looking must cost little
                seconds = time.monotonic() - start
                terminal.status(f"{what}: {grown:.0f} of {expected}, {seconds:.0f} s")
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait()
            terminal.clear()
        if process.returncode:
            log.seek(0)
            end = "".join(log.readlines()[-LAST_LINES:]).rstrip()
            why = f"{what} failed: {command[0]} ended with {process.returncode}"
            if NO_NETWORK.search(end):
                why = f"{what} could not be fetched. {WITHOUT_NETWORK}"
            raise Problem(f"{end}\n{why}")


def _ended(process: subprocess.Popen, seconds: float) -> bool:
    try:
        process.wait(seconds)
        return True
    except subprocess.TimeoutExpired:
        return False
