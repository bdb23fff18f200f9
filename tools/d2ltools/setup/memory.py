"""How much memory there is, for the messages that have to say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

MEMORY = Path("/proc/meminfo")
GROUP = Path("/proc/self/cgroup")
CGROUPS = Path("/sys/fs/cgroup")
# Version 2 of the control groups, and version 1.
LIMITS = {"": "memory.max", "memory": "memory.limit_in_bytes"}


def said() -> str:
    """Says how much memory there is; empty where the system does not tell it as Linux does."""
    try:
        lines = MEMORY.read_text().splitlines()
    except OSError:
        return ""
    kib = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    total, free = kib["MemTotal"] << 10, kib["MemAvailable"] << 10
    words = f"This machine has {_gib(total)}, of which {_gib(free)} are free now."
    limit = min(_limits(), default=total)
    return words + (f" This container may use {_gib(limit)}." if limit < total else "")


def _limits() -> Iterator[int]:
    for line in GROUP.read_text().splitlines() if GROUP.exists() else []:
        _, controllers, group = line.split(":", 2)
        for controller, limit in LIMITS.items():
            if controller in controllers.split(","):
                # a container may see its own group as the root
                for folder in (CGROUPS / controller / group.lstrip("/"), CGROUPS / controller):
                    path = folder / limit
                    if path.is_file() and path.read_text().strip().isdigit():
                        yield int(path.read_text())


def _gib(size: int) -> str:
    return f"{size / (1 << 30):.1f} GiB"
