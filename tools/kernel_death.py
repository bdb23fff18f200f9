"""Why a kernel's process has ended, in words that help whoever waits for it."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from pathlib import Path

from jupyter_client.ioloop import AsyncIOLoopKernelRestarter

# Version 2 of the control groups, and version 1; a container sees its own group at the root.
LIMITS = ("memory.max", "memory/memory.limit_in_bytes")
CGROUPS = Path("/sys/fs/cgroup")
MEMORY = Path("/proc/meminfo")


class TellingRestarter(AsyncIOLoopKernelRestarter):
    """Says in Lab's log why a kernel died, before it starts a new one."""

    def _fire_callbacks(self, event):
        self.log.error("The kernel died: %s", reason(exit_code(self.kernel_manager)))
        super()._fire_callbacks(event)


def exit_code(kernel_manager) -> int | None:
    """Returns what the kernel's process ended with; minus a signal's number, None if unknown."""
    process = getattr(kernel_manager.provisioner, "process", None)
    return process.poll() if process else None


def reason(code: int | None) -> str:
    """Returns what an exit code tells."""
    if code is None:
        return "nobody knows why."
    if code in (-signal.SIGKILL, 128 + signal.SIGKILL):
        return (
            f"it was killed, as the system does when memory is short. {memory()} Close other"
            " notebooks and programs, or make batchSize smaller."
        )
    if code < 0 and code != -signal.SIGTERM:
        return f"it crashed ({signal.Signals(-code).name}); the JVM's report is an hs_err_pid….log."
    return f"it ended with exit code {code}."


def memory() -> str:
    """Says how much memory there is; empty where the system does not tell it as Linux does."""
    try:
        lines = MEMORY.read_text().splitlines()
    except OSError:
        return ""
    kib = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    total, free = kib["MemTotal"] << 10, kib["MemAvailable"] << 10
    said = f"This machine has {_gib(total)}, of which {_gib(free)} are free now."
    limit = min(_limits(), default=total)
    return said + (f" This container may use {_gib(limit)}." if limit < total else "")


def _limits() -> Iterator[int]:
    for name in LIMITS:
        path = CGROUPS / name
        if path.is_file() and re.fullmatch(r"\d+\s*", path.read_text()):
            yield int(path.read_text())


def _gib(size: int) -> str:
    return f"{size / (1 << 30):.1f} GiB"
