"""The plain loop in Python MXNet: mxnet_loop.py NETWORK EPOCHS BATCH LR [--hybridize]."""

from __future__ import annotations

import platform
import sys

import loop
import mxnet
import numpy
import report
from mxnet import autograd, gluon, init, np, npx
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


class MxnetModel:
    """A network of MXNet with softmax cross-entropy and plain gradient descent."""

    def __init__(self, network: str, lr: float, hybridize: bool):
        self.net = NETWORKS[network]()
        self.net.initialize(init=init.Xavier())
        if hybridize:
            self.net.hybridize(static_alloc=True, static_shape=True)
        self.loss = gluon.loss.SoftmaxCrossEntropyLoss()
        self.trainer = gluon.Trainer(self.net.collect_params(), "sgd", {"learning_rate": lr})

    def arrays(self, images, labels):
        return np.array(images), np.array(labels, dtype="int32")

    def take(self, arrays, index):
        chosen = np.array(index, dtype="int32")
        return arrays[0].take(chosen, axis=0), arrays[1].take(chosen, axis=0)

    def train(self, X, y) -> tuple[float, float]:
        with autograd.record():
            scores = self.net(X)
            losses = self.loss(scores, y)
        losses.backward()
        self.trainer.step(len(y))
        return float(losses.sum()), self._correct(scores, y)

    def correct(self, X, y) -> float:
        return self._correct(self.net(X), y)

    @staticmethod
    def _correct(scores, y) -> float:
        return float((scores.argmax(axis=1).astype(y.dtype) == y).astype("float32").sum())


if __name__ == "__main__":
    npx.set_np()
    mxnet.random.seed(0)
    python = f"Python {platform.python_version()}"
    text = f"{python}, MXNet {mxnet.__version__}, NumPy {numpy.__version__}"
    report.say("versions", text=text)
    loop.run(MxnetModel(sys.argv[1], float(sys.argv[4]), "--hybridize" in sys.argv))
