"""Pairs of noise and picture, as make_pairs.py leaves them."""

from pathlib import Path

import torch
from safetensors.torch import load_file

DEFAULT_PAIRS = "out/training/pairs/pairs.safetensors"


def noise_of(seeds, shape=(1, 28, 28)):
    """Returns the noise Tidewheel starts from: torch's CPU generator, seeded for each image."""
    return torch.stack([
        torch.randn(shape, generator=torch.Generator().manual_seed(seed)) for seed in seeds
    ])


def load_pairs(path):
    """Returns noise (N, 1, 28, 28), pictures (likewise; uint8) and classes (N) of a file.

    Ends the program with a hint when the file is absent.
    """
    if not Path(path).is_file():
        raise SystemExit(f"{path} does not exist: run training/make_pairs.py first")
    pairs = load_file(path)
    return noise_of(pairs["seeds"].tolist()), pairs["pictures"], pairs["classes"]
