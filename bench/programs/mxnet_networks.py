"""The networks in Python MXNet; each entry makes a fresh one."""

from mxnet.gluon import nn


def lenet() -> nn.HybridSequential:
    """Returns the simplified LeNet of the chapters."""
    net = nn.HybridSequential()
    net.add(
        nn.Conv2D(channels=6, kernel_size=5, padding=2, activation="sigmoid"),
        nn.AvgPool2D(pool_size=2, strides=2),
        nn.Conv2D(channels=16, kernel_size=5, activation="sigmoid"),
        nn.AvgPool2D(pool_size=2, strides=2),
        nn.Dense(120, activation="sigmoid"),
        nn.Dense(84, activation="sigmoid"),
        nn.Dense(10),
    )
    return net


NETWORKS = {"lenet": lenet}
