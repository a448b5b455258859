"""Makes the golden files of UNet2DConditionModel: small networks with lively weights, inputs and diffusers' outputs.

    pip install torch==2.7.1 diffusers==0.42.1 safetensors
    python tools/golden_unet_condition.py src/test/resources/golden/unet_condition
    python tools/golden_unet_condition.py /tmp/random --random 50 --seed 1

Each folder below the output has a folder `unet` with `golden.safetensors` beside it: x, time, text, condition (a guidance scale)
where the network takes one, and output.
"""

import argparse
import json
import random
import shutil
from pathlib import Path

import torch
from diffusers import LatentConsistencyModelPipeline, UNet2DConditionModel
from diffusers.utils import logging
from golden_unet import enliven
from safetensors.torch import save_file

SMALL = dict(
    sample_size=8,
    block_out_channels=[6, 8],
    layers_per_block=1,
    norm_num_groups=2,
    attention_head_dim=2,
    cross_attention_dim=10,
    down_block_types=["CrossAttnDownBlock2D", "DownBlock2D"],
    up_block_types=["UpBlock2D", "CrossAttnUpBlock2D"],
)

# name: (options beside SMALL, height and width of the latents, how the files are stored)
GOLDENS = {
    # As Stable Diffusion 1.x and 2.x have it, at a size that halves to odd numbers.
    "sd1": (
        dict(
            block_out_channels=[8, 8, 12],
            attention_head_dim=4,
            norm_num_groups=4,
            down_block_types=["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
            up_block_types=["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
        ),
        (11, 6),
        dict(old=True),
    ),
    "sd2": (
        dict(
            sample_size=[8, 12],
            attention_head_dim=[2, 3],
            use_linear_projection=True,
            upcast_attention=True,
            layers_per_block=2,
            down_block_types=["CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
            up_block_types=["CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
        ),
        (8, 12),
        {},
    ),
    "lcm": (dict(time_cond_proj_dim=12), (8, 8), {}),
    "depths": (
        dict(
            layers_per_block=[1, 2],
            transformer_layers_per_block=[1, 2],
            reverse_transformer_layers_per_block=[3, 1],
            only_cross_attention=[True, False],
            cross_attention_dim=[10, 10],
            # Heads that do not divide the channels.
            attention_head_dim=[3, 5],
            use_linear_projection=True,
            resnet_time_scale_shift="scale_shift",
            mid_block_scale_factor=1.4142135623730951,
            downsample_padding=0,
            down_block_types=["DownBlock2D", "CrossAttnDownBlock2D"],
            up_block_types=["CrossAttnUpBlock2D", "UpBlock2D"],
        ),
        (5, 7),
        {},
    ),
    "plain-middle": (
        dict(
            mid_block_type="UNetMidBlock2D",
            attention_head_dim=[3, 5],
            only_cross_attention=True,
            act_fn="gelu",
            center_input_sample=True,
            flip_sin_to_cos=False,
            freq_shift=1,
            conv_in_kernel=1,
            conv_out_kernel=5,
            timestep_post_act="silu",
            time_embedding_act_fn="mish",
            time_embedding_dim=20,
            in_channels=3,
            out_channels=3,
        ),
        (8, 8),
        {},
    ),
    "no-middle": (dict(mid_block_type=None, act_fn="mish", block_out_channels=[9, 12], norm_num_groups=3), (4, 6), {}),
    "half": ({}, (8, 8), dict(dtype=torch.float16, variant="fp16")),
    "bfloat": ({}, (8, 8), dict(dtype=torch.bfloat16)),
    "sharded": ({}, (8, 8), dict(max_shard_size="100KB")),
}
# What files of the first releases hold.
OLD_KEYS = {
    "_class_name", "_diffusers_version", "act_fn", "attention_head_dim", "block_out_channels", "center_input_sample",
    "cross_attention_dim", "down_block_types", "downsample_padding", "flip_sin_to_cos", "freq_shift", "in_channels",
    "layers_per_block", "mid_block_scale_factor", "norm_eps", "norm_num_groups", "out_channels", "sample_size", "up_block_types",
}


def random_options(choice):
    """Draws the options of a network and the size of its latents."""
    levels = choice.randint(1, 4)
    groups = choice.choice([1, 2, 4])
    attentive = [choice.random() < 0.6 for _ in range(levels)]
    channels = choice.choice([3, 4, 16])

    def number_or_list(least, most):
        return choice.choice([choice.randint(least, most), [choice.randint(least, most) for _ in range(levels)]])

    options = dict(
        block_out_channels=[groups * choice.randint(2, 6) for _ in range(levels)],
        norm_num_groups=groups,
        in_channels=channels,
        out_channels=channels,
        attention_head_dim=number_or_list(1, 2 * groups),
        cross_attention_dim=choice.randint(1, 20),
        layers_per_block=number_or_list(1, 2),
        transformer_layers_per_block=number_or_list(1, 2),
        use_linear_projection=choice.random() < 0.5,
        upcast_attention=choice.random() < 0.5,
        only_cross_attention=choice.choice([False, True, [choice.random() < 0.5 for _ in range(levels)]]),
        resnet_time_scale_shift=choice.choice(["default", "scale_shift"]),
        time_cond_proj_dim=choice.choice([None, 5, 16]),
        time_embedding_dim=choice.choice([None, 24]),
        mid_block_type=choice.choice(["UNetMidBlock2DCrossAttn"] * 3 + ["UNetMidBlock2D", None]),
        mid_block_scale_factor=choice.choice([1, 0.7]),
        act_fn=choice.choice(["silu", "swish", "mish", "gelu", "relu"]),
        norm_eps=choice.choice([1e-5, 1e-6]),
        downsample_padding=choice.choice([0, 1]),
        flip_sin_to_cos=choice.random() < 0.5,
        freq_shift=choice.choice([0, 0, 1]),
        center_input_sample=choice.random() < 0.2,
        timestep_post_act=choice.choice([None, None, "silu"]),
        time_embedding_act_fn=choice.choice([None, None, "gelu"]),
        conv_in_kernel=choice.choice([1, 3, 5]),
        conv_out_kernel=choice.choice([1, 3]),
        down_block_types=["CrossAttnDownBlock2D" if attention else "DownBlock2D" for attention in attentive],
        up_block_types=["CrossAttnUpBlock2D" if choice.random() < 0.6 else "UpBlock2D" for _ in range(levels)],
    )
    least = 2 ** levels
    return options, (choice.randint(least, 2 * least), choice.randint(least, 2 * least))


def text_matters(options):
    """Whether a network has a layer that looks at the text."""
    types = options["down_block_types"] + options["up_block_types"]
    return any("CrossAttn" in kind for kind in types) or "CrossAttn" in (options.get("mid_block_type", "CrossAttn") or "")


def make_old(folder):
    """Cuts a configuration to what early releases wrote."""
    file = folder / "config.json"
    config = json.loads(file.read_text())
    file.write_text(json.dumps({key: value for key, value in config.items() if key in OLD_KEYS}, indent=2) + "\n")


def guidance_waves(scale, width):
    """Embeds a guidance scale as diffusers' pipeline does."""
    return LatentConsistencyModelPipeline.get_guidance_scale_embedding(None, scale - 1, embedding_dim=width)


@torch.no_grad()
def make(folder, options, size, dtype=torch.float32, variant=None, max_shard_size="10GB", old=False, seed=0):
    """Writes one golden folder."""
    generator = torch.Generator().manual_seed(seed)
    options = {**SMALL, **options}
    network = UNet2DConditionModel(**options).eval()
    enliven(network, generator)
    unet = folder / "unet"
    network.to(dtype).save_pretrained(unet, variant=variant, max_shard_size=max_shard_size)
    if old:
        make_old(unet)
    network = UNet2DConditionModel.from_pretrained(unet, torch_dtype=torch.float32, variant=variant)

    config = network.config
    text_width = config.cross_attention_dim if isinstance(config.cross_attention_dim, int) else config.cross_attention_dim[0]
    x = torch.randn(3, config.in_channels, *size, generator=generator)
    time = torch.tensor([999.0, 437.5, 0.0])
    text = torch.randn(3, 5, text_width, generator=generator)
    condition = torch.tensor([1.0, 7.5, 3.25])
    waves = None
    if config.time_cond_proj_dim:
        waves = guidance_waves(condition, config.time_cond_proj_dim)

    def output(text=text, time=time, waves=waves):
        return network(x, time, encoder_hidden_states=text, timestep_cond=waves).sample

    tensors = {"x": x, "time": time, "text": text, "output": output()}
    if waves is not None:
        tensors["condition"] = condition
    others = {"time": output(time=time.flip(0))}
    if text_matters(options):
        others["text"] = output(text=text.flip(0))
    if waves is not None:
        others["condition"] = output(waves=waves.flip(0))
    spread = tensors["output"].std().item()
    if not 0.1 < spread < 100:
        raise ValueError(f"{folder}: the output's spread of {spread} makes no good golden")
    for name, other in others.items():
        if (other - tensors["output"]).std().item() < 0.01 * spread:
            raise ValueError(f"{folder}: the output does not depend on the {name}")
    save_file(tensors, folder / "golden.safetensors")
    print(f"{folder.name}: {network.num_parameters():,} parameters, spread {spread:.2f}")


def count(config):
    """Returns the parameters of the network of a config.json."""
    with torch.device("meta"):
        return UNet2DConditionModel.from_config(json.loads(config.read_text())).num_parameters()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output", type=Path, help="the folder to make, or with --count a config.json")
    parser.add_argument("--count", action="store_true", help="only print the number of parameters")
    parser.add_argument("--random", type=int, metavar="N", help="N random networks instead")
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
            options, size = random_options(choice)
            try:
                make(arguments.output / f"{number:03}", options, size, seed=choice.randrange(1 << 30))
            except ValueError as error:
                print(f"passed over: {error}")
        return
    for seed, (name, (options, size, storage)) in enumerate(GOLDENS.items()):
        make(arguments.output / name, options, size, **storage, seed=seed)


if __name__ == "__main__":
    main()
