"""Writes where diffusers' schedulers lead from a picture with noise, as its image to image pipelines begin.

    pip install torch==2.7.1 diffusers==0.42.1 scipy
    python tools/golden_part_way.py src/test/resources/golden/part_way.jsonl

Each line has a scheduler's configuration, a number of steps, a strength, the pipelines' rule of counting ("taken" for
Stable Diffusion, "skipped" for FLUX and Stable Diffusion 3, "shortened" for LCM), the seed of the noise and the state at the end. Noise that
is drawn on the way has the seed after it. The picture is sin(i).
"""

import inspect
import json
import logging
import pathlib
import sys

import torch
from diffusers import (
    DDIMScheduler,
    DDPMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    FlowMatchHeunDiscreteScheduler,
    LCMScheduler,
    PNDMScheduler,
    UniPCMultistepScheduler,
)
from golden_schedulers import LENGTH, network, short


def skipped(rule, steps, strength):
    """As get_timesteps of pipeline_stable_diffusion_img2img.py and pipeline_flux_img2img.py count."""
    if rule == "shortened":
        return 0
    if rule == "taken":
        return max(steps - min(int(steps * strength), steps), 0)
    return int(max(steps - min(steps * strength, steps), 0))


def final_state(scheduler, steps, strength, rule, seed, eta, mu):
    call = {} if mu is None else {"mu": mu}
    scheduler.set_timesteps(steps, **call, **({"strength": strength} if rule == "shortened" else {}))
    start = skipped(rule, steps, strength) * scheduler.order
    timesteps = scheduler.timesteps[start:]
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(start)
    picture = torch.sin(torch.arange(LENGTH, dtype=torch.float32)).reshape(1, 1, 1, LENGTH)
    noise = torch.randn(LENGTH, generator=torch.Generator().manual_seed(seed)).reshape(1, 1, 1, LENGTH)
    mix = scheduler.scale_noise if hasattr(scheduler, "scale_noise") else None
    x = mix(picture, timesteps[:1], noise) if mix else scheduler.add_noise(picture, noise, timesteps[:1])
    options = {} if eta is None else {"eta": eta}
    if "generator" in inspect.signature(scheduler.step).parameters:
        options["generator"] = torch.Generator().manual_seed(seed + 1)
    for time in timesteps:
        shown = scheduler.scale_model_input(x, time) if hasattr(scheduler, "scale_model_input") else x
        x = scheduler.step(network(shown.float(), time.float()), time, x, **options).prev_sample
    return x.flatten()


def line(scheduler_class, options, steps, strength, rule="taken", eta=None, mu=None):
    seed = 100 + steps
    end = final_state(scheduler_class(**options), steps, strength, rule, seed, eta, mu)
    assert torch.isfinite(end).all()
    entry = {"config": {"_class_name": scheduler_class.__name__, **options}, "steps": steps, "seed": seed}
    entry |= {"strength": strength, "rule": rule}
    if eta is not None:
        entry["solver"] = f"ddim:{eta}"
    if mu is not None:
        entry["mu"] = mu
    entry["end"] = [short(number) for number in end]
    return json.dumps(entry)


STABLE = {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}
FLOW = {"prediction_type": "flow_prediction", "use_flow_sigmas": True, "flow_shift": 3.0}


def lines():
    for steps, strength in ((5, 0.5), (5, 0.6), (4, 0.5), (10, 0.99), (4, 1.0), (20, 0.7)):
        yield line(FlowMatchEulerDiscreteScheduler, {"shift": 3.0}, steps, strength, "skipped")
        yield line(FlowMatchEulerDiscreteScheduler, {"use_dynamic_shifting": True}, steps, strength, "skipped", mu=0.8)
        yield line(FlowMatchHeunDiscreteScheduler, {"shift": 3.0}, steps, strength, "skipped")
        yield line(DDIMScheduler, {**STABLE, "clip_sample": False, "steps_offset": 1}, steps, strength)
        yield line(DDIMScheduler, {**STABLE, "timestep_spacing": "trailing"}, steps, strength, eta=0.5)
        yield line(DDPMScheduler, {**STABLE, "clip_sample": False}, steps, strength)
        yield line(PNDMScheduler, {**STABLE, "skip_prk_steps": True, "steps_offset": 1}, steps, strength)
        yield line(EulerDiscreteScheduler, STABLE, steps, strength)
        yield line(EulerDiscreteScheduler, {**STABLE, "use_karras_sigmas": True}, steps, strength)
        yield line(EulerAncestralDiscreteScheduler, STABLE, steps, strength)
        yield line(LCMScheduler, STABLE, steps, strength)
        yield line(LCMScheduler, STABLE, steps, strength, "shortened")
        for order in (2, 3):
            yield line(DPMSolverMultistepScheduler, {**STABLE, "solver_order": order}, steps, strength)
            yield line(UniPCMultistepScheduler, {**STABLE, "solver_order": order}, steps, strength)
        yield line(UniPCMultistepScheduler, {**STABLE, "disable_corrector": [2, 3]}, steps, strength)
        yield line(DPMSolverMultistepScheduler, {**STABLE, "use_karras_sigmas": True}, steps, strength)
        yield line(DPMSolverMultistepScheduler, {**STABLE, "algorithm_type": "sde-dpmsolver++"}, steps, strength)
        yield line(DPMSolverMultistepScheduler, FLOW, steps, strength, "skipped")
        yield line(UniPCMultistepScheduler, FLOW, steps, strength, "skipped")
    for steps, strength in ((3, 0.7), (3, 0.4), (2, 0.5), (50, 0.8)):
        yield line(PNDMScheduler, {**STABLE, "skip_prk_steps": True, "steps_offset": 1}, steps, strength)


def main():
    logging.getLogger("diffusers").setLevel(logging.ERROR)
    torch.set_num_threads(1)
    pathlib.Path(sys.argv[1]).write_text("\n".join(lines()) + "\n")


if __name__ == "__main__":
    main()
