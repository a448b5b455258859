"""Writes the numbers that the tests of `sampling` compare with: torch's noise and diffusers' grids.

    pip install torch==2.7.1 diffusers==0.42.* numpy
    python tools/golden_sampling.py src/test/resources/golden
"""

import itertools
import pathlib
import sys

import torch
from diffusers import FlowMatchEulerDiscreteScheduler


def noise_lines():
    yield "# torch.randn with a CPU generator, torch 2.7.1: seed,length,numbers"
    for seed, length in [(0, 1), (1, 5), (2**40 + 7, 15), (42, 16), (3, 17), (2**32 - 1, 31), (7, 784), (-1, 33)]:
        generator = torch.Generator("cpu").manual_seed(seed)
        numbers = torch.randn(length, generator=generator)
        yield f"{seed},{length}," + " ".join(repr(float(x)) for x in numbers)


def grid_lines():
    yield "# FlowMatchEulerDiscreteScheduler, diffusers 0.42: shift,spacing,terminal,steps,sigmas"
    spacings = {"EVEN": {}, "KARRAS": {"use_karras_sigmas": True}, "EXPONENTIAL": {"use_exponential_sigmas": True}}
    for shift, (name, options), terminal, steps in itertools.product(
        [1.0, 3.0, 0.5], spacings.items(), [None, 0.1], [1, 2, 4, 28]
    ):
        if terminal is not None and steps == 1:
            continue  # divides by zero there
        scheduler = FlowMatchEulerDiscreteScheduler(shift=shift, shift_terminal=terminal, **options)
        scheduler.set_timesteps(steps)
        sigmas = " ".join(repr(float(x)) for x in scheduler.sigmas)
        yield f"{shift},{name},{terminal or ''},{steps},{sigmas}"


def main():
    folder = pathlib.Path(sys.argv[1])
    (folder / "noise.csv").write_text("\n".join(noise_lines()) + "\n")
    (folder / "flow_match_grids.csv").write_text("\n".join(grid_lines()) + "\n")


if __name__ == "__main__":
    main()
