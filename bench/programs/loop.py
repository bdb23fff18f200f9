"""A plain, fast training loop over arrays in memory, the same for each of the Python peers."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Protocol

import numpy

import fashion_mnist
import report


class Model(Protocol):
    """A network of one framework, on the CPU."""

    def arrays(self, images: numpy.ndarray, labels: numpy.ndarray) -> tuple:
        """Returns both as arrays of the framework."""

    def take(self, arrays: tuple, index: numpy.ndarray) -> tuple:
        """Returns the minibatch of these examples."""

    def train(self, X, y) -> tuple[float, float]:
        """Takes one step; returns the sum of the losses and the number of correct predictions."""

    def correct(self, X, y) -> float:
        """Returns the number of correct predictions."""


def arguments() -> argparse.Namespace:
    """Reads the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--network", required=True)
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--batch", type=int, required=True)
    parser.add_argument("--lr", type=float, required=True)
    parser.add_argument("--hybridize", action="store_true")
    return parser.parse_args()


def run(model: Model, words: argparse.Namespace) -> None:
    """Trains and evaluates, epoch by epoch, and tells what each of them took."""
    train = model.arrays(*fashion_mnist.load(words.data, "train"))
    test = model.arrays(*fashion_mnist.load(words.data, "test"))
    rng = numpy.random.default_rng(0)
    for _ in range(words.epochs):
        start, cpu = time.perf_counter(), time.process_time()
        loss, right, seen = 0.0, 0.0, 0
        for index in _minibatches(rng.permutation(len(train[1])), words.batch):
            sums = model.train(*model.take(train, index))
            loss, right, seen = loss + sums[0], right + sums[1], seen + len(index)
        end = time.perf_counter()
        report.say(
            "epoch",
            train_s=end - start,
            cpu_s=time.process_time() - cpu,
            examples=seen,
            rss_mib=report.rss_mib(),
        )
        order = numpy.arange(len(test[1]))
        hits = sum(model.correct(*model.take(test, i)) for i in _minibatches(order, words.batch))
    report.say(
        "result", loss=loss / seen, train_acc=right / seen, test_acc=hits / len(order)
    )


def _minibatches(order: numpy.ndarray, size: int) -> list[numpy.ndarray]:
    return [order[i : i + size] for i in range(0, len(order), size)]
