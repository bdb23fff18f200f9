"""What is measured: one row for each program, network and setting."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from networks import NETWORKS

ENGINES = {"mxnet": "MXNet", "pytorch": "PyTorch"}
LOOP_EPOCHS = 4
ONCE_EPOCHS = 2
CHAPTER_EPOCHS = 10
MEMORY_EPOCHS = 30
# All of Java's heap from the start: that it fills slowly would look like a leak, or hide one.
WHOLE_HEAP = ("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch")


class NoSuchRow(Exception):
    """A pattern that no row fits."""


@dataclass(frozen=True)
class Row:
    """One thing that is measured, in a process of its own."""

    name: str
    title: str
    group: str
    program: str
    engine: str
    network: str
    seconds: float
    """About how long it takes on two cores, to tell how much is left."""
    epochs: int = LOOP_EPOCHS
    batch: int = 256
    cores: int = 0
    """To how many cores it is held; 0 for all."""
    options: tuple[str, ...] = ()
    once: bool = False
    """Measured in the first round alone."""
    tree: bool = field(default=False)
    """Its memory is that of several processes."""

    @property
    def python_peer(self) -> str:
        """Which virtual environment it needs besides our own; empty if none."""
        return self.engine if self.program in ("loop", "book") else ""


def all_rows() -> list[Row]:
    """Returns the rows in the order in which they are measured."""
    return [row for network in NETWORKS for row in _of(network)]


def chosen(patterns: str, epochs: int, rows: Iterable[Row]) -> list[Row]:
    """Returns the rows that fit one of the patterns, none of them with more than these epochs.

    Patterns are separated by commas, such as `ours-*,python-mxnet`; none means all rows, and 0
    epochs means as many as each row has.
    """
    rows = list(rows)
    words = [word.strip() for word in patterns.split(",") if word.strip()]
    for word in words:
        if not any(_fits(row, word) for row in rows):
            known = ", ".join(row.name for row in rows)
            raise NoSuchRow(f"No row fits {word!r}. There are: {known}")
    picked = [row for row in rows if not words or any(_fits(row, word) for word in words)]
    return [replace(row, epochs=min(row.epochs, epochs or row.epochs)) for row in picked]


def _fits(row: Row, pattern: str) -> bool:
    return fnmatch.fnmatchcase(row.name, pattern)


def _of(network: str) -> list[Row]:
    entry = NETWORKS[network]
    rows = [*_loops(network)]
    if entry.chapter:
        rows += [*_chapters(network), *_alone(network), *_growing(network)]
    prefix = "" if network == "lenet" else network + "-"
    return [
        replace(row, name=prefix + row.name)
        for row in rows
        if entry.in_python or not row.python_peer
    ]


def _loops(network: str) -> Iterable[Row]:
    for engine, name in ENGINES.items():
        slow = 1.0 if engine == "mxnet" else 0.6
        common = {"group": "loops", "engine": engine, "network": network}
        entry = NETWORKS[network]
        common |= {"batch": entry.batch, "once": entry.once}
        common["epochs"] = ONCE_EPOCHS if entry.once else LOOP_EPOCHS
        slow *= entry.cost * common["epochs"] / LOOP_EPOCHS
        title = f"d2l-java, {name}"
        yield Row(f"ours-{engine}", title, program="ours", seconds=26 * slow, **common)
        yield Row(f"python-{engine}", f"Python {name}", program="loop", seconds=30 * slow, **common)
        title = f"DJL's EasyTrain, {name}"
        yield Row(f"djl-{engine}", title, program="djl", seconds=32 * slow, **common)


def _chapters(network: str) -> Iterable[Row]:
    for engine, name in ENGINES.items():
        common = {"group": "chapters", "engine": engine, "network": network}
        common |= {"epochs": CHAPTER_EPOCHS, "tree": True}
        title = f"our chapter, {name}"
        yield Row(f"chapter-ours-{engine}", title, program="chapter", seconds=60, **common)
        yield Row(
            f"chapter-book-{engine}", f"the book's, {name}", program="book", seconds=80, **common
        )


def _alone(network: str) -> Iterable[Row]:
    """Rows that stand for themselves, once each."""
    yield Row(
        "python-mxnet-hybrid",
        "Python MXNet, hybridized",
        "loops",
        "loop",
        "mxnet",
        network,
        26,
        options=("--hybridize",),
        once=True,
    )
    yield Row("kernel", "start of the kernel", "kernel", "kernel", "mxnet", network, 4, tree=True)
    for engine, name in ENGINES.items():
        common = {"engine": engine, "network": network, "once": True}
        yield Row(
            f"curve-{engine}",
            f"curve and sums, {name}",
            "curve",
            "curve",
            seconds=55,
            epochs=CHAPTER_EPOCHS,
            tree=True,
            **common,
        )
        yield Row(
            f"unsplit-{engine}",
            f"d2l-java, {name}, one shard",
            "unsplit",
            "ours",
            seconds=65,
            epochs=CHAPTER_EPOCHS,
            options=("-Dd2l.shards=1",),
            **common,
        )
        yield Row(
            f"memory-{engine}",
            f"d2l-java, {name}, 30 epochs",
            "memory",
            "ours",
            seconds=120,
            epochs=MEMORY_EPOCHS,
            options=WHOLE_HEAP,
            **common,
        )


def _growing(network: str) -> Iterable[Row]:
    """The same loops with other minibatches, and on one core."""
    for row in [row for row in _loops(network) if row.program in ("ours", "loop")]:
        yield replace(row, name=f"batch32-{row.name}", group="sizes", batch=32, epochs=2, once=True)
        yield replace(
            row, name=f"batch1024-{row.name}", group="sizes", batch=1024, epochs=3, once=True
        )
        yield replace(row, name=f"core1-{row.name}", group="cores", cores=1, epochs=3, once=True)
