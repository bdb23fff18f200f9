"""Telling the bench, line by line, what a program is doing; the same form as Report.java."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

MARK = "bench "
FIGURES = re.compile(r"loss ([\d.]+), train acc ([\d.]+), test acc ([\d.]+)")
SPEED = re.compile(r"([\d.]+) examples/sec")


def say(event: str, **values: object) -> None:
    """Prints one event."""
    print(MARK + json.dumps({"event": event, **values}), flush=True)


def rss_mib() -> float:
    """Returns the memory that this process has resident now; 0 where /proc is not."""
    statm = Path("/proc/self/statm")
    pages = int(statm.read_text().split()[1]) if statm.exists() else 0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20 if pages else 0.0


def chapter(printed: str) -> None:
    """Tells the figures that a chapter's training printed last."""
    loss, train_acc, test_acc = map(float, FIGURES.findall(printed)[-1])
    speed = float(SPEED.findall(printed)[-1])
    say("result", loss=loss, train_acc=train_acc, test_acc=test_acc, said_examples_per_s=speed)
