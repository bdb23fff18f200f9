"""The plain loop in Python PyTorch: pytorch_loop.py NETWORK EPOCHS BATCH LR."""

from __future__ import annotations

import platform
import sys

import loop
import numpy
import report
import torch
from torch import nn


def lenet() -> nn.Sequential:
    """Returns the simplified LeNet of the chapters."""
    return nn.Sequential(
        *(nn.Conv2d(1, 6, kernel_size=5, padding=2), nn.Sigmoid()),
        nn.AvgPool2d(kernel_size=2, stride=2),
        *(nn.Conv2d(6, 16, kernel_size=5), nn.Sigmoid()),
        nn.AvgPool2d(kernel_size=2, stride=2),
        nn.Flatten(),
        *(nn.Linear(16 * 5 * 5, 120), nn.Sigmoid()),
        *(nn.Linear(120, 84), nn.Sigmoid()),
        nn.Linear(84, 10),
    )


NETWORKS = {"lenet": lenet}


class PytorchModel:
    """A network of PyTorch with softmax cross-entropy and plain gradient descent."""

    def __init__(self, network: str, lr: float):
        self.net = NETWORKS[network]()
        self.net.apply(_initialize)
        self.loss = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=lr)

    def arrays(self, images, labels):
        return torch.from_numpy(images), torch.from_numpy(labels).long()

    def take(self, arrays, index):
        chosen = torch.from_numpy(index)
        return arrays[0][chosen], arrays[1][chosen]

    def train(self, X, y) -> tuple[float, float]:
        self.optimizer.zero_grad()
        scores = self.net(X)
        mean = self.loss(scores, y)
        mean.backward()
        self.optimizer.step()
        return mean.item() * len(y), _correct(scores, y)

    def correct(self, X, y) -> float:
        with torch.no_grad():
            return _correct(self.net(X), y)


def _initialize(layer: nn.Module) -> None:
    if isinstance(layer, (nn.Linear, nn.Conv2d)):
        nn.init.xavier_uniform_(layer.weight)


def _correct(scores, y) -> float:
    return float((scores.argmax(dim=1) == y).sum().item())


if __name__ == "__main__":
    torch.manual_seed(0)
    python = f"Python {platform.python_version()}"
    text = f"{python}, PyTorch {torch.__version__}, NumPy {numpy.__version__}"
    report.say("versions", text=text)
    loop.run(PytorchModel(sys.argv[1], float(sys.argv[4])))
