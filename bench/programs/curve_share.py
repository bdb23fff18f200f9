"""Measures which share of a training goes into curve and sums: curve_share.py CHAPTER EPOCHS.

Trains in our kernel, where curves are pictures. The share is that of processor time: what the
drawing threads took, and what the training thread spends in its calls.
"""

from __future__ import annotations

import re
import sys

import nbformat
from java_kernel import Watch, printed, report

from d2ltools.chapters import find
from d2ltools.kernel import execution
from d2ltools.kernel import kernelspec
from d2ltools.kernel import parameters
from d2ltools import stopping

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

if __name__ == "__main__":
    stopping.listen()
    chapter = find.find(sys.argv[1])
    notebook = execution.read(chapter)
    notebook.cells = [cell for cell in notebook.cells if cell["id"] in KEPT]
    parameters.apply(notebook, {"numEpochs": sys.argv[2]})
    notebook.cells += [nbformat.v4.new_code_cell(TRAIN), nbformat.v4.new_code_cell(CALLS)]
    kernelspec.prepare()
    execution.run(notebook, chapter.parent, Watch())
    text = printed(notebook)
    report.chapter(text)
    report.say("result", curve_share=float(re.findall(r"share ([\d.eE-]+)", text)[-1]))
