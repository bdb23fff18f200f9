"""Reads the four files of Fashion-MNIST as NumPy arrays."""

from __future__ import annotations

from pathlib import Path

import numpy

SPLITS = {"train": "train", "test": "t10k"}


def load(folder: Path, split: str) -> tuple[numpy.ndarray, numpy.ndarray]:
    """Returns images, float32 from 0 to 1 of shape (n, 1, 28, 28), and labels, int32 of (n)."""
    images = numpy.fromfile(folder / f"{SPLITS[split]}-images-idx3-ubyte", numpy.uint8)[16:]
    labels = numpy.fromfile(folder / f"{SPLITS[split]}-labels-idx1-ubyte", numpy.uint8)[8:]
    pictures = images.reshape(len(labels), 1, 28, 28).astype(numpy.float32) / 255
    return pictures, labels.astype(numpy.int32)
