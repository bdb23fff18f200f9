"""Runs one notebook of somebody else's, watches it, and says what became of it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from d2ltools.classroom import cgroups, sandbox
from d2ltools.classroom.result_table import Row, shown
from d2ltools.kernel import kernelspec
from d2ltools.places import LIB, ROOT, VENV

MOST_PROCESSES = 100  # beside which a kernel has two or three
LARGEST = 50_000_000
LONGEST_REASON = 300
SECONDS_BETWEEN_LOOKS = 0.1
WORKER = [sys.executable, str(ROOT / "tools"), "worker"]
DJL_CACHE = Path.home() / ".djl.ai"


@dataclass(frozen=True)
class Terms:
    """What holds for each notebook of a class; the check is appended as its last cell."""

    seconds: int
    mebibytes: int
    check: str
    data: Path | None

    @property
    def visible(self) -> list[Path]:
        """What a notebook sees beside the system: what it runs on, and nothing of the class."""
        places = [VENV, ROOT / "tools", LIB, kernelspec.JUPYTER, DJL_CACHE]
        return [*places, self.data] if self.data else places


def run(path: Path, name: str, terms: Terms) -> Row:
    """Runs one notebook; whatever it does becomes its row."""
    row, start = Row(name), time.monotonic()
    try:
        asked = json.dumps({"notebook": _content(path), "check": terms.check})
    except (OSError, ValueError) as e:
        row.result, row.why = "broken", shown(str(getattr(e, "strerror", None) or e))
        return row
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as told,
        cgroups.limited(terms.mebibytes + sandbox.DISK, sandbox.MOST_PROCESSES) as limits,
    ):
        process = _start(told, terms, limits)
        try:
            _give(process, asked)
            excess = _watch(process, row, terms, limits, start)
        finally:
            process.kill()  # with which all end that it has started
            process.wait()
        excess = excess or _excess(terms, 0, 0, 0, limits.reached())
        _fill(row, told, excess, process.returncode)
    row.seconds = round(time.monotonic() - start, 1)
    return row


def _start(told: TextIO, terms: Terms, limits: cgroups.Limits) -> subprocess.Popen:
    worker = [*WORKER, str(told.fileno())]
    return subprocess.Popen(
        [*limits.begin, *sandbox.command(worker, terms.visible)],
        stdin=subprocess.PIPE,
        # the first process in there has these three, and whoever is in there may write into them
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[told.fileno()],
        env=_environment(terms),
        cwd="/",
        start_new_session=True,
    )


def _content(path: Path) -> str:
    """A link or a pipe of that name is not followed, and not waited for."""
    if path.is_symlink():
        raise ValueError("is a link, which is not followed")
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
            raise ValueError(f"is no regular file of at most {LARGEST // 1_000_000} MB")
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read().decode("utf-8")
    finally:
        os.close(handle)


def _environment(terms: Terms) -> dict[str, str]:
    environ = {k: os.environ[k] for k in ("PATH", "JAVA_HOME", "D2L_HEAP") if k in os.environ}
    environ |= {"HOME": sandbox.HOME, "LC_ALL": "C.UTF-8"}
    environ["JUPYTER_PATH"] = str(kernelspec.JUPYTER)
    # Java asks the system for the home, and not the environment
    environ["JAVA_TOOL_OPTIONS"] = f"-Duser.home={sandbox.HOME}"
    environ["D2L_DATA"] = os.environ.get("D2L_DATA") or str(terms.data or "sample")
    if DJL_CACHE.is_dir():
        environ["DJL_CACHE_DIR"] = environ["ENGINE_CACHE_DIR"] = str(DJL_CACHE)
    return environ


def _give(process: subprocess.Popen, asked: str) -> None:
    try:
        process.stdin.write(asked.encode())
        process.stdin.close()
    except BrokenPipeError:
        pass  # it has ended already, which the row will say


def _watch(
    process: subprocess.Popen, row: Row, terms: Terms, limits: cgroups.Limits, start: float
) -> tuple[str, str] | None:
    """Waits for the end, or for what is too much; returns which, and the words for it."""
    while process.poll() is None:
        tree = _tree(process.pid)
        mebibytes = sum(rss for rss, _ in tree) >> 10
        row.peak_mib = max(row.peak_mib, mebibytes)
        seconds = time.monotonic() - start
        excess = _excess(terms, seconds, len(tree), mebibytes, limits.reached())
        if excess:
            return excess
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return None


def _excess(
    terms: Terms, seconds: float, processes: int, mebibytes: int, reached: set[str]
) -> tuple[str, str] | None:
    if seconds > terms.seconds:
        return "too long", f"more than {terms.seconds} s"
    if "pids" in reached:
        return "too many processes", f"more than {sandbox.MOST_PROCESSES} with their threads"
    if processes > MOST_PROCESSES:
        return "too many processes", f"more than {MOST_PROCESSES}"
    if mebibytes > terms.mebibytes or "memory" in reached:
        return "too much memory", f"more than {terms.mebibytes} MiB"
    return None


def _tree(root: int) -> list[tuple[int, int]]:
    """Returns KiB in memory and number of a process and of all that it has started."""
    said = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=False
    ).stdout
    size: dict[int, int] = {}
    below: dict[int, list[int]] = {}
    for entry in said.splitlines():
        pid, parent, size[pid] = map(int, entry.split())
        below.setdefault(parent, []).append(pid)
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append((size.get(pid, 0), pid))
        todo += below.get(pid, [])
    return found


def _fill(row: Row, told: TextIO, excess: tuple[str, str] | None, code: int) -> None:
    """Says what pupil.py has told; it may have been ended in the middle of its last line."""
    told.seek(0)
    words: dict = {"begun": 0, "cells": 0}
    for entry in told.read().split("\n")[:-1]:
        words |= json.loads(entry)
    begun, cells = words["begun"], words["cells"]
    row.result = words.get("result", row.result)
    row.why = shown(words.get("why", f"ended with exit code {code}"))[:LONGEST_REASON]
    if excess:
        row.result, row.why = excess
    if row.result not in ("passed", "broken") and begun:
        row.why = f"cell {begun}: {row.why}"
    done = begun if row.passed else max(0, begun - 1)
    row.cells = f"{done} of {cells}"
