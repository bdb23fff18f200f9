"""Limits that a command and all that it starts have together, by Linux's control groups."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")
PREFIX = "d2l-java-"  # of a group's name, before the process that has made it
SECONDS_TO_END = 20
# What sets the limit and what else has to be set, in version 1 and version 2 of the groups.
# Without the second, what is too much for the memory would go to the disk.
MEMORY = {
    1: ("memory.limit_in_bytes", {"memory.memsw.limit_in_bytes": None}),
    2: ("memory.max", {"memory.swap.max": 0}),
}
PROCESSES = {1: ("pids.max", {}), 2: ("pids.max", {})}
LIMITS = {"memory": MEMORY, "pids": PROCESSES}
# The files that count how often a limit was reached, and the line that does it.
COUNTED = {
    "memory": (r"^oom_kill ([1-9]\d*)$", ["memory.events", "memory.oom_control"]),
    "pids": (r"^max ([1-9]\d*)$", ["pids.events"]),
}
_numbers = itertools.count()


class Limits:
    """The groups that a command is put into; none where none can be made."""

    def __init__(self) -> None:
        self._folders: dict[str, Path] = {}

    @property
    def begin(self) -> list[str]:
        """What the command is begun with; empty if nothing limits it."""
        enter = [f"echo $$ > {shlex.quote(f'{folder}/cgroup.procs')}" for folder in self._made()]
        return ["sh", "-c", " && ".join([*enter, 'exec "$@"']), "sh"] if enter else []

    def reached(self) -> set[str]:
        """Returns which limits were reached: memory, pids."""
        found = set()
        for controller, folder in self._folders.items():
            line, names = COUNTED[controller]
            for name in names:
                with contextlib.suppress(OSError):
                    if re.search(line, (folder / name).read_text(), re.MULTILINE):
                        found.add(controller)
        return found

    def make(self, controller: str, name: str, limit: int) -> None:
        """Makes the group, and sees whether a process can enter it."""
        version = 1 if (CGROUPS / controller).is_dir() else 2
        file, others = LIMITS[controller][version]
        folder = None
        try:
            place = _place(controller, version)
            _remove_left_behind(place)
            folder = place / name
            folder.mkdir(exist_ok=True)
            (folder / file).write_text(str(limit))
            for other, value in others.items():
                with contextlib.suppress(OSError):  # where nothing counts what is swapped
                    (folder / other).write_text(str(limit if value is None else value))
            enter = ["sh", "-c", 'echo $$ > "$1"', "sh", str(folder / "cgroup.procs")]
            subprocess.run(enter, stderr=subprocess.DEVNULL, check=True)
        except (OSError, subprocess.CalledProcessError):
            if folder and folder not in self._made():
                with contextlib.suppress(OSError):
                    folder.rmdir()
        else:
            self._folders[controller] = folder

    def remove(self) -> None:
        """Ends what is left of the command, and removes the groups."""
        for folder in self._made():
            _remove(folder)

    def _made(self) -> list[Path]:
        return list(dict.fromkeys(self._folders.values()))


@contextlib.contextmanager
def limited(mebibytes: int = 0, processes: int = 0) -> Iterator[Limits]:
    """Yields limits for one command; threads count as processes. No process survives them."""
    limits, name = Limits(), f"{PREFIX}{os.getpid()}-{next(_numbers)}"
    try:
        if mebibytes:
            limits.make("memory", name, mebibytes << 20)
        if processes:
            limits.make("pids", name, processes)
        yield limits
    finally:
        limits.remove()


def _place(controller: str, version: int) -> Path:
    """In version 2 a group that has processes has no groups below it: ours is beside it."""
    if version == 1:
        return CGROUPS / controller
    own = re.search(r"^0::/(.+)$", OWN.read_text(), re.MULTILINE)
    return (CGROUPS / own[1]).parent if own else CGROUPS


def _remove_left_behind(place: Path) -> None:
    """Removes the empty groups of processes that were killed."""
    for folder in place.glob(f"{PREFIX}*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        if not Path("/proc", pid).exists():
            with contextlib.suppress(OSError):  # something still runs in it
                folder.rmdir()


def _remove(folder: Path) -> None:
    with contextlib.suppress(OSError):
        (folder / "pids.max").write_text("0")  # what is being killed must not multiply
    deadline = time.monotonic() + SECONDS_TO_END
    while time.monotonic() < deadline:
        try:
            return folder.rmdir()
        except FileNotFoundError:
            return None
        except OSError:
            _kill((folder / "cgroup.procs").read_text().split())
            time.sleep(0.05)


def _kill(pids: list[str]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            if int(pid):  # 0 is one that cannot be seen from here
                os.kill(int(pid), signal.SIGKILL)
