"""Makes the golden files of UNet2DModel: small networks with lively weights, inputs and diffusers' outputs.

    pip install torch==2.7.1 diffusers==0.42.1 safetensors
    python tools/golden_unet.py src/test/resources/golden/unet

Each folder below the output is a diffusers folder with `golden.safetensors` beside it: x, time, output, and label where the
network takes one.
"""

import argparse
import json
import shutil
from pathlib import Path

import torch
from diffusers import FlowMatchEulerDiscreteScheduler, UNet2DModel
from safetensors.torch import save_file

SMALL = dict(
    sample_size=16,
    in_channels=1,
    out_channels=1,
    block_out_channels=[8, 16],
    layers_per_block=1,
    norm_num_groups=4,
    attention_head_dim=8,
    time_embedding_dim=16,
    down_block_types=["DownBlock2D", "AttnDownBlock2D"],
    up_block_types=["AttnUpBlock2D", "UpBlock2D"],
)

# name: (options beside SMALL, how the weights are stored)
GOLDENS = {
    "classes": (
        dict(num_class_embeds=11, resnet_time_scale_shift="scale_shift", time_embedding_dim=None),
        {},
    ),
    "rgb-not-square": (
        dict(
            sample_size=[8, 24],
            in_channels=3,
            out_channels=3,
            block_out_channels=[8, 12, 16],
            layers_per_block=2,
            attention_head_dim=None,
            downsample_padding=0,
            act_fn="mish",
            down_block_types=["DownBlock2D", "AttnDownBlock2D", "DownBlock2D"],
            up_block_types=["UpBlock2D", "AttnUpBlock2D", "UpBlock2D"],
        ),
        {},
    ),
    "residual-resampling": (
        dict(
            block_out_channels=[8, 8, 12],
            act_fn="gelu",
            flip_sin_to_cos=False,
            freq_shift=1,
            mid_block_scale_factor=1.4142135623730951,
            down_block_types=["ResnetDownsampleBlock2D", "ResnetDownsampleBlock2D", "AttnDownBlock2D"],
            up_block_types=["AttnUpBlock2D", "ResnetUpsampleBlock2D", "ResnetUpsampleBlock2D"],
        ),
        {},
    ),
    "attention-resampling": (
        dict(
            downsample_type="resnet",
            upsample_type="resnet",
            act_fn="relu",
            center_input_sample=True,
            attention_head_dim=5,
            down_block_types=["AttnDownBlock2D", "AttnDownBlock2D"],
            up_block_types=["AttnUpBlock2D", "AttnUpBlock2D"],
        ),
        {},
    ),
    "fourier": (
        dict(
            time_embedding_type="fourier",
            time_embedding_dim=24,
            class_embed_type="timestep",
            attn_norm_num_groups=2,
            resnet_time_scale_shift="scale_shift",
            norm_eps=1e-6,
        ),
        {},
    ),
    "odd-width": (
        dict(
            block_out_channels=[9, 12],
            norm_num_groups=3,
            class_embed_type="timestep",
            add_attention=False,
            down_block_types=["DownBlock2D", "DownBlock2D"],
            up_block_types=["UpBlock2D", "UpBlock2D"],
        ),
        {},
    ),
    "no-middle": (dict(mid_block_type=None, act_fn="swish"), {}),
    "half": (dict(num_class_embeds=3), dict(dtype=torch.float16, variant="fp16")),
    "bfloat": (dict(num_class_embeds=3), dict(dtype=torch.bfloat16)),
    "sharded": (dict(num_class_embeds=3), dict(max_shard_size="50KB")),
}


def enliven(network, generator):
    """Gives every layer, also those that start at zero, weights of unit gain, and every norm and bias some life."""
    for name, parameter in network.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if name == "time_proj.weight":
            parameter.data = noise
        elif parameter.ndim > 1 and "class_embedding.weight" not in name:
            parameter.data = noise / parameter[0].numel() ** 0.5
        elif parameter.ndim == 1 and name.endswith("weight"):
            parameter.data = 1 + 0.2 * noise
        else:
            parameter.data = 0.5 * noise


def inputs(network, generator):
    """Returns x, time and label of three pictures; the times include the ends of the path, but not a logarithm of 0."""
    size = network.config.sample_size
    height, width = (size, size) if isinstance(size, int) else size
    x = torch.randn(3, network.config.in_channels, height, width, generator=generator)
    time = torch.tensor([1000.0, 437.5, 0.25])
    if network.config.class_embed_type == "timestep":
        return x, time, torch.tensor([1.0, 7.0, 250.0])
    if network.config.num_class_embeds:
        return x, time, torch.tensor([0, 1, network.config.num_class_embeds - 1])
    return x, time, None


@torch.no_grad()
def make(folder, options, dtype=torch.float32, variant=None, max_shard_size="10GB", seed=0):
    """Writes one golden folder."""
    generator = torch.Generator().manual_seed(seed)
    network = UNet2DModel(**{**SMALL, **options}).eval()
    enliven(network, generator)
    network.to(dtype).save_pretrained(folder / "unet", variant=variant, max_shard_size=max_shard_size)
    FlowMatchEulerDiscreteScheduler().save_pretrained(folder / "scheduler")
    (folder / "model_index.json").write_text(json.dumps({
        "_class_name": "FlowMatchPipeline",
        "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
        "unet": ["diffusers", "UNet2DModel"],
    }, indent=2) + "\n")

    network.to(torch.float32)
    x, time, label = inputs(network, generator)
    output = network(x, time, class_labels=label).sample
    spread = output.std().item()
    if not 0.3 < spread < 30:
        raise SystemExit(f"{folder}: the output's spread of {spread} makes no good golden")
    tensors = {"x": x, "time": time, "output": output}
    if label is not None:
        tensors["label"] = label.float()
    save_file(tensors, folder / "golden.safetensors")
    print(f"{folder.name}: {network.num_parameters():,} parameters, spread {spread:.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output", type=Path)
    output = parser.parse_args().output
    torch.set_num_threads(1)
    shutil.rmtree(output, ignore_errors=True)
    for seed, (name, (options, storage)) in enumerate(GOLDENS.items()):
        make(output / name, options, **storage, seed=seed)


if __name__ == "__main__":
    main()
