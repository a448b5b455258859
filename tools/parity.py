"""Compares `tidewheel generate` with diffusers' own loop on random UNet2DModel checkpoints.

    pip install torch==2.7.1 diffusers==0.42.1 safetensors pillow scipy
    python tools/parity.py --count 12 --seed 1
    python tools/parity.py --count 12 --seed 1 --schedulers diffusion
    python tools/parity.py --count 16 --seed 1 --schedulers multistep

Each checkpoint has a random configuration and random weights, but its last layer is fitted to what its scheduler takes its
output for, between noise and smooth pictures, so that its own pictures have contrast and are seldom clipped. Prints a table; fails where a picture differs by
more than 2 levels of 255 anywhere, or by more than 0.25 on average.
"""

import argparse
import inspect
import json
import logging
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy
import torch
from diffusers import (
    CMStochasticIterativeScheduler,
    DDIMScheduler,
    DDPMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
    FlowMatchHeunDiscreteScheduler,
    LCMScheduler,
    PNDMScheduler,
    UNet2DModel,
    UniPCMultistepScheduler,
)
from PIL import Image
from torch.nn import functional

from golden_unet import enliven

MOST_LEVELS = 2
MOST_MEAN = 0.25

SCHEDULERS = [
    ("linear", dict(shift=1.0)),
    ("shift 3", dict(shift=3.0)),
    ("karras", dict(shift=1.0, use_karras_sigmas=True)),
    ("shift 3", dict(shift=3.0)),
    ("exponential", dict(shift=2.0, use_exponential_sigmas=True)),
    ("linear", dict(shift=1.0)),
    ("shift 3 to 0.1", dict(shift=3.0, shift_terminal=0.1)),
]


SPACINGS = ["leading", "trailing", "linspace"]
BETAS = [
    {},
    dict(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012),
    dict(beta_schedule="squaredcos_cap_v2"),
]
BOUNDS = dict(
    clip_sample=[True, False],
    clip_sample_range=[1.0, 2.0],
    thresholding=[False, True],
    sample_max_value=[1.0, 1.5],
)
PREDICTIONS = ["epsilon", "sample", "v_prediction"]
DIFFUSION = [
    (DDIMScheduler, dict(BOUNDS, timestep_spacing=SPACINGS, prediction_type=PREDICTIONS,
                         set_alpha_to_one=[True, False], steps_offset=[0, 1])),
    (DDPMScheduler, dict(BOUNDS, timestep_spacing=SPACINGS, prediction_type=PREDICTIONS,
                         variance_type=["fixed_small", "fixed_small_log", "fixed_large"])),
    (EulerDiscreteScheduler, dict(timestep_spacing=SPACINGS, prediction_type=PREDICTIONS, use_karras_sigmas=[False, True],
                                  final_sigmas_type=["zero", "sigma_min"])),
    (PNDMScheduler, dict(timestep_spacing=SPACINGS, prediction_type=["epsilon", "v_prediction"], skip_prk_steps=[True],
                         set_alpha_to_one=[True, False], steps_offset=[0, 1])),
    (DDIMScheduler, dict(BOUNDS, timestep_spacing=SPACINGS, prediction_type=["sample", "v_prediction"],
                         rescale_betas_zero_snr=[True])),
    (EulerAncestralDiscreteScheduler, dict(timestep_spacing=SPACINGS, prediction_type=["epsilon", "v_prediction"])),
    (LCMScheduler, dict(prediction_type=PREDICTIONS, clip_sample=[False, True])),
    (CMStochasticIterativeScheduler, dict(clip_denoised=[True, False])),
]


class Request(NamedTuple):
    """What is asked of a checkpoint; no class where the network takes none."""

    label: int | None
    seed: int
    steps: int
    guidance: float
    eta: float | None = None


def random_diffusion(number, chance):
    """Returns a title and a scheduler; each class in turn, with random options."""
    kind, choices = DIFFUSION[number % len(DIFFUSION)]
    options = {} if kind is CMStochasticIterativeScheduler else dict(chance.choice(BETAS))
    options.update((key, chance.choice(values)) for key, values in choices.items() if chance.random() < 0.7)
    for key, values in choices.items():
        if len(values) == 1 or key == "prediction_type":
            options.setdefault(key, chance.choice(values))
    title = " ".join([kind.__name__.removesuffix("Scheduler"), *(str(value) for value in options.values())])
    return title, kind(**options)


def random_multistep(number, chance):
    """Returns a title and a flow scheduler or a multistep scheduler; each kind in turn, with random options."""
    shift = dict(flow_shift=chance.choice([1.0, 3.0]), use_flow_sigmas=True, prediction_type="flow_prediction")
    spacing = chance.choice([{}, dict(use_karras_sigmas=True), dict(use_beta_sigmas=True)])
    table = dict(chance.choice(BETAS)) | dict(prediction_type=chance.choice(["epsilon", "v_prediction"]))
    order = dict(solver_order=chance.choice([2, 3]))
    sde = dict(algorithm_type=chance.choice(["dpmsolver++", "sde-dpmsolver++"]), solver_type=chance.choice(["midpoint", "heun"]))
    kind, options = [
        (FlowMatchEulerDiscreteScheduler, dict(shift=chance.choice([1.0, 3.0]), use_beta_sigmas=True)),
        (UniPCMultistepScheduler, shift | order),
        (FlowMatchHeunDiscreteScheduler, dict(shift=chance.choice([1.0, 3.0]))),
        (DPMSolverMultistepScheduler, shift | order | sde),
        (FlowMatchEulerDiscreteScheduler, dict(stochastic_sampling=True)),
        (DPMSolverMultistepScheduler, table | spacing | order | sde),
        (FlowMatchEulerDiscreteScheduler, dict(invert_sigmas=True, shift_terminal=chance.choice([None, 0.1]))),
        (UniPCMultistepScheduler, table | spacing | order),
    ][number % 8]
    title = " ".join([kind.__name__.removesuffix("Scheduler"), *(str(value) for value in options.values())])
    return title, kind(**options)


def is_flow(scheduler):
    return type(scheduler).__name__.startswith("FlowMatch") or scheduler.config.get("use_flow_sigmas", False)


def random_options(number, chance, flow=True):
    """Returns a random configuration of UNet2DModel; what must not be left to chance goes round with the number."""
    levels = chance.choice([2, 2, 3, 3, 4])
    groups = chance.choice([2, 4, 8])
    multiple = 2 ** (levels - 1)
    widths = [groups * chance.randint(1, 48 // groups) for _ in range(levels)]
    sides = [multiple * chance.randint(-(-12 // multiple), 32 // multiple) for _ in range(2)]
    channels = [1, 3][number % 2]
    table = dict(num_class_embeds=chance.randint(3, 20))
    down = [chance.choice(["DownBlock2D", "AttnDownBlock2D", "ResnetDownsampleBlock2D"]) for _ in widths]
    up = [chance.choice(["UpBlock2D", "AttnUpBlock2D", "ResnetUpsampleBlock2D"]) for _ in widths]
    down[0] = chance.choice(["DownBlock2D", "ResnetDownsampleBlock2D"])
    up[-1] = chance.choice(["UpBlock2D", "ResnetUpsampleBlock2D"])
    return dict(
        sample_size=chance.choice([sides, sides[0]]),
        in_channels=channels,
        out_channels=channels,
        center_input_sample=chance.random() < 0.2,
        time_embedding_type=chance.choice(["positional", "positional", "fourier" if flow else "positional"]),
        time_embedding_dim=chance.choice([None, 32]),
        freq_shift=chance.choice([0, 0, 1]) if widths[0] > 2 else 0,
        flip_sin_to_cos=chance.choice([True, False]),
        down_block_types=down,
        mid_block_type=chance.choice(["UNetMidBlock2D", "UNetMidBlock2D", None]),
        up_block_types=up,
        block_out_channels=widths,
        layers_per_block=chance.choice([1, 1, 2]),
        mid_block_scale_factor=chance.choice([1, 1.4142135623730951]),
        downsample_padding=chance.choice([0, 1]),
        downsample_type=chance.choice(["conv", "resnet"]),
        upsample_type=chance.choice(["conv", "resnet"]),
        act_fn=chance.choice(["silu", "silu", "mish", "gelu", "relu"]),
        attention_head_dim=chance.choice([None, min(widths), max(1, min(widths) // 2)]),
        norm_num_groups=groups,
        attn_norm_num_groups=chance.choice([None, groups]),
        norm_eps=chance.choice([1e-5, 1e-6]),
        resnet_time_scale_shift=chance.choice(["default", "scale_shift"]),
        add_attention=chance.choice([True, False]),
        **[table, table, {}, table, dict(class_embed_type="timestep")][number % 5],
    )


def size_of(network):
    size = network.config.sample_size
    return (size, size) if isinstance(size, int) else tuple(size)


def smooth_pictures(count, channels, height, width, generator):
    """Returns pictures of a few soft shapes in -0.9..0.9."""
    coarse = torch.randn(count, channels, 3, 3, generator=generator)
    fine = functional.interpolate(coarse, size=(height, width), mode="bicubic", align_corners=True)
    return 0.9 * torch.tanh(1.5 * fine)


def random_labels(network, count, generator):
    if network.config.class_embed_type == "timestep":
        return torch.randint(1, 50, (count,), generator=generator)
    if network.config.num_class_embeds:
        return torch.randint(0, network.config.num_class_embeds, (count,), generator=generator)
    return None


def lessons(scheduler, data, noise, generator):
    """Returns what a network is shown, what it is told, and what it should answer, at random places."""
    count = len(data)
    if is_flow(scheduler):
        sigma = torch.rand(count, generator=generator).clamp(min=0.02)
        if scheduler.config.get("invert_sigmas"):
            return data + wide(sigma) * (noise - data), 1000 * (1 - sigma), data - noise
        return data + wide(sigma) * (noise - data), 1000 * sigma, noise - data
    if isinstance(scheduler, CMStochasticIterativeScheduler):
        sigma = torch.exp(torch.empty(count).uniform_(-4, 4.3, generator=generator))
        x = data + wide(sigma) * noise
        kept, weight = (wide(part) for part in scheduler.get_scalings_for_boundary_condition(sigma))
        return x / wide(sigma**2 + 0.25) ** 0.5, 250 * sigma.log(), ((data - kept * x) / weight).clamp(-3, 3)
    table = scheduler.alphas_cumprod
    time = torch.randint(0, len(table), (count,), generator=generator)
    weight, spread = wide(table[time] ** 0.5), wide((1 - table[time]) ** 0.5)
    answers = {"epsilon": noise, "sample": data, "v_prediction": weight * noise - spread * data}
    return weight * data + spread * noise, time.float(), answers[scheduler.config.prediction_type]


def wide(numbers):
    return numbers.view(-1, 1, 1, 1)


@torch.no_grad()
def fit_last_layer(network, scheduler, generator, count=48):
    """Fits conv_out by least squares, so that the network's output is about what the scheduler takes it for."""
    data = smooth_pictures(count, network.config.in_channels, *size_of(network), generator)
    noise = torch.randn(data.shape, generator=generator)
    shown, told, answer = lessons(scheduler, data, noise, generator)
    features = []
    hook = network.conv_out.register_forward_pre_hook(lambda _, inputs: features.append(inputs[0]))
    network(shown, told, class_labels=random_labels(network, count, generator))
    hook.remove()

    patches = functional.unfold(features[0], 3, padding=1)
    rows = torch.cat([patches, torch.ones(count, 1, patches.shape[2])], 1)
    if network.config.time_embedding_type == "fourier":
        rows = rows / told.view(-1, 1, 1)
    rows = rows.transpose(1, 2).flatten(0, 1).double()
    targets = answer.flatten(2).transpose(1, 2).flatten(0, 1).double()
    moment = rows.T @ rows
    ridge = 1e-3 * moment.diagonal().mean() * torch.eye(len(moment), dtype=torch.double)
    solution = torch.linalg.solve(moment + ridge, rows.T @ targets).T.float()
    network.conv_out.weight.data = solution[:, :-1].reshape(network.conv_out.weight.shape).contiguous()
    network.conv_out.bias.data = solution[:, -1].contiguous()


def make_checkpoint(folder, number, chance, scheduler):
    """Writes a random diffusers folder; returns how its weights are stored."""
    generator = torch.Generator().manual_seed(chance.randrange(2**31))
    network = UNet2DModel(**random_options(number, chance, is_flow(scheduler))).eval()
    enliven(network, generator)
    fit_last_layer(network, scheduler, generator)
    dtype = [torch.float32, torch.float16, torch.bfloat16][number // 2 % 3]
    network.to(dtype).save_pretrained(folder / "unet")
    scheduler.save_pretrained(folder / "scheduler")
    (folder / "model_index.json").write_text(json.dumps({
        "_class_name": "Pipeline",
        "scheduler": ["diffusers", type(scheduler).__name__],
        "unet": ["diffusers", "UNet2DModel"],
    }))
    return str(dtype).removeprefix("torch.")


def random_request(network, number, chance):
    """Returns a request that the network can answer; guidance only where there is a "no class"."""
    label, guidance = None, 1.0
    if network.config.class_embed_type == "timestep":
        label = chance.randint(1, 49)
    elif network.config.num_class_embeds:
        label = chance.randrange(network.config.num_class_embeds - 1)
        guidance = [3.0, 1.0, 1.5][number % 3]
    return Request(label, chance.randrange(2**32), chance.choice([1, 2, 5, 10, 20]), guidance)


@torch.no_grad()
def diffusers_picture(folder, scheduler, request):
    """Returns what diffusers draws, as bytes (H, W, C)."""
    network = UNet2DModel.from_pretrained(folder / "unet", torch_dtype=torch.float32).eval()
    generator = torch.Generator("cpu").manual_seed(request.seed)
    x = torch.randn(1, network.config.in_channels, *size_of(network), generator=generator)
    scheduler.set_timesteps(request.steps)
    x = x * getattr(scheduler, "init_noise_sigma", 1)
    options = {} if request.eta is None else {"eta": request.eta}
    if "generator" in inspect.signature(scheduler.step).parameters:
        options["generator"] = generator
    for t in scheduler.timesteps:
        shown = scheduler.scale_model_input(x, t) if hasattr(scheduler, "scale_model_input") else x
        output = network(shown, t, class_labels=tensor(request.label)).sample
        if request.guidance != 1:
            free = network(shown, t, class_labels=tensor(network.config.num_class_embeds - 1)).sample
            output = free + request.guidance * (output - free)
        x = scheduler.step(output, t, x, **options).prev_sample
    return ((x / 2 + 0.5).clamp(0, 1) * 255).round().to(torch.uint8)[0].permute(1, 2, 0).numpy()


def tensor(label):
    return None if label is None else torch.tensor([label])


def tidewheel_picture(command, folder, request):
    """Returns what tidewheel draws, as bytes (H, W, C)."""
    out = folder / "picture.png"
    arguments = [command, "generate", "--model", folder, "--seed", request.seed, "--steps", request.steps,
                 "--guidance", request.guidance, "--out", out]
    if request.label is not None:
        arguments += ["--class", request.label]
    if request.eta is not None:
        arguments += ["--solver", f"ddim:{request.eta}"]
    if request.seed % 2:
        arguments += ["--scheduler-config", folder / "scheduler" / "scheduler_config.json"]
    ran = subprocess.run([str(argument) for argument in arguments], capture_output=True, text=True)
    if ran.returncode != 0:
        asked = " ".join(map(str, arguments))
        raise SystemExit(f"{asked}\nended with {ran.returncode}\n{ran.stdout}{ran.stderr}")
    pixels = numpy.asarray(Image.open(out))
    return pixels if pixels.ndim == 3 else pixels[:, :, None]


def compare(command, folder, scheduler, kind, request):
    """Prints a row of the table; returns whether the pictures agree."""
    expected = diffusers_picture(folder, scheduler, request).astype(int)
    found = tidewheel_picture(command, folder, request).astype(int)
    if found.shape != expected.shape:
        raise SystemExit(f"{folder}: tidewheel drew {found.shape}, diffusers {expected.shape}")
    difference = numpy.abs(found - expected)
    agree = difference.max() <= MOST_LEVELS and difference.mean() <= MOST_MEAN
    clipped = numpy.isin(expected, (0, 255)).mean()
    size = "x".join(str(side) for side in expected.shape)
    print(f"| {folder.name} | {size} | {kind} | {request.label} | {request.steps} | {request.guidance} "
          f"| {expected.std():.0f} | {100 * clipped:.0f} % | {difference.max()} | {difference.mean():.4f} "
          f"| {'yes' if agree else 'NO'} |", flush=True)
    return agree


def random_scheduler(kind, number, chance):
    if kind != "flow":
        return {"diffusion": random_diffusion, "multistep": random_multistep}[kind](number, chance)
    title, options = SCHEDULERS[number % len(SCHEDULERS)]
    return title, FlowMatchEulerDiscreteScheduler(**options)


def run(folder, arguments):
    """Compares every checkpoint; returns whether all agree."""
    print("| checkpoint | picture | schedule, weights | class | steps | guidance | spread | clipped | max | mean | agree |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    agreed = []
    for number in range(arguments.count):
        chance = random.Random(f"{arguments.seed}/{number}")
        checkpoint = folder / f"{arguments.seed}-{number}"
        title, scheduler = random_scheduler(arguments.schedulers, number, chance)
        kind = make_checkpoint(checkpoint, number, chance, scheduler)
        network = UNet2DModel.from_pretrained(checkpoint / "unet")
        request = random_request(network, number, chance)
        if scheduler.config.get("shift_terminal"):  # diffusers divides zero by zero at a single step
            request = request._replace(steps=max(2, request.steps))
        if isinstance(scheduler, DDIMScheduler):
            request = request._replace(eta=chance.choice([None, 0.3, 0.8]))
        agreed.append(compare(arguments.tidewheel, checkpoint, scheduler, f"{title}, {kind}", request))
    print(f"\n{sum(agreed)} of {len(agreed)} agree")
    return all(agreed)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=12, help="number of checkpoints")
    parser.add_argument("--seed", type=int, default=1, help="of the configurations, weights and requests")
    parser.add_argument("--schedulers", choices=["flow", "diffusion", "multistep"], default="flow", help="which kind")
    parser.add_argument("--tidewheel", default="./tidewheel", help="the launcher")
    parser.add_argument("--keep", type=Path, help="folder in which the checkpoints stay")
    arguments = parser.parse_args()
    logging.getLogger("diffusers").setLevel(logging.ERROR)
    torch.set_num_threads(1)
    if arguments.keep:
        sys.exit(not run(arguments.keep, arguments))
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(not run(Path(folder), arguments))


if __name__ == "__main__":
    main()
