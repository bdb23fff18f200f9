"""Trains, makes nets and runs LeNet's cells again and again in one kernel: nothing grows.

Takes minutes, and is run by `pytest -s -m soak` alone. What Java holds is told apart: JShell keeps
what it has compiled, for each cell that was ever run. The first half of the rounds does not count:
MXNet's workspaces grow meanwhile, each up to the largest that was ever asked of it.
"""

import re

import live_kernel
import pytest

from d2ltools.chapters import find
from d2ltools.kernel import execution, kernelspec, parameters

pytestmark = pytest.mark.soak
ALLOWED_GROWTH = 0.02
# JShell and javac keep a quarter of that; what is compiled later comes and goes.
KIB_OF_JAVA_A_CELL = 128
MEASURED = re.compile(r"soak: (\d+) KiB beside Java's (\d+) KiB, (\d+) arrays")
PROBE = """
import ai.d2l.internal.engine.EngineSetup; import ai.d2l.internal.engine.Weights; import java.nio.file.*;
void soak() throws Exception {
    for (int i = 0; i < 5; i++) { System.gc(); Thread.sleep(50); }
    long kib = Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS")).mapToLong(
                    line -> Long.parseLong(line.replaceAll("\\\\D", ""))).findFirst().orElse(0);
    var memory = java.lang.management.ManagementFactory.getMemoryMXBean();
    var heap = memory.getHeapMemoryUsage(); // which is whole from the start
    long others = memory.getNonHeapMemoryUsage().getUsed();
    try (var own = EngineSetup.engine().newBaseManager()) {
        System.out.println("soak: %d KiB beside Java's %d KiB, %d arrays".formatted(
                kib - (heap.getCommitted() + others) / 1024, (heap.getUsed() + others) / 1024,
                own.getParentManager().getManagedArrays().size()));
    }
}
"""
STEPS = "trainCh6(net, data.trainIter(40), data.testIter(500), 1, 0.1, device);"  # fifty
NETS = """
for (int i = 0; i < 5; i++) {
    var made = new SequentialBlock().add(Blocks.batchFlattenBlock())
            .add(Linear.builder().setUnits(1000).build());
    Weights.initialize(made, device, new Shape(256, 1, 28, 28));
}
"""


@pytest.fixture(scope="module")
def chapter():
    """The cells of LeNet for one epoch."""
    notebook = execution.read(find.find("06-lenet"))
    parameters.apply(notebook, {"numEpochs": "1"})
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def soaked(chapter):
    """A kernel in which the chapter has run once, and the probe is there."""
    # a heap that grows, or is walked through for the first time, would look like a leak
    java = f"-Xms{kernelspec.heap()} -XX:+AlwaysPreTouch"
    with live_kernel.started(D2L_DATA="sample", JDK_JAVA_OPTIONS=java) as kernel:
        for cell in [PROBE, *chapter]:
            assert kernel.run(cell).error == ""
        yield kernel


@pytest.mark.parametrize(("work", "rounds"), [("chapter", 30), ("steps", 40), ("nets", 40)])
def test_nothing_grows_after_half_of_the_rounds(soaked, chapter, work, rounds):
    cells = {"chapter": chapter, "steps": [STEPS], "nets": [NETS]}[work]
    measured = []
    for _ in range(rounds):
        outcomes = [soaked.run(cell) for cell in [*cells, "soak();"]]
        assert [outcome.error for outcome in outcomes if outcome.error] == []
        measured.append(map(int, MEASURED.search(outcomes[-1].text).groups()))
    # beside Java's heap and code: the arrays, above all; what Java holds after its collections
    kib, java, arrays = map(list, zip(*measured))
    first, last = first_and_last(kib)
    java_first, java_last = first_and_last(java)
    third = max(1, rounds // 2 // 3)
    kept = (java_last - java_first) / (rounds - rounds // 2 - third) / (len(cells) + 1)
    print(f"{work}: {first / 1024:.0f} to {last / 1024:.0f} MiB, Java {kept:+.1f} KiB a cell")
    assert kib[0] > 100_000 and java[0] > 10_000  # it was measured
    assert last / first - 1 <= ALLOWED_GROWTH, kib
    assert kept <= KIB_OF_JAVA_A_CELL, java
    assert max(arrays[rounds // 2 :]) <= arrays[rounds // 2], arrays


def first_and_last(values):
    """Returns the means of the first and the last third of the second half."""
    warm = values[len(values) // 2 :]
    third = max(1, len(warm) // 3)
    return sum(warm[:third]) / third, sum(warm[-third:]) / third
