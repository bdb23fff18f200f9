"""A place for strangers' programs, made by bubblewrap: no network, no home, and little disk."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from d2ltools.setup import java_home

SYSTEM = [Path("/", name) for name in ("usr", "bin", "sbin", "lib", "lib32", "lib64")]
# Of /etc what Java, Python and their libraries look at: to root the rest would show its secrets.
SETTINGS = (
    *("alternatives", "crypto-policies", "fonts", "group", "java*", "ld.so.cache", "localtime"),
    *("nsswitch.conf", "passwd"),
)
DISK = 512  # MiB
MOST_PROCESSES = 400  # a JVM that trains has about sixty threads, and they count
HOME = "/tmp/home"
MISSING = "there is no bwrap on the PATH (Debian, Ubuntu: apt install bubblewrap)"

# All ends when this program does, however it ends; and nobody gets rights by a namespace of his.
APART = [
    *("bwrap", "--unshare-all", "--unshare-user", "--disable-userns", "--cap-drop", "ALL"),
    *("--die-with-parent", "--new-session"),
]
# In /proc are switches of the whole machine, which root may turn; /dev would be another disk.
OWN = [
    *("--proc", "/proc", "--remount-ro", "/proc", "--dev", "/dev", "--remount-ro", "/dev"),
    *("--size", str(DISK << 20), "--tmpfs", "/tmp", "--dir", HOME, "--dir", "/tmp/work"),
]
LIMITS = ["prlimit", "--core=0", f"--nproc={MOST_PROCESSES}"]


def command(program: list[str], also: Iterable[Path]) -> list[str]:
    """Returns the program as one that sees the system and these folders, read only.

    It may write into /tmp alone, which is a disk of its own and gone afterwards.
    """
    words = [*APART, *OWN]
    for folder in SYSTEM:
        if folder.is_symlink():
            words += ["--symlink", str(folder.readlink()), str(folder)]
        elif folder.is_dir():
            words += _read_only(folder)
    for name in SETTINGS:
        for path in sorted(Path("/etc").glob(name)):
            words += _read_only(path)
    for path in dict.fromkeys([*_programs(), *also]):
        if path.exists():
            words += _read_only(path)
    java, _ = java_home.find()
    if not any(folder in java.parents for folder in SYSTEM):
        words += ["--symlink", str(java.resolve()), str(java)] if java.is_symlink() else []
    return [*words, "--remount-ro", "/", "--chdir", "/tmp/work", *LIMITS, *program]


def lacks() -> str:
    """Returns why there can be no such place here; empty if there can."""
    try:
        tried = subprocess.run(command(["true"], []), capture_output=True, text=True, timeout=60)
    except FileNotFoundError:
        return MISSING
    except (OSError, java_home.NoJava, subprocess.TimeoutExpired) as e:
        return str(e)
    said = tried.stderr.strip().splitlines()
    return "" if tried.returncode == 0 else (said[0] if said else f"exit code {tried.returncode}")


def _read_only(path: Path) -> list[str]:
    return ["--ro-bind", str(path), str(path)]


def _programs() -> list[Path]:
    """Python and Java may lie in somebody's home; what else is there is not to be seen."""
    java, _ = java_home.find()
    home = java.resolve().parent.parent
    if not (home / "lib" / "modules").is_file():
        raise OSError(f"{java} starts a Java that lies elsewhere: set JAVA_HOME to that folder")
    return [Path(sys.base_prefix), Path(sys.base_prefix).resolve(), home]
