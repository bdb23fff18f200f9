"""Runs the book's LeNet chapter, with the book's own package, as a notebook from end to end.

book_chapter.py NETWORK EPOCHS BATCH LR, where the network is lenet; ENGINE is MXNet or PyTorch.
"""

from __future__ import annotations

import os
import re
import sys

import nbformat
import report
from nbclient import NotebookClient

CELLS = {
    "MXNet": [
        "import os\n"
        "from mxnet import autograd, gluon, init, np, npx\n"
        "from mxnet.gluon import nn\n"
        "from d2l import mxnet as d2l\n"
        "npx.set_np()\n"
        "# the files are there, packed by another gzip than the checksums are made for\n"
        "gluon.data.vision.datasets.download = (\n"
        "    lambda url, path, **_: os.path.join(path, url.rsplit('/', 1)[1]))",
        "net = nn.Sequential()\n"
        "net.add(nn.Conv2D(channels=6, kernel_size=5, padding=2, activation='sigmoid'),\n"
        "        nn.AvgPool2D(pool_size=2, strides=2),\n"
        "        nn.Conv2D(channels=16, kernel_size=5, activation='sigmoid'),\n"
        "        nn.AvgPool2D(pool_size=2, strides=2),\n"
        "        nn.Dense(120, activation='sigmoid'),\n"
        "        nn.Dense(84, activation='sigmoid'),\n"
        "        nn.Dense(10))",
        "X = np.random.uniform(size=(1, 1, 28, 28))\n"
        "net.initialize()\n"
        "for layer in net:\n"
        "    X = layer(X)\n"
        "    print(layer.name, X.shape)",
    ],
    "PyTorch": [
        "import torch\nfrom torch import nn\nfrom d2l import torch as d2l",
        "net = nn.Sequential(\n"
        "    nn.Conv2d(1, 6, kernel_size=5, padding=2), nn.Sigmoid(),\n"
        "    nn.AvgPool2d(kernel_size=2, stride=2),\n"
        "    nn.Conv2d(6, 16, kernel_size=5), nn.Sigmoid(),\n"
        "    nn.AvgPool2d(kernel_size=2, stride=2),\n"
        "    nn.Flatten(),\n"
        "    nn.Linear(16 * 5 * 5, 120), nn.Sigmoid(),\n"
        "    nn.Linear(120, 84), nn.Sigmoid(),\n"
        "    nn.Linear(84, 10))",
        "X = torch.rand(size=(1, 1, 28, 28))\n"
        "for layer in net:\n"
        "    X = layer(X)\n"
        "    print(layer.__class__.__name__, X.shape)",
    ],
}
TRAINING = [
    "train_iter, test_iter = d2l.load_data_fashion_mnist(batch_size={batch})",
    "d2l.train_ch6(net, train_iter, test_iter, {epochs}, {lr}, d2l.try_gpu())",
]
VERSIONS = {
    "MXNet": "import mxnet; print('versions: MXNet', mxnet.__version__)",
    "PyTorch": "print('versions: PyTorch', torch.__version__)",
}


class Watched(NotebookClient):
    """A run that tells when the first picture comes, and counts those that follow."""

    _pictures = 0

    def process_message(self, msg, cell, cell_index):
        """Looks at a message of the kernel, and then does with it what nbclient does."""
        kinds = msg["content"].get("data", {}) if msg["msg_type"] == "display_data" else {}
        if any(kind.startswith("image/") for kind in kinds):
            if not self._pictures:
                report.say("point")
            self._pictures += 1
            report.say("progress", text=f"{self._pictures} pictures")
        return super().process_message(msg, cell, cell_index)


def main() -> None:
    """Makes the notebook, runs it in the current folder, tells what it printed."""
    epochs, batch, lr = sys.argv[2:]
    training = [cell.format(epochs=epochs, batch=batch, lr=lr) for cell in TRAINING]
    engine = os.environ["ENGINE"]
    cells = [*CELLS[engine], *training, VERSIONS[engine]]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    Watched(notebook, kernel_name="python3", timeout=None).execute()
    outputs = [output for cell in notebook.cells for output in cell.outputs]
    printed = "".join(output.get("text", "") for output in outputs)
    report.say("versions", text="d2l 0.17.6, " + re.findall("versions: (.*)", printed)[-1])
    report.chapter(printed)


if __name__ == "__main__":
    main()
