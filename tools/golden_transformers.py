"""Makes the golden files of FluxTransformer2DModel and SD3Transformer2DModel: small networks with lively weights, inputs and
diffusers' outputs.

    pip install torch==2.7.1 diffusers==0.42.1 safetensors
    python tools/golden_transformers.py flux src/test/resources/golden/flux
    python tools/golden_transformers.py sd3 src/test/resources/golden/sd3
    python tools/golden_transformers.py flux sweep --random 20 --seed 7

Each folder below the output has a network in `transformer` and `golden.safetensors` beside it: x, time, text, pooled, guidance
where the network takes one, and output, also as computed in float16 and bfloat16. All are what the sampler sees: FLUX's latents
are not packed.
"""

import argparse
import json
import random
import shutil
from pathlib import Path

import diffusers
import torch
from diffusers import FluxPipeline, FluxTransformer2DModel, SD3Transformer2DModel
from safetensors.torch import save_file

FLUX_SMALL = dict(
    in_channels=16,
    num_layers=1,
    num_single_layers=1,
    attention_head_dim=8,
    num_attention_heads=3,
    joint_attention_dim=12,
    pooled_projection_dim=10,
    axes_dims_rope=(2, 2, 4),
)

# name: (options beside FLUX_SMALL, height and width of the latents, text tokens, how the weights are stored)
FLUX_GOLDENS = {
    "guidance": (
        dict(guidance_embeds=True, attention_head_dim=16, num_attention_heads=2, axes_dims_rope=(4, 4, 8)), (8, 8), 7, {},
    ),
    "deep-not-square": (dict(num_layers=2, num_single_layers=2), (6, 10), 5, {}),
    "single-blocks-only": (dict(num_layers=0, num_single_layers=2, guidance_embeds=True), (2, 12), 1, {}),
    "double-blocks-only": (dict(num_layers=1, num_single_layers=0, in_channels=4), (10, 4), 9, {}),
    "half": (dict(guidance_embeds=True), (4, 6), 3, dict(dtype=torch.float16, variant="fp16")),
    "bfloat": (dict(), (6, 4), 4, dict(dtype=torch.bfloat16)),
    "sharded": (dict(), (8, 6), 6, dict(max_shard_size="60KB")),
}

SD3_SMALL = dict(
    sample_size=16,
    patch_size=2,
    in_channels=4,
    out_channels=4,
    num_layers=2,
    attention_head_dim=8,
    num_attention_heads=2,
    joint_attention_dim=12,
    caption_projection_dim=16,
    pooled_projection_dim=10,
    pos_embed_max_size=12,
)

SD3_GOLDENS = {
    "medium": (dict(), (16, 16), 7, {}),
    "large": (dict(qk_norm="rms_norm", num_layers=3), (12, 20), 5, {}),
    "dual-attention": (dict(qk_norm="rms_norm", num_layers=3, dual_attention_layers=(0, 1)), (24, 10), 6, {}),
    "dual-without-norm": (dict(dual_attention_layers=(1,)), (6, 4), 1, {}),
    "one-block-patch-1": (dict(num_layers=1, patch_size=1, in_channels=3, out_channels=3), (9, 7), 4, {}),
    "half": (dict(qk_norm="rms_norm"), (8, 6), 3, dict(dtype=torch.float16, variant="fp16")),
    "bfloat": (dict(), (6, 8), 3, dict(dtype=torch.bfloat16)),
    "sharded": (dict(), (8, 8), 3, dict(max_shard_size="30KB")),
}


def random_flux(dice):
    """Draws options, a size and a number of text tokens."""
    axes = tuple(2 * dice.randint(1, 4) for _ in range(3))
    options = dict(
        in_channels=4 * dice.randint(1, 8),
        num_layers=dice.randint(0, 3),
        num_single_layers=dice.randint(0, 3),
        attention_head_dim=sum(axes),
        num_attention_heads=dice.randint(1, 4),
        joint_attention_dim=dice.randint(1, 40),
        pooled_projection_dim=dice.randint(1, 40),
        guidance_embeds=dice.random() < 0.5,
        axes_dims_rope=axes,
    )
    if not options["num_layers"] + options["num_single_layers"]:
        options["num_layers"] = 1
    return options, (2 * dice.randint(1, 12), 2 * dice.randint(1, 12)), dice.randint(1, 20), {}


def random_sd3(dice):
    """Draws options, a size and a number of text tokens."""
    head_size, heads, layers, patch = 4 * dice.randint(1, 5), dice.randint(1, 4), dice.randint(1, 4), dice.choice([1, 2, 2, 3])
    channels, most = dice.randint(1, 8), dice.randint(4, 14)
    options = dict(
        sample_size=patch * dice.randint(2, 20),
        patch_size=patch,
        in_channels=channels,
        out_channels=channels,
        num_layers=layers,
        attention_head_dim=head_size,
        num_attention_heads=heads,
        joint_attention_dim=dice.randint(1, 40),
        caption_projection_dim=head_size * heads,
        pooled_projection_dim=dice.randint(1, 40),
        pos_embed_max_size=most,
        dual_attention_layers=tuple(i for i in range(layers) if dice.random() < 0.3),
        qk_norm=dice.choice([None, "rms_norm"]),
    )
    return options, (patch * dice.randint(1, most), patch * dice.randint(1, most)), dice.randint(1, 20), {}


def enliven(network, generator):
    """Gives every layer weights of unit gain, and every norm and bias some life."""
    for parameter in network.parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if parameter.ndim > 1:
            parameter.data = noise / parameter[0].numel() ** 0.5
        else:
            parameter.data = 0.3 * noise
    for name, parameter in network.named_parameters():
        if name.endswith(("norm_q.weight", "norm_k.weight", "norm_added_q.weight", "norm_added_k.weight")):
            parameter.data += 1


def flux_output(network, x, time, text, pooled, guidance=None):
    """Packs the latents as the pipeline does, evaluates, and unpacks."""
    count, channels, height, width = x.shape
    packed = FluxPipeline._pack_latents(x, count, channels, height, width)
    image_ids = FluxPipeline._prepare_latent_image_ids(count, height // 2, width // 2, x.device, x.dtype)
    output = network(
        packed, text, pooled, time, img_ids=image_ids, txt_ids=image_ids.new_zeros(text.shape[1], 3), guidance=guidance
    ).sample
    return FluxPipeline._unpack_latents(output, height, width, 1)


def sd3_output(network, x, time, text, pooled):
    return network(x, text, pooled, time).sample


def inputs(kind, network, size, tokens, generator):
    """Returns the inputs of three pictures."""
    config = network.config
    channels = config.in_channels // 4 if kind == "flux" else config.in_channels
    times = torch.tensor([1.0, 0.4375, 0.00025]) * (1 if kind == "flux" else 1000)
    values = dict(
        x=torch.randn(3, channels, *size, generator=generator),
        time=times,
        text=torch.randn(3, tokens, config.joint_attention_dim, generator=generator),
        pooled=torch.randn(3, config.pooled_projection_dim, generator=generator),
    )
    if kind == "flux" and config.guidance_embeds:
        values["guidance"] = torch.tensor([3.5, 1.0, 7.25])
    return values


def require_lively(folder, evaluate, values, output):
    """Stops where the output is dull, or one of the inputs does not matter."""
    spread = output.std().item()
    if not 0.2 < spread < 30:
        raise SystemExit(f"{folder}: the output's spread of {spread} makes no good golden")
    for name, value in values.items():
        moved = (evaluate({**values, name: value.roll(1, 0)}) - output).std().item()
        if moved < 0.01 * spread:
            raise SystemExit(f"{folder}: the output hardly depends on {name}")
    return spread


@torch.no_grad()
def make(folder, kind, options, size, tokens, dtype=torch.float32, variant=None, max_shard_size="10GB", seed=0):
    """Writes one golden folder."""
    generator = torch.Generator().manual_seed(seed)
    model, small, output_of = {
        "flux": (FluxTransformer2DModel, FLUX_SMALL, flux_output),
        "sd3": (SD3Transformer2DModel, SD3_SMALL, sd3_output),
    }[kind]
    network = model(**{**small, **options}).eval()
    enliven(network, generator)
    network.to(dtype).save_pretrained(folder / "transformer", variant=variant, max_shard_size=max_shard_size)

    network.to(torch.float32)
    values = inputs(kind, network, size, tokens, generator)
    output = output_of(network, **values)
    spread = require_lively(folder, lambda changed: output_of(network, **changed), values, output)
    outputs = {"output": output}
    for half in (torch.float16, torch.bfloat16):
        network.to(half)
        # As the pipelines do: SD3's time stays in float32.
        cast = {name: value if (kind, name) == ("sd3", "time") else value.to(half) for name, value in values.items()}
        outputs[f"output_{half}".replace("torch.", "")] = output_of(network, **cast).float()
    save_file({**values, **{name: value.contiguous() for name, value in outputs.items()}}, folder / "golden.safetensors")
    print(f"{folder.name}: {network.num_parameters():,} parameters, spread {spread:.2f}")


@torch.no_grad()
def count(kind, config):
    """Returns the parameters, without buffers, of the network of a config.json."""
    model = FluxTransformer2DModel if kind == "flux" else SD3Transformer2DModel
    with torch.device("meta"):
        return model.from_config(json.loads(config.read_text())).num_parameters()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("kind", choices=["flux", "sd3"])
    parser.add_argument("output", type=Path, help="the folder to make, or with --count a config.json")
    parser.add_argument("--random", type=int, default=0, help="draw this many options instead")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", action="store_true", help="only print the number of parameters")
    args = parser.parse_args()
    torch.set_num_threads(1)
    diffusers.logging.set_verbosity_error()
    if args.count:
        print(count(args.kind, args.output))
        return
    goldens = FLUX_GOLDENS if args.kind == "flux" else SD3_GOLDENS
    if args.random:
        dice = random.Random(args.seed)
        draw = random_flux if args.kind == "flux" else random_sd3
        goldens = {f"{args.seed}-{i}": draw(dice) for i in range(args.random)}
    shutil.rmtree(args.output, ignore_errors=True)
    for seed, (name, (options, size, tokens, storage)) in enumerate(goldens.items()):
        make(args.output / name, args.kind, options, size, tokens, **storage, seed=args.seed + seed)


if __name__ == "__main__":
    main()
