"""Runs one notebook of somebody else's, watches it, and says what became of it."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from d2ltools.classroom import sandbox
from d2ltools.kernel import kernelspec
from d2ltools.places import LIB, ROOT, VENV

MOST_PROCESSES = 100  # beside which a kernel has two or three
LARGEST = 50_000_000
LONGEST_REASON = 300
GROUPS = (Path("/sys/fs/cgroup/pids"), Path("/sys/fs/cgroup"))  # version 1, version 2
SECONDS_BETWEEN_LOOKS = 0.1
WORKER = [sys.executable, str(Path(__file__).with_name("worker.py"))]
DJL_CACHE = Path.home() / ".djl.ai"


@dataclass
class Row:
    """What became of one notebook."""

    file: str
    cells: str = ""
    result: str = "crashed"
    why: str = ""
    seconds: float = 0
    peak_mib: int = 0

    @property
    def passed(self) -> bool:
        """Whether all cells ran."""
        return self.result == "passed"

    def __str__(self) -> str:
        return (
            f"{self.result:18} {self.cells:>9} cells {self.seconds:6.1f} s {self.peak_mib:5} MiB"
            f"  {self.file}  {self.why}"
        ).rstrip()


def shown(text: str) -> str:
    """Returns a text in one line, without what a terminal takes for a command."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


@dataclass(frozen=True)
class Settings:
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


def run(path: Path, name: str, settings: Settings) -> Row:
    """Runs one notebook; whatever it does becomes its row."""
    row, start = Row(name), time.monotonic()
    try:
        asked = json.dumps({"notebook": _content(path), "check": settings.check})
    except (OSError, ValueError) as e:
        row.result, row.why = "broken", shown(str(getattr(e, "strerror", None) or e))
        return row
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as told:
        with _group() as group:
            process = _start(told, settings, group)
            try:
                _give(process, asked)
                excess = _watch(process, row, settings, start) or _refused(group)
            finally:
                process.kill()  # with which all end that it has started
                process.wait()
        _fill(row, told, excess, process.returncode)
    row.seconds = round(time.monotonic() - start, 1)
    return row


@contextlib.contextmanager
def _group() -> Iterator[Path | None]:
    """A control group that limits how many processes root has, whom no other limit holds."""
    root = next((p for p in GROUPS if (p / "cgroup.procs").exists()), None)
    group = root / f"d2l-java-{os.getpid()}" if root and os.geteuid() == 0 else None
    try:
        if group:
            group.mkdir(exist_ok=True)
            (group / "pids.max").write_text(str(sandbox.MOST_PROCESSES))
    except OSError:  # in a container it may not be ours to give
        with contextlib.suppress(OSError):
            group.rmdir()
        group = None
    try:
        yield group
    finally:
        for _ in range(50 if group else 0):  # the last of its processes takes a moment to go
            with contextlib.suppress(OSError):
                group.rmdir()
                break
            time.sleep(0.1)


def _refused(group: Path | None) -> tuple[str, str] | None:
    """Returns what to say where the group has refused a process."""
    if not group or "max 0" in (group / "pids.events").read_text():
        return None
    return "too many processes", f"more than {sandbox.MOST_PROCESSES}, threads included"


def _start(told: TextIO, settings: Settings, group: Path | None) -> subprocess.Popen:
    join = ["sh", "-c", 'echo $$ >"$0/cgroup.procs" && exec "$@"', str(group)] if group else []
    return subprocess.Popen(
        [*join, *sandbox.command([*WORKER, str(told.fileno())], settings.visible)],
        stdin=subprocess.PIPE,
        # the first process in there has these three, and whoever is in there may write into them
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[told.fileno()],
        env=_environment(settings),
        cwd="/",
        start_new_session=True,
    )


def _content(path: Path) -> str:
    """A link or a pipe of that name is not followed, and not waited for."""
    if path.is_symlink():
        raise ValueError("is a link, which is not followed")
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
            raise ValueError(f"is no regular file of at most {LARGEST // 1_000_000} MB")
        return file.read().decode("utf-8")


def _environment(settings: Settings) -> dict[str, str]:
    environ = {k: os.environ[k] for k in ("PATH", "JAVA_HOME", "D2L_HEAP") if k in os.environ}
    environ |= {"HOME": sandbox.HOME, "LC_ALL": "C.UTF-8"}
    environ |= {"JUPYTER_PATH": str(kernelspec.JUPYTER), "PYTHONPATH": str(ROOT / "tools")}
    # Java asks the system for the home, and not the environment
    environ["JAVA_TOOL_OPTIONS"] = f"-Duser.home={sandbox.HOME}"
    environ["D2L_DATA"] = os.environ.get("D2L_DATA") or str(settings.data or "sample")
    if DJL_CACHE.is_dir():
        environ["DJL_CACHE_DIR"] = environ["ENGINE_CACHE_DIR"] = str(DJL_CACHE)
    return environ


def _give(process: subprocess.Popen, asked: str) -> None:
    with contextlib.suppress(BrokenPipeError):  # it has ended already, which the row will say
        process.stdin.write(asked.encode())
        process.stdin.close()


def _watch(
    process: subprocess.Popen, row: Row, settings: Settings, start: float
) -> tuple[str, str] | None:
    """Waits for the end, or for what is too much; returns which, and the words for it."""
    while process.poll() is None:
        sizes = _memory_of_each(process.pid)
        mebibytes = sum(sizes) >> 20
        row.peak_mib = max(row.peak_mib, mebibytes)
        if time.monotonic() - start > settings.seconds:
            return "too long", f"more than {settings.seconds} s"
        if len(sizes) > MOST_PROCESSES:
            return "too many processes", f"more than {MOST_PROCESSES}"
        if mebibytes > settings.mebibytes:
            return "too much memory", f"more than {settings.mebibytes} MiB"
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return None


def _memory_of_each(pid: int) -> list[int]:
    """Returns the bytes in memory of a process and of each that it has started."""
    import psutil  # make looks at the settings with a Python that may not have it yet

    sizes = []
    with contextlib.suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        for process in [root, *root.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                sizes.append(process.memory_info().rss)
    return sizes


def _fill(row: Row, told: TextIO, excess: tuple[str, str] | None, code: int) -> None:
    """Says what worker.py has told; it may have been ended in the middle of its last line."""
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
