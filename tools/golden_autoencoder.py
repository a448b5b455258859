"""Makes the golden files of AutoencoderKL: small autoencoders with lively weights, inputs and diffusers' outputs.

    pip install torch==2.7.1 diffusers==0.42.1 safetensors
    python tools/golden_autoencoder.py src/test/resources/golden/autoencoder
    python tools/golden_autoencoder.py /tmp/random --random 50 --seed 1

Each folder below the output has a folder `vae` with `golden.safetensors` beside it: latents z and their picture, pixels and
noise and their latents, as a pipeline has them (scaled and shifted).
"""

import argparse
import json
import random
import shutil
from pathlib import Path

import torch
from diffusers import AutoencoderKL
from diffusers.utils import logging
from golden_unet import enliven
from safetensors.torch import load_file, save_file

SMALL = dict(
    down_block_types=["DownEncoderBlock2D"] * 2,
    up_block_types=["UpDecoderBlock2D"] * 2,
    block_out_channels=[8, 16],
    norm_num_groups=4,
)
OLD_NAMES = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}

# name: (options beside SMALL, how the files are stored)
GOLDENS = {
    # As FLUX.1 and Stable Diffusion 3 have it.
    "flux": (
        dict(
            block_out_channels=[8, 12, 12],
            down_block_types=["DownEncoderBlock2D"] * 3,
            up_block_types=["UpDecoderBlock2D"] * 3,
            layers_per_block=2,
            latent_channels=6,
            scaling_factor=0.3611,
            shift_factor=0.1159,
            use_quant_conv=False,
            use_post_quant_conv=False,
        ),
        {},
    ),
    # As early Stable Diffusion has it: few options, and other names of the attention's weights.
    "old": (
        dict(layers_per_block=2),
        dict(old=True),
    ),
    "attention": (
        dict(
            down_block_types=["AttnDownEncoderBlock2D", "DownEncoderBlock2D"],
            up_block_types=["UpDecoderBlock2D", "AttnUpDecoderBlock2D"],
            act_fn="mish",
            use_quant_conv=False,
        ),
        {},
    ),
    "no-attention": (
        dict(mid_block_add_attention=False, act_fn="gelu", shift_factor=-0.5, use_post_quant_conv=False),
        {},
    ),
    "single": (
        dict(
            block_out_channels=[12],
            norm_num_groups=3,
            down_block_types=["DownEncoderBlock2D"],
            up_block_types=["UpDecoderBlock2D"],
            in_channels=1,
            out_channels=1,
        ),
        {},
    ),
    "half": ({}, dict(dtype=torch.float16, variant="fp16")),
    "bfloat": ({}, dict(dtype=torch.bfloat16)),
    "sharded": ({}, dict(max_shard_size="100KB")),
}
# What files of the first releases hold.
OLD_KEYS = {
    "_class_name", "_diffusers_version", "act_fn", "block_out_channels", "down_block_types", "in_channels", "latent_channels",
    "layers_per_block", "norm_num_groups", "out_channels", "sample_size", "up_block_types",
}


def random_options(choice):
    """Draws the options of an autoencoder."""
    levels = choice.randint(1, 4)
    groups = choice.choice([1, 2, 4])
    channels = choice.choice([1, 3])
    return dict(
        block_out_channels=[groups * choice.randint(1, 6) for _ in range(levels)],
        norm_num_groups=groups,
        down_block_types=[choice.choice(["DownEncoderBlock2D", "DownEncoderBlock2D", "AttnDownEncoderBlock2D"]) for _ in range(levels)],
        up_block_types=[choice.choice(["UpDecoderBlock2D", "UpDecoderBlock2D", "AttnUpDecoderBlock2D"]) for _ in range(levels)],
        layers_per_block=choice.randint(1, 3),
        latent_channels=choice.choice([1, 3, 4, 16]),
        in_channels=channels,
        out_channels=channels,
        act_fn=choice.choice(["silu", "swish", "mish", "gelu", "relu", "SiLU"]),
        scaling_factor=choice.uniform(0.1, 2),
        shift_factor=choice.choice([None, choice.uniform(-1, 1)]),
        use_quant_conv=choice.random() < 0.5,
        use_post_quant_conv=choice.random() < 0.5,
        mid_block_add_attention=choice.random() < 0.7,
    )


def make_old(folder):
    """Rewrites a folder as early releases wrote it."""
    file = folder / "config.json"
    config = json.loads(file.read_text())
    file.write_text(json.dumps({key: value for key, value in config.items() if key in OLD_KEYS}, indent=2) + "\n")
    file = folder / "diffusion_pytorch_model.safetensors"
    old = {}
    for name, tensor in load_file(file).items():
        for current, former in OLD_NAMES.items():
            name = name.replace(f".{current}.", f".{former}.")
        old[name] = tensor
    save_file(old, file, metadata={"format": "pt"})


@torch.no_grad()
def make(folder, options, dtype=torch.float32, variant=None, max_shard_size="10GB", old=False, seed=0):
    """Writes one golden folder."""
    generator = torch.Generator().manual_seed(seed)
    network = AutoencoderKL(**{**SMALL, **options}).eval()
    enliven(network, generator)
    vae = folder / "vae"
    network.to(dtype).save_pretrained(vae, variant=variant, max_shard_size=max_shard_size)
    if old:
        make_old(vae)
    network = AutoencoderKL.from_pretrained(vae, torch_dtype=torch.float32, variant=variant)

    config = network.config
    scale, shift = config.scaling_factor, config.shift_factor or 0
    factor = 2 ** (len(config.block_out_channels) - 1)
    z = torch.randn(2, config.latent_channels, 4, 6, generator=generator) * scale
    pixels = torch.rand(2, config.in_channels, 4 * factor, 6 * factor, generator=generator) * 2 - 1
    noise = torch.randn(z.shape, generator=generator)
    posterior = network.encode(pixels).latent_dist
    tensors = {
        "z": z,
        "picture": network.decode(z / scale + shift).sample,
        "pixels": pixels,
        "noise": noise,
        "latents": (posterior.mean + posterior.std * noise - shift) * scale,
    }
    for name in ("picture", "latents"):
        spread = tensors[name].std().item()
        if not 0.02 < spread < 100:
            raise ValueError(f"{folder}: a spread of {name} of {spread} makes no good golden")
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, folder / "golden.safetensors")
    print(f"{folder.name}: {network.num_parameters():,} parameters")


def count(config):
    """Returns the parameters of the network of a config.json."""
    with torch.device("meta"):
        return AutoencoderKL.from_config(json.loads(config.read_text())).num_parameters()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output", type=Path, help="the folder to make, or with --count a config.json")
    parser.add_argument("--count", action="store_true", help="only print the number of parameters")
    parser.add_argument("--random", type=int, metavar="N", help="N random autoencoders instead")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    if arguments.count:
        print(count(arguments.output))
        return
    shutil.rmtree(arguments.output, ignore_errors=True)
    if arguments.random:
        choice = random.Random(arguments.seed)
        for number in range(arguments.random):
            make(arguments.output / f"{number:03}", random_options(choice), seed=choice.randrange(1 << 30))
        return
    for seed, (name, (options, storage)) in enumerate(GOLDENS.items()):
        make(arguments.output / name, options, **storage, seed=seed)


if __name__ == "__main__":
    main()
