"""Runs one notebook that standard input brings, and tells what becomes of it: worker.py NUMBER.

Each line goes into the open file of that number, which the notebook cannot reach.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import os
import sys
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError, DeadKernelError

from d2ltools import problem
from d2ltools.kernel import execution
from d2ltools.terminal import Terminal

MOST_OUTPUT = 1_000_000  # characters that are kept of what a notebook prints
PR_SET_DUMPABLE = 4  # in Linux's prctl.h


class Quiet(execution.Execution):
    """A run that tells of each cell, and forgets what is printed beyond measure."""

    kept = 0

    async def async_execute_cell(self, cell, cell_index, *args, **kwargs):
        if cell.cell_type == "code":
            tell(begun=self.code_cells_executed + 1)
        return await super().async_execute_cell(cell, cell_index, *args, **kwargs)

    def process_message(self, msg, cell, cell_index):
        if msg["msg_type"] in ("stream", "display_data", "execute_result", "update_display_data"):
            self.kept += len(str(msg["content"]))
            if self.kept > MOST_OUTPUT:
                return None
        return super().process_message(msg, cell, cell_index)


def tell(**words) -> None:
    """Says something to the program that started this one."""
    os.write(int(sys.argv[1]), f"{json.dumps(words)}\n".encode())


def close_off() -> None:
    """Keeps the kernel from this program's memory and open files, which /proc would give it.

    Both run as the same user, and what is told here decides whether the notebook has passed.
    """
    os.set_inheritable(int(sys.argv[1]), False)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def main() -> None:
    """Reads {notebook, check}, runs the cells in order, and stops at the first that fails."""
    problem.listen()
    close_off()
    asked = json.load(sys.stdin)
    try:
        notebook = nbformat.reads(asked["notebook"], as_version=4)
        nbformat.validate(notebook)
    except Exception as e:  # whatever a torn file does to the reader
        return tell(result="broken", why=f"is no notebook: {_first(str(e) or type(e).__name__)}")
    if asked["check"]:
        notebook.cells.append(nbformat.v4.new_code_cell(asked["check"]))
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code:
        cell.outputs, cell.execution_count = [], None
        cell.metadata = {}  # among its tags may be one not to run it, or that it may fail
    tell(cells=len(code))
    with open(os.devnull, "w") as nowhere:
        run = Quiet(notebook, Path.cwd(), Terminal(nowhere))
        try:
            asyncio.run(run.finish(stdout=nowhere, stderr=nowhere))
        except CellExecutionError as e:
            why = _first(execution.cause(notebook, e))
            result = "too much memory" if "java.lang.OutOfMemoryError" in why else "failed"
            return tell(result=result, why=why)
        except DeadKernelError as e:
            return tell(result="crashed", why=_first(str(e)))
        except Exception as e:
            return tell(result="crashed", why=f"the kernel did not start: {_first(str(e))}")
    tell(result="passed", why="")


def _first(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")[:300]


if __name__ == "__main__":
    main()
