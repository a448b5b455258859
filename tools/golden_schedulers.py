"""Writes what diffusers' schedulers make of a fixed function, for the tests of `sampling` and `model`.

    pip install torch==2.7.1 diffusers==0.42.1 scipy
    python tools/golden_schedulers.py src/test/resources/golden/schedulers.jsonl

Each line has a scheduler's own configuration (options at their standard values are left out), a number of steps, a seed,
the solver by its Tidewheel name where it is not the configuration's, and the state at the end. Where the last bits of the
start move diffusers' own end by more than 3e-6 (a state of 20,000 in float32 holds data to three digits), `rounding` says
by how much.
"""

import inspect
import itertools
import json
import logging
import pathlib
import sys

import torch
from diffusers import (
    CMStochasticIterativeScheduler,
    DDIMScheduler,
    DDPMScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    LCMScheduler,
    PNDMScheduler,
)

LENGTH = 20


def network(x, time):
    """A smooth function of state and time in place of a network; the test has the same."""
    index = torch.arange(LENGTH, dtype=torch.float32)
    return torch.tanh(0.8 * x + 0.3 * x.roll(-1)) + 0.2 * torch.sin(0.003 * time + index)


def final_state(scheduler, steps, seed, eta, nudge=0):
    generator = torch.Generator("cpu").manual_seed(seed)
    x = torch.randn(LENGTH, generator=generator).reshape(1, 1, 1, LENGTH) * (1 + nudge * 2**-23)
    scheduler.set_timesteps(steps)
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(0)
    options = {} if eta is None else {"eta": eta}
    if "generator" in inspect.signature(scheduler.step).parameters:
        options["generator"] = generator
    x = x * scheduler.init_noise_sigma
    for time in scheduler.timesteps:
        output = network(scheduler.scale_model_input(x, time).float(), time.float())
        x = scheduler.step(output, time, x, **options).prev_sample
    return x.flatten()


def rounding(scheduler, steps, seed, eta, end):
    moved = [final_state(scheduler, steps, seed, eta, nudge) - end for nudge in (-2, -1, 1, 2)]
    return float(torch.stack(moved).abs().max() / end.abs().max())


def short(number):
    return float(f"{float(number):.8g}")


def line(scheduler_class, options, steps, eta=None, solver=None):
    scheduler = scheduler_class(**options)
    seed = 11 + steps
    end = final_state(scheduler, steps, seed, eta)
    entry = {"config": {"_class_name": scheduler_class.__name__, **options}, "steps": steps, "seed": seed}
    if eta is not None:
        entry["solver"] = f"ddim:{eta}"
    if solver is not None:
        entry["solver"] = solver
    entry["nan"] = not bool(torch.isfinite(end).all())
    moves = 0 if entry["nan"] else rounding(scheduler, steps, seed, eta, end)
    if moves > 3e-6:
        entry["rounding"] = float(f"{moves:.2g}")
    entry["end"] = [] if entry["nan"] else [short(number) for number in end]
    return json.dumps(entry)


BETAS = [
    {},
    {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012},
    {"beta_schedule": "squaredcos_cap_v2"},
    {"trained_betas": [0.001 + 0.0005 * i for i in range(100)], "num_train_timesteps": 100},
]
PREDICTIONS = [{}, {"prediction_type": "sample"}, {"prediction_type": "v_prediction"}]
SPACINGS = [{"timestep_spacing": name} for name in ("leading", "trailing", "linspace")]
ZERO_SNR = {"rescale_betas_zero_snr": True}


def mixed(*lists, every=1):
    """All combinations of options, or one of every few."""
    for number, options in enumerate(itertools.product(*lists)):
        if number % every == 0:
            yield {key: value for option in options for key, value in option.items()}


def ddim_lines():
    bounds = [{"clip_sample": False}, {}, {"clip_sample_range": 0.7}, {"thresholding": True, "sample_max_value": 1.5}]
    for number, options in enumerate(mixed(BETAS, PREDICTIONS, SPACINGS, bounds, every=5)):
        steps = [1, 7, 10, 20, 50][number % 5]
        yield line(DDIMScheduler, options, steps, [None, 0.5, 1.0][number % 3])
    clear = {"clip_sample": False, "set_alpha_to_one": False}
    yield line(DDIMScheduler, {**clear, "steps_offset": 1}, 20)
    yield line(DDIMScheduler, {**clear, "steps_offset": 1, "beta_schedule": "scaled_linear"}, 20, 0.3)
    yield line(DDIMScheduler, {**clear, "timestep_spacing": "trailing"}, 7, 0.5)
    yield line(DDIMScheduler, {}, 1000)
    yield line(DDIMScheduler, {"thresholding": True, "sample_max_value": 0.5}, 10)
    yield line(DDIMScheduler, {"num_train_timesteps": 37, "beta_end": 0.2}, 37, 1.0)
    for spacing, prediction in itertools.product(SPACINGS, PREDICTIONS):
        yield line(DDIMScheduler, {**ZERO_SNR, **spacing, **prediction, "clip_sample": False}, 10, 0.0)
    yield line(DDIMScheduler, {**ZERO_SNR, **SPACINGS[1]}, 10, 0.5)
    yield line(DDIMScheduler, {**ZERO_SNR, **SPACINGS[1], **BETAS[1], "prediction_type": "v_prediction"}, 5, 1.0)


def ddpm_lines():
    bounds = [{"clip_sample": False}, {}, {"thresholding": True, "dynamic_thresholding_ratio": 0.9, "sample_max_value": 3.0}]
    variances = [{"variance_type": name} for name in ("fixed_small", "fixed_small_log", "fixed_large")]
    betas = [*BETAS, {"beta_schedule": "sigmoid"}, {"beta_schedule": "laplace"}]
    for number, options in enumerate(mixed(betas, PREDICTIONS, SPACINGS, bounds, variances, every=11)):
        yield line(DDPMScheduler, options, [3, 10, 25, 100][number % 4])
    yield line(DDPMScheduler, {}, 1000)
    yield line(DDPMScheduler, {"variance_type": "fixed_large", "clip_sample": False}, 1000)
    yield line(DDPMScheduler, {"steps_offset": 1}, 10)
    yield line(DDPMScheduler, {"variance_type": None}, 10)
    yield line(DDPMScheduler, {"thresholding": True, "sample_max_value": 0.8}, 10)
    yield line(DDPMScheduler, {**ZERO_SNR, **SPACINGS[1]}, 10)
    yield line(DDPMScheduler, {**ZERO_SNR, **SPACINGS[1], "prediction_type": "v_prediction", "clip_sample": False}, 10)


def pndm_lines():
    predictions = [{}, {"prediction_type": "v_prediction"}]
    rules = [{"skip_prk_steps": True}, {}]
    ends = [{}, {"set_alpha_to_one": True}, {"steps_offset": 1}]
    for number, options in enumerate(mixed(BETAS, predictions, SPACINGS, rules, ends, every=5)):
        steps = [5, 10, 23, 50][number % 4]
        yield line(PNDMScheduler, options, steps)
    for steps in (1, 2, 3, 4):
        yield line(PNDMScheduler, {"skip_prk_steps": True}, steps)
    yield line(PNDMScheduler, {}, 4)
    stable = {**BETAS[1], "skip_prk_steps": True, "set_alpha_to_one": False, "steps_offset": 1}
    yield line(PNDMScheduler, stable, 50)


def euler_lines():
    rules = [{}, {"use_karras_sigmas": True}, {"use_exponential_sigmas": True}, {"use_beta_sigmas": True}]
    kinds = [{}, {"timestep_type": "continuous"}]
    ends = [{}, {"final_sigmas_type": "sigma_min"}]
    for number, options in enumerate(mixed(BETAS, PREDICTIONS, SPACINGS, rules, kinds, ends, every=11)):
        yield line(EulerDiscreteScheduler, options, [1, 5, 10, 30][number % 4])
    yield line(EulerDiscreteScheduler, {"interpolation_type": "log_linear"}, 10)
    yield line(EulerDiscreteScheduler, {"interpolation_type": "log_linear", "use_karras_sigmas": True}, 10)
    yield line(EulerDiscreteScheduler, {"steps_offset": 1, **SPACINGS[0]}, 10)
    yield line(EulerDiscreteScheduler, {"steps_offset": 60, **SPACINGS[0]}, 20)
    yield line(EulerDiscreteScheduler, ZERO_SNR, 10)
    yield line(EulerDiscreteScheduler, {**ZERO_SNR, **SPACINGS[1], "prediction_type": "v_prediction"}, 10)
    video = {**BETAS[1], "prediction_type": "v_prediction", "timestep_type": "continuous", "use_karras_sigmas": True,
             "sigma_min": 0.002, "sigma_max": 700.0, "timestep_spacing": "leading", "steps_offset": 1}
    yield line(EulerDiscreteScheduler, video, 25)
    yield line(EulerDiscreteScheduler, {"use_karras_sigmas": True, "sigma_min": 0.05, "sigma_max": 30.0}, 8)
    yield line(EulerDiscreteScheduler, {"use_exponential_sigmas": True, "sigma_min": 0.002, "sigma_max": 300.0}, 8)


def ancestral_lines():
    predictions = [{}, {"prediction_type": "v_prediction"}]
    for number, options in enumerate(mixed(BETAS, predictions, SPACINGS, every=2)):
        yield line(EulerAncestralDiscreteScheduler, options, [1, 5, 10, 50][number % 4])
    yield line(EulerAncestralDiscreteScheduler, {**SPACINGS[0], "steps_offset": 1}, 20)
    yield line(EulerAncestralDiscreteScheduler, {**ZERO_SNR, "prediction_type": "v_prediction", **SPACINGS[1]}, 10)
    yield line(EulerAncestralDiscreteScheduler, ZERO_SNR, 10)


def lcm_lines():
    bounds = [{}, {"clip_sample": True}, {"thresholding": True}]
    for number, options in enumerate(mixed(BETAS[:3], PREDICTIONS, bounds, every=2)):
        yield line(LCMScheduler, options, [1, 2, 4, 8][number % 4])
    yield line(LCMScheduler, {"original_inference_steps": 100, "timestep_scaling": 1.0}, 7)
    yield line(LCMScheduler, {"timestep_scaling": 0.001, "set_alpha_to_one": False}, 3)
    yield line(LCMScheduler, {**ZERO_SNR, "prediction_type": "v_prediction"}, 4)


def consistency_lines():
    for options in [{}, {"clip_denoised": False}, {"s_noise": 1.003, "sigma_data": 0.7},
                    {"num_train_timesteps": 201, "rho": 5.0}, {"sigma_max": 20.0, "clip_denoised": False}]:
        for steps in (1, 2, 5):
            yield line(CMStochasticIterativeScheduler, options, steps)


def main():
    logging.getLogger("diffusers").setLevel(logging.ERROR)
    torch.set_num_threads(1)
    lines = [
        text
        for lines in (ddim_lines, ddpm_lines, pndm_lines, euler_lines, ancestral_lines, lcm_lines, consistency_lines)
        for text in lines()
    ]
    pathlib.Path(sys.argv[1]).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
