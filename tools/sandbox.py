"""A place for strangers' programs: no network, no home, little disk, and no process survives."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import java_home
from places import ROOT

SYSTEM = ("usr", "etc", "opt", "bin", "sbin", "lib", "lib32", "lib64")
DEVICES = ("null", "zero", "random", "urandom")
DISK = 512  # MiB
MOST_PROCESSES = 400  # a JVM that trains has about sixty threads, and they count
MOUNTS = Path("/proc/self/mountinfo")

# They all end when this program does, however it ends.
APART = [
    *("setpriv", "--pdeathsig", "KILL"),
    *("unshare", "--map-root-user", "--net", "--ipc", "--mount", "--pid", "--fork", "--kill-child"),
]
# No file is longer than the disk: not even the one outside that what it says goes into.
LIMITS = f"prlimit --core=0 --nproc={MOST_PROCESSES} --fsize={(DISK + 1) << 20}"
POWERLESS = "setpriv --bounding-set=-all --inh-caps=-all --no-new-privs"
INNER = 'mkdir -p /tmp/home /tmp/work; cd /tmp/work; exec "$@"'


def command(program: list[str], also: list[Path], place: Path) -> list[str]:
    """Returns the program as one that sees the system, this clone and these folders, read only.

    It may write into /tmp alone, which is a disk of its own and gone afterwards. It has no rights
    by which it could undo that. The place is an empty folder, and stays empty for all others.
    """
    lines = ["set -e", f"R={shlex.quote(str(place))}", 'mount -t tmpfs -o size=1m none "$R"']
    for name in SYSTEM:
        folder = Path("/", name)
        if folder.is_symlink():
            lines.append(f'ln -s {shlex.quote(os.readlink(folder))} "$R"/{name}')
        elif folder.is_dir():
            lines += _read_only(folder)
    for folder in dict.fromkeys([ROOT, *_programs(), *also]):
        if folder.is_dir() and folder.parts[1:2] and folder.parts[1] not in SYSTEM:
            lines += _read_only(folder)
    lines += ['mkdir "$R"/proc "$R"/dev "$R"/tmp', 'mount -t proc proc "$R"/proc']
    for name in DEVICES:
        lines += [f'touch "$R"/dev/{name}', f'mount --bind /dev/{name} "$R"/dev/{name}']
    lines.append(f'mount -t tmpfs -o size={DISK}m none "$R"/tmp')
    # in /proc are switches of the whole machine, which root may turn
    lines += [f'mount -o remount,bind,ro "$R"{name}' for name in ("/proc", "")]
    lines += ["ip link set lo up", 'cd "$R"']
    inner = shlex.quote(INNER)
    lines.append(f'exec {LIMITS} chroot "$R" {POWERLESS} sh -c {inner} sh "$@"')
    return [*APART, "sh", "-c", "\n".join(lines), "sh", *program]


def lacks() -> str:
    """Returns why there can be no such place here; empty if there can."""
    try:
        with tempfile.TemporaryDirectory() as place:
            tried = subprocess.run(
                command(["true"], [], Path(place)), capture_output=True, text=True, timeout=60
            )
    except (OSError, subprocess.TimeoutExpired) as e:
        return str(e)
    said = tried.stderr.strip().splitlines()
    return "" if tried.returncode == 0 else (said[0] if said else f"exit code {tried.returncode}")


def _programs() -> list[Path]:
    """Python and Java may lie in somebody's home; what else is there is not to be seen."""
    java = java_home.find()[0].resolve().parent.parent
    return [Path(sys.base_prefix).resolve(), java]


def _read_only(folder: Path) -> list[str]:
    """Disks that are mounted below the folder are made read only each by itself."""
    there = f'"$R"{shlex.quote(str(folder))}'
    lines = [f"mkdir -p {there}", f"mount --rbind {shlex.quote(str(folder))} {there}"]
    for mounted in [str(folder), *_mounted_below(folder)]:
        lines.append(f'mount -o remount,bind,ro "$R"{shlex.quote(mounted)}')
    return lines


def _mounted_below(folder: Path) -> list[str]:
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []
    # a space is written \040
    found = [re.sub(r"\\(\d{3})", lambda m: chr(int(m[1], 8)), x.split()[4]) for x in lines]
    return [path for path in found if folder in Path(path).parents and os.path.exists(path)]
