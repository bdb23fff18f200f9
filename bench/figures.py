"""What several rounds come to: medians, ranges, ratios, and the goals for them."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from results import Result


@dataclass(frozen=True)
class Figure:
    """The median of some rounds, and the smallest and the largest of them."""

    median: float
    low: float
    high: float


class Figures:
    """All results of a run, by row and by figure."""

    def __init__(self, results: Iterable[Result]):
        self.results = list(results)

    def of(self, row: str, name: str) -> Figure | None:
        """Returns a figure of a row; None where it was not measured."""
        values = [r[name] for r in self.results if r["row"] == row and name in r]
        if not values:
            return None
        return Figure(statistics.median(values), min(values), max(values))

    def ratio(self, row: str, other: str, name: str) -> float | None:
        """Returns how a row's median stands to another one's; None if either is not there."""
        one, two = self.of(row, name), self.of(other, name)
        return one.median / two.median if one and two and two.median else None


@dataclass(frozen=True)
class Goal:
    """A figure that we want to reach; `at_most` tells on which side of it we want to be."""

    title: str
    value: Callable[[Figures], float | None]
    must: float
    aim: float
    at_most: bool = False

    def verdict(self, value: float) -> str:
        """Says in one word what was reached."""
        sign = -1 if self.at_most else 1
        if sign * value >= sign * self.aim:
            return "aim"
        return "must" if sign * value >= sign * self.must else "short"


def _ratio(row: str, other: str, name: str = "examples_per_s"):
    return lambda figures: figures.ratio(row, other, name)


def _median(row: str, name: str):
    def value(figures: Figures) -> float | None:
        figure = figures.of(row, name)
        return figure.median if figure else None

    return value


def _difference(row: str, other: str, name: str):
    def value(figures: Figures) -> float | None:
        one, two = figures.of(row, name), figures.of(other, name)
        return abs(one.median - two.median) if one and two else None

    return value


def _size(row: str, name: str):
    def value(figures: Figures) -> float | None:
        figure = figures.of(row, name)
        return abs(figure.median) if figure else None

    return value


BOOK = "chapter-book-pytorch"
GOALS = (
    Goal(
        "our chapter to the book's on PyTorch, time, MXNet",
        _ratio("chapter-ours-mxnet", BOOK, "wall_s"),
        0.6,
        0.4,
        at_most=True,
    ),
    Goal(
        "our chapter to the book's on PyTorch, time, PyTorch",
        _ratio("chapter-ours-pytorch", BOOK, "wall_s"),
        0.5,
        0.4,
        at_most=True,
    ),
    Goal("MXNet to Python MXNet's loop, speed", _ratio("ours-mxnet", "python-mxnet"), 1.4, 1.8),
    Goal("MXNet to DJL's EasyTrain, speed", _ratio("ours-mxnet", "djl-mxnet"), 1.4, 1.8),
    Goal(
        "PyTorch to Python PyTorch's loop, speed",
        _ratio("ours-pytorch", "python-pytorch"),
        0.8,
        1.0,
    ),
    Goal("two cores to one, speed, MXNet", _ratio("ours-mxnet", "core1-ours-mxnet"), 1.5, 1.8),
    Goal(
        "two cores to one, speed, PyTorch", _ratio("ours-pytorch", "core1-ours-pytorch"), 1.6, 1.8
    ),
    Goal("first epoch to third, speed, MXNet", _median("ours-mxnet", "first_to_third"), 0.75, 0.9),
    Goal(
        "first epoch to third, speed, PyTorch", _median("ours-pytorch", "first_to_third"), 0.75, 0.9
    ),
    Goal(
        "curve and sums, share of training, MXNet",
        _median("curve-mxnet", "curve_share"),
        0.03,
        0.01,
        at_most=True,
    ),
    Goal(
        "curve and sums, share of training, PyTorch",
        _median("curve-pytorch", "curve_share"),
        0.03,
        0.01,
        at_most=True,
    ),
    Goal(
        "peak memory of a plain program, MXNet, MiB",
        _median("ours-mxnet", "peak_mib"),
        800,
        500,
        at_most=True,
    ),
    Goal(
        "growth of memory, epoch 10 to 30, MXNet",
        _size("memory-mxnet", "growth"),
        0.02,
        0.02,
        at_most=True,
    ),
    Goal(
        "growth of memory, epoch 10 to 30, PyTorch",
        _size("memory-pytorch", "growth"),
        0.02,
        0.02,
        at_most=True,
    ),
    Goal(
        "an epoch of LeNet-5 as published to one of the simplified, MXNet",
        _ratio("ours-mxnet", "lenet5-ours-mxnet"),
        2.5,
        2.0,
        at_most=True,
    ),
    Goal(
        "an epoch of LeNet-5 as published to one of the simplified, PyTorch",
        _ratio("ours-pytorch", "lenet5-ours-pytorch"),
        2.5,
        2.0,
        at_most=True,
    ),
    Goal(
        "test accuracy, shards or none, MXNet",
        _difference("chapter-ours-mxnet", "unsplit-mxnet", "test_acc"),
        0.01,
        0.01,
        at_most=True,
    ),
    Goal(
        "test accuracy, shards or none, PyTorch",
        _difference("chapter-ours-pytorch", "unsplit-pytorch", "test_acc"),
        0.01,
        0.01,
        at_most=True,
    ),
)
