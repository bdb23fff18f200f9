"""Measures how long our kernel takes until it is ready, and until its first cell is done."""

from __future__ import annotations

import time

from java_kernel import report

from d2ltools.kernel import kernelspec
from d2ltools import stopping
from jupyter_client.manager import KernelManager

if __name__ == "__main__":
    stopping.listen()
    kernelspec.prepare()
    manager = KernelManager(kernel_name="java")
    start = time.perf_counter()
    manager.start_kernel()
    try:
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        ready = time.perf_counter()
        code = "import static ai.d2l.Training.*;\ntryGpu()"
        client.execute_interactive(code, timeout=60, output_hook=lambda message: None)
        done = time.perf_counter()
        client.stop_channels()
        report.say("result", kernel_ready_s=ready - start, first_cell_s=done - start)
    finally:
        manager.shutdown_kernel(now=True)
