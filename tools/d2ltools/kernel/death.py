"""Why a kernel's process has ended, in words that help whoever waits for it."""

from __future__ import annotations

import signal

from jupyter_client.ioloop import AsyncIOLoopKernelRestarter

from d2ltools.places import BUILD, relative
from d2ltools.setup import memory


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
            f"it was killed, as the system does when memory is short. {memory.said()} Close other"
            " notebooks and programs, or make batchSize smaller."
        )
    if code < 0 and code != -signal.SIGTERM:
        return f"it crashed ({signal.Signals(-code).name}); see {relative(BUILD)}/hs_err_*.log."
    return f"it ended with exit code {code}."
