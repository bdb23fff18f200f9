"""A real Java kernel that tests talk to by Jupyter's own protocol."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import Empty

import pytest
from jupyter_client.manager import start_new_kernel

from d2ltools.kernel import kernelspec

ANSI = re.compile(r"\x1b\[[0-9;]*m")
PATIENCE = 120
# Shows which kernels another environment sees, and asks the one of that name for the test images.
FRONT_END = """
import sys
from jupyter_client.kernelspec import find_kernel_specs
from jupyter_client.manager import start_new_kernel

print("sees", *find_kernel_specs())
manager, client = start_new_kernel(startup_timeout=120, kernel_name=sys.argv[1])
print(manager.kernel_spec.resource_dir)
try:
    client.execute_interactive("ai.d2l.FashionMnist.load().testImages().getShape()", timeout=120)
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
"""


@dataclass
class Outcome:
    """What one cell came to: what it printed, showed and replaced, and the error that ended it."""

    text: str = ""
    warned: str = ""
    shown: list[dict] = field(default_factory=list)
    replaced: list[dict] = field(default_factory=list)
    error: str = ""


class LiveKernel:
    """Runs cells, and asks for completions and documentation."""

    def __init__(self, client):
        self.client = client

    def run(self, code: str) -> Outcome:
        """Runs a cell and waits for its end."""
        return self.outcome(self.client.execute(code))

    def outcome(self, request: str) -> Outcome:
        """Waits for the end of the cell that was started by this request."""
        outcome = Outcome()
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=PATIENCE)
            except Empty:
                raise AssertionError(f"nothing came, after {outcome}") from None
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                return outcome
            if kind == "stream":
                outcome.text += content["text"]
                outcome.warned += content["text"] if content["name"] == "stderr" else ""
            elif kind in ("display_data", "execute_result"):
                outcome.shown.append(content["data"])
            elif kind == "update_display_data":
                outcome.replaced.append(content["data"])
            elif kind == "error":
                outcome.error = ANSI.sub("", "\n".join(content["traceback"]))

    def complete(self, code: str) -> list[str]:
        """Returns what Tab offers at the end of the code."""
        return self._reply(self.client.complete(code))["matches"]

    def inspect(self, code: str, at: int | None = None) -> str:
        """Returns what Shift-Tab shows at that place, at first the end of the code."""
        content = self._reply(self.client.inspect(code, len(code) if at is None else at))
        return content["data"]["text/plain"] if content["found"] else ""

    def _reply(self, request: str) -> dict:
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == request:
                return reply["content"]


@contextlib.contextmanager
def started(name: str = "java", **environment: str) -> Iterator[LiveKernel]:
    """Starts the kernel of that name, and ends it."""
    kernelspec.prepare()
    with pytest.MonkeyPatch.context() as patch:
        for key, value in environment.items():
            patch.setenv(key, value)
        manager, client = start_new_kernel(startup_timeout=PATIENCE, kernel_name=name)
    try:
        yield LiveKernel(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
