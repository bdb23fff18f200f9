"""A place for strangers' programs: no network, no home, little disk, and no process survives."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import java_home
from places import ROOT

SYSTEM = ("usr", "etc", "opt", "bin", "sbin", "lib", "lib32", "lib64")
DEVICES = ("null", "zero", "random", "urandom")
DISK = "512m"
MOST_PROCESSES = 400  # a JVM that trains has about sixty threads, and they count
PIDS = Path("/sys/fs/cgroup/pids")


def command(program: list[str], also: list[Path]) -> list[str]:
    """Returns the program as one that sees the system, this clone and these folders, read only.

    It may write into /tmp alone, which is a disk of its own and gone afterwards. It has no rights
    by which it could undo that.
    """
    lines = ["set -e", "R=$(mktemp -d)", f"mount -t tmpfs -o size={DISK} none $R"]
    for name in SYSTEM:
        place = Path("/", name)
        if place.is_symlink():
            lines.append(f"ln -s {shlex.quote(os.readlink(place))} $R/{name}")
        elif place.is_dir():
            lines += _read_only(place)
    for folder in dict.fromkeys([ROOT, *_programs(), *also]):
        if folder.is_dir() and folder.parts[1:2] and folder.parts[1] not in SYSTEM:
            lines += _read_only(folder)
    lines += ["mkdir $R/proc $R/dev $R/tmp", "mount -t proc proc $R/proc"]
    lines += [f"touch $R/dev/{name}; mount --bind /dev/{name} $R/dev/{name}" for name in DEVICES]
    lines += [f"mount -t tmpfs -o size={DISK} none $R/tmp", "ip link set lo up"]
    lines += ["cd $R"]
    inner = 'mkdir -p /tmp/home /tmp/work; cd /tmp/work; exec "$@"'
    drop = "setpriv --bounding-set=-all --inh-caps=-all --no-new-privs"
    lines.append(f'exec prlimit --core=0 --nproc={MOST_PROCESSES} chroot $R {drop} sh -c {shlex.quote(inner)} sh "$@"')
    unshare = ["unshare", "--map-root-user", "--net", "--ipc", "--mount", "--pid", "--fork"]
    return [*unshare, "--kill-child", "sh", "-c", "\n".join(lines), "sh", *program]


@contextlib.contextmanager
def few_processes() -> Iterator[list[str]]:
    """Yields what a command is begun with to have few processes: root has no limit otherwise."""
    group = (PIDS if PIDS.is_dir() else PIDS.parent) / f"d2l-java-{os.getpid()}"
    try:
        group.mkdir()
        (group / "pids.max").write_text(str(MOST_PROCESSES))
    except OSError:
        with contextlib.suppress(OSError):
            group.rmdir()
        yield []
        return
    try:
        join = f"echo $$ > {shlex.quote(str(group / 'cgroup.procs'))} && exec \"$@\""
        yield ["sh", "-c", join, "sh"]
    finally:
        for _ in range(100):
            try:
                return group.rmdir()
            except OSError:  # its last process has not quite ended
                time.sleep(0.1)


def lacks() -> str:
    """Returns why there can be no such place here; empty if there can."""
    try:
        tried = subprocess.run(command(["true"], []), capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as e:
        return str(e)
    said = tried.stderr.strip().splitlines()
    return "" if tried.returncode == 0 else (said[0] if said else f"exit code {tried.returncode}")


def _programs() -> list[Path]:
    """Python and Java may lie in somebody's home; what else is there is not to be seen."""
    java = java_home.find()[0].resolve().parent.parent
    return [Path(sys.base_prefix).resolve(), java]


def _read_only(folder: Path) -> list[str]:
    there = f"$R{shlex.quote(str(folder))}"
    bind = f"mount --rbind {shlex.quote(str(folder))} {there}"
    return [f"mkdir -p {there}", bind, f"mount -o remount,bind,ro {there}"]
