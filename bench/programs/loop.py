"""A plain, fast training loop over arrays in memory, the same for each of the Python peers.

The programs' words are NETWORK EPOCHS BATCH LR; the data is in the folder D2L_DATA.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import numpy
import report


def load(split: str) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Returns images, float32 from 0 to 1 of shape (n, 1, 28, 28), and labels, int32 of (n)."""
    folder = Path(os.environ["D2L_DATA"])
    images = numpy.fromfile(folder / f"{split}-images-idx3-ubyte", numpy.uint8)[16:]
    labels = numpy.fromfile(folder / f"{split}-labels-idx1-ubyte", numpy.uint8)[8:]
    pictures = images.reshape(len(labels), 1, 28, 28).astype(numpy.float32) / 255
    return pictures, labels.astype(numpy.int32)


def run(model) -> None:
    """Trains and evaluates, epoch by epoch, and tells what each of them took.

    A model's `arrays` takes NumPy's to the framework, `take` picks a minibatch of them, `train`
    returns the sum of its losses and the number of correct predictions, `correct` that number.
    """
    epochs, batch = int(sys.argv[2]), int(sys.argv[3])
    train, test = model.arrays(*load("train")), model.arrays(*load("t10k"))
    rng = numpy.random.default_rng(0)
    for _ in range(epochs):
        start, cpu = time.perf_counter(), time.process_time()
        loss, right, seen = 0.0, 0.0, 0
        for index in _minibatches(rng.permutation(len(train[1])), batch):
            sums = model.train(*model.take(train, index))
            loss, right, seen = loss + sums[0], right + sums[1], seen + len(index)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        rss = report.rss_mib()
        report.say("epoch", train_s=seconds, cpu_s=cpu, examples=seen, rss_mib=rss)
        order = numpy.arange(len(test[1]))
        hits = sum(model.correct(*model.take(test, i)) for i in _minibatches(order, batch))
    report.say("result", loss=loss / seen, train_acc=right / seen, test_acc=hits / len(order))


def _minibatches(order: numpy.ndarray, size: int) -> list[numpy.ndarray]:
    return [order[i : i + size] for i in range(0, len(order), size)]
