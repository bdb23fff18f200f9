"""Measures in our kernel: our_kernel.py NETWORK EPOCHS BATCH LR chapter|curve|start.

`chapter` runs the LeNet chapter from end to end. `curve` tells which share of a training's
processor time goes into curve and sums: what the drawing threads took, and what the training thread
spends in its calls. `start` tells how long the kernel takes until its first cell is done.
"""

from __future__ import annotations

import re
import sys
import time

import nbformat
import report
from jupyter_client.manager import KernelManager

from d2ltools import problem
from d2ltools.chapters import find, tidy
from d2ltools.kernel import execution, kernelspec, parameters
from d2ltools.terminal import Terminal

KEPT = ("imports", "parameters", "data", "iter", "convolution", "net")
TRAIN = """\
import java.lang.management.ManagementFactory;
var system = (com.sun.management.OperatingSystemMXBean)
        ManagementFactory.getOperatingSystemMXBean();
var threads = ManagementFactory.getThreadMXBean();
long drawing() {
    return Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("d2l-live-picture"))
            .mapToLong(thread -> threads.getThreadCpuTime(thread.getId())).sum();
}
long cpu = system.getProcessCpuTime(), drawn = drawing();
var result = trainCh6(net, data.trainIter(batchSize), testIter, numEpochs, lr, device);
cpu = system.getProcessCpuTime() - cpu;
drawn = drawing() - drawn;
"""
CALLS = """\
var sums = new Accumulator(3);
var curves = Animator.builder().setLegend("a", "b", "c").optXLim(0, 1e9).build();
long start = System.nanoTime();
for (int i = 0; i < 100_000; i++) sums.add(1, 2, 3);
double sumNanos = (System.nanoTime() - start) / 1e5;
start = System.nanoTime();
for (int i = 0; i < 1_000; i++) curves.add(i, 1, 2, 3);
double curveNanos = (System.nanoTime() - start) / 1e3;
curves.finish();
double calls = numEpochs * 275 * sumNanos + numEpochs * 6 * curveNanos;
System.out.println("share " + (drawn + calls) / cpu);
result
"""


class Watch(Terminal):
    """Tells when the first curve comes, and what the curves say while they grow."""

    def status(self, text: str) -> None:
        """Takes the text beside a picture; that of a curve begins with the name of its x axis."""
        if text.startswith("epoch "):
            report.say("point")
            report.say("progress", text=text)

    def say(self, text: str) -> None:
        """Ignores a line."""

    write = say


def train(epochs: str, curve: bool) -> None:
    """Runs the chapter, or what it needs for a training that is looked at."""
    path = find.find("06-lenet")
    notebook = execution.read(path)
    parameters.apply(notebook, {"numEpochs": epochs})
    if curve:
        notebook.cells = [cell for cell in notebook.cells if cell["id"] in KEPT]
        notebook.cells += [nbformat.v4.new_code_cell(code) for code in (TRAIN, CALLS)]
    execution.run(notebook, path.parent, Watch())
    printed = "\n".join(tidy.printed(notebook))
    report.chapter(printed)
    if curve:
        report.say("result", curve_share=float(re.findall(r"share ([\d.eE-]+)", printed)[-1]))


def start() -> None:
    """Starts the kernel, runs one cell and ends it."""
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


if __name__ == "__main__":
    problem.listen()
    kernelspec.prepare()
    start() if sys.argv[-1] == "start" else train(sys.argv[2], sys.argv[-1] == "curve")
