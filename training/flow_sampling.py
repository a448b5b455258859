"""Draws images from a trained flow-matching folder: Euler and two-step Adams-Bashforth (AB2)."""

from pathlib import Path

import torch
from diffusers import UNet2DModel

from fashion_data import CLASSES

NO_CLASS = len(CLASSES)


def load_network(folder):
    """Returns the network of a diffusers folder; ends the program when the folder is absent."""
    if not (Path(folder) / "unet" / "config.json").is_file():
        raise SystemExit(f"{folder} is not a trained model: run training/train_flow.py first")
    return UNet2DModel.from_pretrained(Path(folder) / "unet").eval()


def grid(steps, shift=1.0):
    """Returns steps + 1 falling times from 1 to 0; a shift above 1 spends more steps at noise."""
    linear = [1 - step / steps for step in range(steps + 1)]
    return [shift * time / (1 + (shift - 1) * time) for time in linear]


def velocity(network, images, sigma, labels, guidance):
    """The predicted velocity, noise - data, under classifier-free guidance (1 is none)."""
    times = torch.full((len(images),), 1000 * sigma)
    conditional = network(images, times, class_labels=labels).sample
    if guidance == 1:
        return conditional
    free = network(images, times, class_labels=torch.full_like(labels, NO_CLASS)).sample
    return free + guidance * (conditional - free)


def integrate(network, images, labels, sigmas, solver, guidance):
    """Follows the flow along a grid, with one velocity a step; the first AB2 step is Euler's."""
    last, last_step = None, None
    for sigma, following in zip(sigmas, sigmas[1:]):
        step = following - sigma
        fresh = velocity(network, images, sigma, labels, guidance)
        slope = fresh
        if solver == "ab2" and last is not None:
            slope = fresh + step / (2 * last_step) * (fresh - last)
        images = images + step * slope
        last, last_step = fresh, step
    return images


@torch.no_grad()
def sample(network, labels, *, steps, solver, shift, guidance, seed, batch=100):
    """Returns one image in -1..1 for each label; a seed gives the same noise to every setting."""
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn((len(labels), 1, 28, 28), generator=generator)
    sigmas = grid(steps, shift)
    parts = [
        integrate(network, part, part_labels, sigmas, solver, guidance)
        for part, part_labels in zip(noise.split(batch), labels.split(batch))
    ]
    return torch.cat(parts).clamp(-1, 1)
