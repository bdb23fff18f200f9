"""Limits that a machine or a container may have, made with what Linux gives to root."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
import pytest

CGROUPS = Path("/sys/fs/cgroup")


@contextlib.contextmanager
def memory(mebibytes: int) -> Iterator[list[str]]:
    """Yields what a command is begun with to have no more memory, as in a container."""
    version_1 = CGROUPS / "memory"
    group = (version_1 if version_1.is_dir() else CGROUPS) / f"d2l-java-test-{os.getpid()}"
    limit = "memory.limit_in_bytes" if version_1.is_dir() else "memory.max"
    enter = ["sh", "-c", f'echo $$ > {group}/cgroup.procs && exec "$@"', "sh"]
    try:
        group.mkdir()
        (group / limit).write_text(str(mebibytes << 20))
        subprocess.run([*enter, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as e:
        with contextlib.suppress(OSError):
            group.rmdir()
        pytest.skip(f"no memory limit can be made here: {e}")
    try:
        yield enter
    finally:
        for pid in map(int, (group / "cgroup.procs").read_text().split()):
            psutil.Process(pid).kill()
            psutil.wait_procs([psutil.Process(pid)])
        group.rmdir()


def mounted(mounts: str, command: Sequence[str]) -> list[str]:
    """Returns the command with other mounts than the rest of the machine has."""
    prefix = ["unshare", "--mount", "sh", "-c", f'{mounts} && exec "$@"', "sh"]
    try:
        tried = subprocess.run([*prefix, "true"], capture_output=True, text=True, check=False)
    except OSError as e:
        pytest.skip(f"nothing can be mounted here: {e}")
    if tried.returncode:
        pytest.skip(f"nothing can be mounted here: {tried.stderr.strip()}")
    return [*prefix, *command]


def full_disk(folder: Path, spare: int) -> str:
    """Returns what makes the folder a disk with its files and that many spare bytes."""
    place, copy = shlex.quote(str(folder)), shlex.quote(f"{folder}.copy")
    return (
        f"cp -a {place} {copy} && mount -t tmpfs -o size=1m none {place}"
        f" && cp -a {copy}/. {place} && rm -r {copy}"
        f" && (cat /dev/zero > {place}/zeros 2>/dev/null; truncate -s -{spare} {place}/zeros)"
    )


def read_only(folder: Path) -> str:
    """Returns what makes the folder one that nobody can write in."""
    place = shlex.quote(str(folder))
    return f"mount --bind {place} {place} && mount -o remount,bind,ro {place}"
