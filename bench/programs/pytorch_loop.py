"""The plain loop in Python PyTorch."""

from __future__ import annotations

import platform

import loop
import numpy
import report
import torch
from pytorch_networks import NETWORKS
from torch import nn


class PytorchModel:
    """A network of PyTorch with softmax cross-entropy and plain gradient descent."""

    def __init__(self, network: str, lr: float):
        self.net = NETWORKS[network]()
        self.net.apply(_initialize)
        self.loss = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=lr)

    def arrays(self, images: numpy.ndarray, labels: numpy.ndarray) -> tuple:
        """Returns both as tensors."""
        return torch.from_numpy(images), torch.from_numpy(labels).long()

    def take(self, arrays: tuple, index: numpy.ndarray) -> tuple:
        """Returns the minibatch of these examples."""
        chosen = torch.from_numpy(index)
        return arrays[0][chosen], arrays[1][chosen]

    def train(self, X, y) -> tuple[float, float]:
        """Takes one step; returns the sum of the losses and the number of correct predictions."""
        self.optimizer.zero_grad()
        scores = self.net(X)
        mean = self.loss(scores, y)
        mean.backward()
        self.optimizer.step()
        return mean.item() * len(y), _correct(scores, y)

    def correct(self, X, y) -> float:
        """Returns the number of correct predictions."""
        with torch.no_grad():
            return _correct(self.net(X), y)


def _initialize(layer: nn.Module) -> None:
    if isinstance(layer, (nn.Linear, nn.Conv2d)):
        nn.init.xavier_uniform_(layer.weight)


def _correct(scores, y) -> float:
    return float((scores.argmax(dim=1) == y).sum().item())


if __name__ == "__main__":
    torch.manual_seed(0)
    words = loop.arguments()
    report.say(
        "versions",
        text=f"Python {platform.python_version()}, PyTorch {torch.__version__},"
        f" NumPy {numpy.__version__}",
    )
    loop.run(PytorchModel(words.network, words.lr), words)
