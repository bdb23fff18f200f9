#!/usr/bin/env python3
"""Makes the sample of Fashion-MNIST that the jar carries: the first images of each class, in order.

Usage: d2l-java/make_sample.py FOLDER, where FOLDER holds the four .gz files, for instance
~/.cache/d2l-java/fashion-mnist. The same input always gives the same bytes.
"""

import gzip
import struct
import sys
from pathlib import Path

SAMPLE = Path(__file__).parent / "src/main/resources/ai/d2l/internal/data/sample"

PER_CLASS = {"train": 200, "t10k": 100}
CLASSES = range(10)


def read(file: Path, rank: int) -> tuple[tuple[int, ...], bytes]:
    """Returns shape and elements of an IDX file of unsigned bytes."""
    content = gzip.decompress(file.read_bytes())
    if content[:4] != bytes([0, 0, 8, rank]):
        raise SystemExit(f"{file}: expected an IDX file of unsigned bytes of rank {rank}")
    start = 4 + 4 * rank
    return struct.unpack(f">{rank}I", content[4:start]), content[start:]


def write(file: Path, shape: tuple[int, ...], elements: bytes) -> None:
    """Writes an IDX file of unsigned bytes, without a date in its gzip header."""
    header = bytes([0, 0, 8, len(shape)]) + struct.pack(f">{len(shape)}I", *shape)
    file.write_bytes(gzip.compress(header + elements, compresslevel=9, mtime=0))


def choose(labels: bytes, per_class: int) -> list[int]:
    """Returns the indices of the first `per_class` labels of each class, in ascending order."""
    left = dict.fromkeys(CLASSES, per_class)
    chosen = []
    for index, label in enumerate(labels):
        if left[label] > 0:
            left[label] -= 1
            chosen.append(index)
    if any(left.values()):
        raise SystemExit(f"too few images of some class: {left} are missing")
    return chosen


def make(folder: Path, target: Path) -> None:
    """Writes the sample's four files into the target folder."""
    target.mkdir(parents=True, exist_ok=True)
    for prefix, per_class in PER_CLASS.items():
        (_, rows, columns), images = read(folder / f"{prefix}-images-idx3-ubyte.gz", 3)
        _, labels = read(folder / f"{prefix}-labels-idx1-ubyte.gz", 1)
        chosen = choose(labels, per_class)
        size = rows * columns
        pixels = b"".join(images[index * size : (index + 1) * size] for index in chosen)
        shape = (len(chosen), rows, columns)
        write(target / f"{prefix}-images-idx3-ubyte.gz", shape, pixels)
        chosen_labels = bytes(labels[index] for index in chosen)
        write(target / f"{prefix}-labels-idx1-ubyte.gz", shape[:1], chosen_labels)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    make(Path(sys.argv[1]), SAMPLE)
