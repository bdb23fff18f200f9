"""JupyterLab as `make lab` starts it."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import limits

from d2ltools.places import ROOT

PATIENCE = 300
LAB = [sys.executable, str(ROOT / "tools"), "lab"]
ADDRESS = re.compile(r"(http://127\.0\.0\.1:(\d+)/lab/tree/(\S+)\?token=(\w+))")


@contextlib.contextmanager
def serving(
    chapter: str,
    *options: str,
    browser: str = "",
    read_only_home: Path | None = None,
    log: list[str] | None = None,
) -> Iterator[tuple[subprocess.Popen, re.Match]]:
    """Serves a chapter: the process, and its address with port, page and token as groups."""
    command = [*LAB, chapter, *options, *([] if browser else ["--no-browser"])]
    environ = {**os.environ, "BROWSER": browser}
    if read_only_home:
        environ["HOME"] = str(read_only_home)
        command = limits.mounted(limits.read_only(read_only_home), command)
    with listening(command, environ, log) as served:
        yield served


@contextlib.contextmanager
def listening(
    command: list[str],
    environ: dict[str, str],
    log: list[str] | None = None,
    folder: Path | None = None,
) -> Iterator[tuple[subprocess.Popen, re.Match]]:
    """Runs what serves a chapter, until the end of the context: process and address as above."""
    lines = [] if log is None else log
    pipes = {"stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environ, cwd=folder, **pipes) as process:
        # a pipe that nobody reads is full one day, and the server stands still
        threading.Thread(target=_drain, args=[process.stderr, lines], daemon=True).start()
        try:
            deadline = time.monotonic() + PATIENCE
            while not (address := _address(lines)):
                assert process.poll() is None and time.monotonic() < deadline, "".join(lines)
                time.sleep(0.05)
            yield process, address
        finally:
            process.terminate()
            process.wait(90)


def _drain(stream, lines):
    for line in stream:
        lines.append(line)


def _address(lines):
    """Returns what the server prints before it listens, as soon as it does."""
    address = ADDRESS.search("".join(lines))
    if address:
        with contextlib.suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(address[2])), 5).close()
            return address
    return None
