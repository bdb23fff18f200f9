"""Trains, makes nets and runs a chapter again and again in one kernel: soak.py [ROUNDS].

Prints what memory and how many arrays the kernel holds after each; ends with 1 if they grow. What
Java itself holds is told apart: JShell keeps what it has compiled, for each cell that was ever run.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass

import nbformat

from d2ltools import stopping
from d2ltools.chapters import find
from d2ltools.kernel import execution, kernelspec, parameters
from d2ltools.places import BUILD
from d2ltools.setup import java_home
from d2ltools.terminal import Terminal

ROUNDS = 30
ALLOWED_GROWTH = 0.02
# JShell and javac keep a quarter of that; what is compiled later comes and goes.
KIB_OF_JAVA_A_CELL = 128
ON = re.compile(r"^soak on (.*)$", re.MULTILINE)
MEASURED = re.compile(
    r"^soak (\w+): (\d+) KiB beside Java's (\d+) KiB, (\d+) arrays$", re.MULTILINE
)

# Each of these rounds takes fifty steps and makes five nets; half of them are the warm-up.
SHORT_ROUNDS = 40
PROBE = """
import ai.d2l.internal.engine.EngineSetup; import ai.d2l.internal.engine.Weights; import java.nio.file.*;
void soak(String what) throws Exception {
    for (int i = 0; i < 5; i++) { System.gc(); Thread.sleep(50); }
    long kib = Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmRSS")).mapToLong(
                    line -> Long.parseLong(line.replaceAll("\\\\D", ""))).findFirst().orElse(0);
    var memory = java.lang.management.ManagementFactory.getMemoryMXBean();
    var heap = memory.getHeapMemoryUsage(); // which is whole from the start
    long others = memory.getNonHeapMemoryUsage().getUsed();
    try (var own = EngineSetup.engine().newBaseManager()) {
        int arrays = own.getParentManager().getManagedArrays().size();
        System.out.println(
                "soak %s: %d KiB beside Java's %d KiB, %d arrays"
                        .formatted(
                                what,
                                kib - (heap.getCommitted() + others) / 1024,
                                (heap.getUsed() + others) / 1024,
                                arrays));
    }
}
"""
STEPS = 'trainCh6(net, data.trainIter(40), data.testIter(500), 1, 0.1, device); soak("steps");'
NETS = """
for (int i = 0; i < 5; i++) {
    var made = new SequentialBlock().add(Blocks.batchFlattenBlock())
            .add(Linear.builder().setUnits(1000).build());
    Weights.initialize(made, device, new Shape(256, 1, 28, 28));
}
soak("nets");
"""
NAME = """
var engine = EngineSetup.engine();
System.out.println("soak on " + engine.getEngineName() + " " + engine.getVersion());
"""


@dataclass
class Series:
    """What was measured after each round of the same work."""

    what: str
    cells: int
    """How many cells a round has."""
    kib: list[int]
    """The memory beside Java's heap, classes and compiled code: the arrays, above all."""
    java: list[int]
    """What Java holds after it has collected its garbage: objects, classes, compiled code."""
    arrays: list[int]

    def growth(self) -> float:
        """Returns by which share the memory beside Java's grew, after half the rounds."""
        first, last = _first_and_last(self.kib)
        return last / first - 1

    def kept_by_java(self) -> float:
        """Returns how many KiB Java kept of each cell, after half the rounds."""
        first, last = _first_and_last(self.java)
        rounds = len(self.java) - len(self.java) // 2
        return (last - first) / max(1, rounds - max(1, rounds // 3)) / self.cells

    def is_flat(self) -> bool:
        """Tells whether neither memory nor arrays grew after the warm-up."""
        warm = self.arrays[len(self.arrays) // 2 :]
        grows = self.growth() > ALLOWED_GROWTH or self.kept_by_java() > KIB_OF_JAVA_A_CELL
        return not grows and max(warm) <= warm[0]

    def row(self) -> str:
        """Returns a line of the table."""
        mib = [round(self.kib[i] / 1024) for i in (0, len(self.kib) // 2, -1)]
        arrays = f"{self.arrays[0]:>10} {self.arrays[-1]:>5}"
        end = "flat" if self.is_flat() else "GROWS"
        return (
            f"{self.what:<9} {len(self.kib):>6} {mib[0]:>6} {mib[1]:>6} {mib[2]:>6}"
            f" {100 * self.growth():>+11.1f} % {self.kept_by_java():>+8.1f} KiB {arrays:>15}  {end}"
        )


def _first_and_last(kib: list[int]) -> tuple[float, float]:
    """Returns the means of the first and the last third of the second half of the rounds."""
    warm = kib[len(kib) // 2 :]
    third = max(1, len(warm) // 3)
    return sum(warm[:third]) / third, sum(warm[-third:]) / third


HEAD = "work      rounds MiB 1st   half    end        growth  Java a cell  arrays 1st   end"


def main(words: list[str]) -> int:
    """Returns 0 if nothing grows."""
    stopping.listen()
    terminal = Terminal()
    try:
        os.environ["D2L_DATA"] = "sample"
        found = soak(int(words[0]) if words else ROUNDS, terminal)
    except (execution.CellFailed, java_home.NoJava, OSError) as e:
        print(e, file=sys.stderr)
        return 1
    except stopping.Stopped as e:
        print("Stopped.", file=sys.stderr)
        return e.exit_code
    terminal.say("\n".join([HEAD, *(each.row() for each in found)]))
    return 0 if all(each.is_flat() for each in found) else 1


def soak(rounds: int, terminal: Terminal, short_rounds: int = SHORT_ROUNDS) -> list[Series]:
    """Runs LeNet's cells that many times on the sample; two thousand steps, two hundred nets."""
    kernelspec.prepare()
    # a heap that grows, or is walked through for the first time, would look like a leak
    os.environ["JDK_JAVA_OPTIONS"] = f"-Xms{kernelspec.heap()} -XX:+AlwaysPreTouch"
    chapter = find.find("06-lenet")
    notebook = execution.read(chapter)
    parameters.apply(notebook, {"numEpochs": "1"})
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    work = [PROBE, NAME, *[*cells, 'soak("chapter");'] * rounds]
    work += [STEPS] * short_rounds + [NETS] * short_rounds
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in work]
    with (BUILD / "soak.log").open("w") as out:
        terminal.say(f"Running the cells of LeNet {rounds} times; what they print: build/soak.log")
        execution.run(notebook, chapter.parent, Terminal(out))
    text = (BUILD / "soak.log").read_text()
    terminal.say(ON.search(text)[1])
    found = {}
    for what, kib, java, arrays in MEASURED.findall(text):
        count = len(cells) if what == "chapter" else 1
        series = found.setdefault(what, Series(what, count, [], [], []))
        series.kib.append(int(kib))
        series.java.append(int(java))
        series.arrays.append(int(arrays))
    return list(found.values())
