"""Running a notebook through its kernel, and telling what comes as it comes."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import re
import tempfile
import warnings
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert.preprocessors import CoalesceStreamsPreprocessor
from nbformat import NotebookNode, ValidationError
from nbformat.warnings import DuplicateCellId, MissingIDFieldWarning

from d2ltools import problem
from d2ltools.kernel import death, kernelspec
from d2ltools.places import NOTEBOOKS
from d2ltools.problem import Problem
from d2ltools.terminal import Terminal

ANSI = re.compile(r"\x1b\[[0-9;]*m")
KERNEL = "java"
LAST_LINES = 15
NO_MEMORY = re.compile("insufficient memory|Native memory|OutOfMemoryError|pthread_create failed")


class CellFailed(Problem):
    """A cell that ended with an error; the message names the cell and the cause."""


class NotebookUnreadable(Problem):
    """A file that is no notebook."""

    def __init__(self, path: Path, reason: str, mend: str):
        super().__init__(f"{path} is no notebook: {reason}. Mend: {mend}")
        self.reason = f"is no notebook: {reason}"
        self.mend = mend


def read(path: Path) -> NotebookNode:
    """Returns the notebook of that file; cells without an id of their own get one."""
    try:
        with warnings.catch_warnings():
            for category in (DuplicateCellId, MissingIDFieldWarning):
                warnings.simplefilter("ignore", category)  # make check says it
            return nbformat.read(path, as_version=4)
    except (ValueError, AttributeError, KeyError, ValidationError) as e:
        ours = path.resolve().is_relative_to(NOTEBOOKS)
        otherwise = f"`make reset CHAPTER={path.stem}`" if ours else "take another copy of it"
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        conflict = [number for number, line in enumerate(lines, 1) if line.startswith("<<<<<<< ")]
        if conflict:
            reason = f"a merge conflict is left in line {conflict[0]}"
            raise NotebookUnreadable(path, reason, f"resolve it, or {otherwise}") from e
        reason = (str(e).strip() or type(e).__name__).splitlines()[0][:100]
        raise NotebookUnreadable(path, reason, f"correct it, or {otherwise}") from e


class Execution(NotebookClient):
    """A run of one notebook that shows what its cells print and how its live outputs change."""

    def __init__(self, notebook: NotebookNode, folder: Path, terminal: Terminal):
        super().__init__(
            notebook,
            kernel_name=KERNEL,
            timeout=None,
            startup_timeout=120,
            record_timing=False,
            resources={"metadata": {"path": str(folder)}},
        )
        self._terminal = terminal
        self._signal = 0

    def create_kernel_manager(self):
        """Returns a manager that waits no longer for the kernel's end than it takes."""
        manager = super().create_kernel_manager()
        manager.shutdown_wait_time = kernelspec.SECONDS_TO_END
        return manager

    async def async_start_new_kernel(self, **kwargs):
        """Starts the kernel; a signal ends this run from now on, and not the cell."""
        with contextlib.suppress(NotImplementedError):
            for number in problem.SIGNALS:
                asyncio.get_running_loop().add_signal_handler(number, self._stop, number)
        await super().async_start_new_kernel(**kwargs)

    async def async_execute_cell(self, *args, **kwargs):
        """Runs a cell; raises DeadKernelError with the reason if the kernel dies in it."""
        try:
            return await super().async_execute_cell(*args, **kwargs)
        except DeadKernelError as e:
            # now, for afterwards nobody knows the process any longer
            code = death.exit_code(self.km)
            raise DeadKernelError(death.reason(code)) from e

    async def finish(self, **kwargs) -> None:
        """Runs all cells and ends the kernel, whatever happens."""
        self._task = asyncio.current_task()
        try:
            await self.async_execute(**kwargs)
        except (Exception, asyncio.CancelledError) as e:
            # nbclient takes its own cancellation for the death of the kernel
            if self._signal:
                raise problem.Stopped(self._signal) from e
            raise
        finally:
            # nbclient leaves a kernel alone that has not answered yet
            if self.km and self.km.has_kernel:
                await self.km.shutdown_kernel(now=True)
            atexit.unregister(self._cleanup_kernel)

    def _stop(self, number: int) -> None:
        self._signal = number
        self._task.cancel()

    def process_message(self, msg, cell, cell_index):
        """Shows a message of the kernel, and then does with it what nbclient does."""
        kind, content = msg["msg_type"], msg["content"]
        if kind == "stream":
            self._terminal.write(content["text"])
        elif kind == "status" and content["execution_state"] == "idle":
            self._terminal.settle()
        elif kind in ("display_data", "execute_result", "update_display_data"):
            text = content["data"].get("text/plain", "")
            if content.get("transient", {}).get("display_id"):  # it may be updated
                self._terminal.status(text)
            elif text:
                self._terminal.settle()
                self._terminal.say(text)
        return super().process_message(msg, cell, cell_index)


def run(notebook: NotebookNode, folder: Path, terminal: Terminal) -> None:
    """Runs all cells; raises CellFailed at the first that fails. No process is left behind."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    log = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
    try:
        asyncio.run(Execution(notebook, folder, terminal).finish(stdout=log, stderr=log))
    except CellExecutionError as e:
        raise CellFailed(f"{cause(notebook, e)}\n  in {_where(notebook)}") from e
    except RuntimeError as e:
        dead = isinstance(e, DeadKernelError)
        what = f"died: {e}\n  in {_where(notebook)}" if dead else "did not start:"
        log.seek(0)
        end = end_of(log.read().splitlines())
        raise CellFailed(f"The kernel {what}\n{end}".rstrip()) from e
    finally:
        log.close()
        terminal.settle()
        # the kernel sends each print by itself
        CoalesceStreamsPreprocessor().preprocess(notebook, {})


def cause(notebook: NotebookNode, error: CellExecutionError) -> str:
    """Returns what the kernel says, without the frames; what is wrong before where it stands."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    text = "\n".join("\n".join(o.traceback) for o in outputs if o.output_type == "error")
    lines = [line for line in ANSI.sub("", text).splitlines() if line.strip()]
    said = [line for line in lines if not line.lstrip().startswith("at ")]
    said.sort(key=lambda line: line.startswith("|"))
    if "OutOfMemoryError" in text and "D2L_HEAP" not in text:
        heap = kernelspec.heap()
        said.insert(1, f"The kernel had {heap} for it: D2L_HEAP=2g make run gives more")
    return "\n".join(said[:LAST_LINES]) or f"{error.ename}: {error.evalue}"


def end_of(lines: list[str]) -> str:
    """Returns the end of a kernel's log, or the memory that it lacked, which Java tells earlier."""
    lacks = [line.lstrip("# ") for line in lines if NO_MEMORY.search(line)]
    return "\n".join(lacks[:3] or lines[-LAST_LINES:])


def _where(notebook: NotebookNode) -> str:
    code = [c for c in notebook.cells if c.cell_type == "code"]
    failed = [c for c in code if any(o.output_type == "error" for o in c.outputs)]
    begun = [c for c in code if c.execution_count is None]
    failed = [*failed, *begun, code[-1]][0]
    lines = failed.source.splitlines()
    source = "\n".join("    " + line for line in lines[:5]) + ("\n    …" if len(lines) > 5 else "")
    return f"code cell {code.index(failed) + 1} of {len(code)}:\n{source}"
