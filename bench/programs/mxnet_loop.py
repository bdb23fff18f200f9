"""The plain loop in Python MXNet."""

from __future__ import annotations

import platform

import loop
import mxnet
import numpy
import report
from mxnet import autograd, gluon, init, np, npx
from mxnet_networks import NETWORKS


class MxnetModel:
    """A network of MXNet with softmax cross-entropy and plain gradient descent."""

    def __init__(self, network: str, lr: float, hybridize: bool):
        self.net = NETWORKS[network]()
        self.net.initialize(init=init.Xavier())
        if hybridize:
            self.net.hybridize(static_alloc=True, static_shape=True)
        self.loss = gluon.loss.SoftmaxCrossEntropyLoss()
        self.trainer = gluon.Trainer(
            self.net.collect_params(), "sgd", {"learning_rate": lr}
        )

    def arrays(self, images: numpy.ndarray, labels: numpy.ndarray) -> tuple:
        """Returns both as arrays of MXNet."""
        return np.array(images), np.array(labels, dtype="int32")

    def take(self, arrays: tuple, index: numpy.ndarray) -> tuple:
        """Returns the minibatch of these examples."""
        chosen = np.array(index, dtype="int32")
        return arrays[0].take(chosen, axis=0), arrays[1].take(chosen, axis=0)

    def train(self, X, y) -> tuple[float, float]:
        """Takes one step; returns the sum of the losses and the number of correct predictions."""
        with autograd.record():
            scores = self.net(X)
            losses = self.loss(scores, y)
        losses.backward()
        self.trainer.step(len(y))
        return float(losses.sum()), self._correct(scores, y)

    def correct(self, X, y) -> float:
        """Returns the number of correct predictions."""
        return self._correct(self.net(X), y)

    @staticmethod
    def _correct(scores, y) -> float:
        return float((scores.argmax(axis=1).astype(y.dtype) == y).astype("float32").sum())


if __name__ == "__main__":
    npx.set_np()
    mxnet.random.seed(0)
    words = loop.arguments()
    report.say(
        "versions",
        text=f"Python {platform.python_version()}, MXNet {mxnet.__version__},"
        f" NumPy {numpy.__version__}",
    )
    loop.run(MxnetModel(words.network, words.lr, words.hybridize), words)
