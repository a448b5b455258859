"""Fashion-MNIST as tensors, read from its four idx files."""

import gzip
import struct
import sys
from pathlib import Path

import numpy as np
import torch

DEFAULT_DATA = "/usr/share/datasets/fashion-mnist"
CLASSES = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
]
_PREFIX = {"train": "train", "test": "t10k"}


def read_idx(path):
    """Returns the unsigned bytes of one gzipped idx file as an array."""
    with gzip.open(path, "rb") as file:
        zero, kind, dimensions = struct.unpack(">HBB", file.read(4))
        if zero != 0 or kind != 8:
            raise ValueError(f"{path} is not an idx file of unsigned bytes")
        shape = struct.unpack(f">{dimensions}I", file.read(4 * dimensions))
        return np.frombuffer(file.read(), dtype=np.uint8).reshape(shape).copy()


def load(folder, split):
    """Returns the images (N, 1, 28, 28; uint8) and labels (N; int64) of "train" or "test".

    Ends the program with a hint when a file is absent.
    """
    prefix = _PREFIX[split]
    images = Path(folder) / f"{prefix}-images-idx3-ubyte.gz"
    labels = Path(folder) / f"{prefix}-labels-idx1-ubyte.gz"
    for path in (images, labels):
        if not path.is_file():
            sys.exit(
                f"Fashion-MNIST not found: {path} does not exist.\n"
                "Install the Debian package (apt-get install dataset-fashion-mnist) or name the "
                "folder of the four .gz files with --data DIR."
            )
    return (
        torch.from_numpy(read_idx(images)).unsqueeze(1),
        torch.from_numpy(read_idx(labels)).long(),
    )


def scale(images):
    """Maps bytes 0..255 to floats -1..1."""
    return images.float() / 127.5 - 1.0
