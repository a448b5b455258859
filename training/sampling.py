"""Draws images from the folders of the demo models.

Solvers: "euler" and "ab2" (two-step Adams-Bashforth) follow a flow; "consistency" jumps to the
image and adds fresh noise; "ddim" is diffusers' own, for noise prediction.
"""

from pathlib import Path
from typing import NamedTuple

import torch
from diffusers import DDIMScheduler

from model_folder import NO_CLASS, load_network, read_json


class Setting(NamedTuple):
    """How to sample; steps are evaluations (two network calls each under guidance)."""

    steps: int
    solver: str
    shift: float = 1.0
    guidance: float = 1.0

    def title(self):
        if self.solver == "ddim":
            return "DDIM"
        solver = {"euler": "Euler", "ab2": "AB2", "consistency": "consistency"}[self.solver]
        spacing = "linear" if self.shift == 1 else f"shift {self.shift:g}"
        return f"{solver}, {spacing}"


class Model(NamedTuple):
    """A network and the settings of its scheduler."""

    network: torch.nn.Module
    scheduler: dict

    @staticmethod
    def load(folder):
        return Model(load_network(folder),
                     read_json(Path(folder) / "scheduler" / "scheduler_config.json"))

    def usual_solver(self):
        if self.scheduler["_class_name"] == "DDPMScheduler":
            return "ddim"
        return "consistency" if self.scheduler["stochastic_sampling"] else "euler"


def grid(steps, shift=1.0):
    """Returns steps + 1 falling times from 1 to 0; a shift above 1 spends more steps at noise."""
    linear = [1 - step / steps for step in range(steps + 1)]
    return [shift * time / (1 + (shift - 1) * time) for time in linear]


def guided(network, labels, guidance):
    """Returns the network as a function of images and time, under classifier-free guidance."""
    def predict(images, time):
        times = torch.full((len(images),), float(time))
        conditional = network(images, times, class_labels=labels).sample
        if guidance == 1:
            return conditional
        free = network(images, times, class_labels=torch.full_like(labels, NO_CLASS)).sample
        return free + guidance * (conditional - free)
    return predict


def follow_flow(predict, images, sigmas, solver):
    """Integrates the velocity, one evaluation a step; the first AB2 step is Euler's."""
    last, last_step = None, None
    for sigma, following in zip(sigmas, sigmas[1:]):
        step = following - sigma
        fresh = predict(images, 1000 * sigma)
        slope = fresh
        if solver == "ab2" and last is not None:
            slope = fresh + step / (2 * last_step) * (fresh - last)
        images = images + step * slope
        last, last_step = fresh, step
    return images


def jump(predict, images, sigmas, generator):
    """At each time predicts the image at once, and mixes it with fresh noise for the next time."""
    for sigma, following in zip(sigmas, sigmas[1:]):
        data = images - sigma * predict(images, 1000 * sigma)
        noise = torch.randn(images.shape, generator=generator)
        images = (1 - following) * data + following * noise
    return images


def denoise(predict, images, scheduler, steps):
    """Deterministic DDIM as diffusers does it, by the settings of the folder."""
    ddim = DDIMScheduler.from_config(scheduler)
    ddim.set_timesteps(steps)
    for time in ddim.timesteps:
        images = ddim.step(predict(images, time), time, images).prev_sample
    return images


@torch.no_grad()
def sample(model, labels, setting, seed, batch=100):
    """Returns one image in -1..1 for each label; a seed gives the same noise to every setting."""
    generator = torch.Generator().manual_seed(seed)
    noise = torch.randn((len(labels), 1, 28, 28), generator=generator)
    sigmas = grid(setting.steps, setting.shift)
    parts = []
    for part, part_labels in zip(noise.split(batch), labels.split(batch)):
        predict = guided(model.network, part_labels, setting.guidance)
        if setting.solver == "ddim":
            parts.append(denoise(predict, part, model.scheduler, setting.steps))
        elif setting.solver == "consistency":
            parts.append(jump(predict, part, sigmas, generator))
        else:
            parts.append(follow_flow(predict, part, sigmas, setting.solver))
    return torch.cat(parts).clamp(-1, 1)
