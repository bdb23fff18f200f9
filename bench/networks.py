"""The networks that are measured; each new one is an entry here and in the files of its peers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Network:
    """A network, and in which of the peers it is written.

    The peers' own entries stand in java/Networks.java, programs/mxnet_networks.py and
    programs/pytorch_networks.py.
    """

    title: str
    lr: float
    batch: int
    in_python: bool = True
    once: bool = False
    """Measured in the first round alone, for two epochs: large networks would take hours."""
    cost: float = 1.0
    """How many times longer than LeNet it takes, to tell how much is left."""
    chapter: str = ""
    """The chapter of ours that trains it, if the book has one too; empty if not."""


NETWORKS = {
    "lenet": Network("LeNet, simplified", lr=0.9, batch=256, chapter="06-lenet"),
    "lenet5": Network(
        "LeNet-5 as published", lr=0.01, batch=64, in_python=False, once=True, cost=4
    ),
}
