"""Makes the golden files of the text encoders: small CLIP and T5 checkpoints with lively weights, and transformers' answers.

    pip install torch==2.7.1 transformers==5.23.0 safetensors
    python tools/golden_text.py src/test/resources/golden/text
    python tools/golden_text.py /tmp/sweep --random 100 --seed 1
    python tools/golden_text.py src/test/resources/configs --count

Each folder has a checkpoint, as transformers or an older release of it saves one, and `golden.safetensors` beside it:
`tokens`, `output` (and `pooled`, `skipped`, `skipped_norm` of CLIP: the states before the last `skip` layers, without and with
the final norm). `golden.json` says which class it is.
"""

import argparse
import json
import random
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    T5Config,
    T5EncoderModel,
)
from transformers.utils import logging

CLASSES = {c.__name__: c for c in (CLIPTextModel, CLIPTextModelWithProjection, T5EncoderModel)}

CLIP = dict(
    vocab_size=120, hidden_size=16, intermediate_size=40, num_hidden_layers=3, num_attention_heads=2,
    max_position_embeddings=24, projection_dim=16, eos_token_id=119, bos_token_id=118, pad_token_id=119,
)
T5 = dict(vocab_size=120, d_model=16, d_kv=6, d_ff=40, num_layers=2, num_heads=3)

# name: (class, options beside the small ones, how the checkpoint is stored)
GOLDENS = {
    "clip": ("CLIPTextModel", dict(), dict(skip=1)),
    "clip-old": ("CLIPTextModel", dict(eos_token_id=2), dict(old=True, skip=2)),
    "clip-projection": (
        "CLIPTextModelWithProjection",
        dict(hidden_act="gelu", projection_dim=12, layer_norm_eps=1e-3, eos_token_id=77),
        dict(skip=1),
    ),
    "clip-projection-old": (
        "CLIPTextModelWithProjection",
        dict(eos_token_id=2, num_attention_heads=1, hidden_act="gelu_new"),
        dict(old=True, skip=3),
    ),
    "clip-half": ("CLIPTextModel", dict(), dict(dtype=torch.float16, skip=1)),
    "t5-gated": ("T5EncoderModel", dict(feed_forward_proj="gated-gelu", tie_word_embeddings=False), {}),
    "t5-relu": ("T5EncoderModel", dict(relative_attention_num_buckets=9, relative_attention_max_distance=10), {}),
    "t5-silu": ("T5EncoderModel", dict(feed_forward_proj="gated-silu", layer_norm_epsilon=1e-2), {}),
    "t5-gelu-twice-named": ("T5EncoderModel", dict(feed_forward_proj="gelu"), dict(old=True)),
    # States beyond the range of 16-bit floats, as T5-XXL has them.
    "t5-large-states": ("T5EncoderModel", dict(feed_forward_proj="gated-gelu"), dict(gain=5e4)),
    "t5-sharded": (
        "T5EncoderModel",
        dict(feed_forward_proj="gated-gelu", num_layers=3),
        dict(max_shard_size="20KB", dtype=torch.bfloat16),
    ),
}


def enliven(network, generator):
    """Gives every layer weights of unit gain, and every norm and bias some life."""
    for name, parameter in network.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if "embed" in name or "shared" in name or "relative" in name:
            parameter.data = noise
        elif name.endswith("SelfAttention.q.weight"):
            # T5 does not scale the products of attention: its weights start that much smaller.
            parameter.data = noise / (parameter[0].numel() * network.config.d_kv) ** 0.5
        elif parameter.ndim > 1:
            parameter.data = noise / parameter[0].numel() ** 0.5
        elif name.endswith("weight"):
            parameter.data = 1 + 0.2 * noise
        else:
            parameter.data = 0.5 * noise


def inputs(config, length, generator):
    """Returns four texts: an end token in the middle, at the end, several of them, and as the first."""
    tokens = torch.randint(3, min(70, config.vocab_size - 3), (4, length), generator=generator)
    end = config.eos_token_id if config.eos_token_id != 2 else config.vocab_size - 1
    tokens[0, length // 2] = end
    tokens[1, -1] = end
    tokens[2, length // 3 :] = end
    tokens[3, 0] = end
    return tokens


def save(network, folder, dtype, old, max_shard_size):
    network.to(dtype).save_pretrained(folder, max_shard_size=max_shard_size)
    if not old:
        return
    file = folder / "model.safetensors"
    tensors = load_file(file)
    if isinstance(network, T5EncoderModel):
        tensors["encoder.embed_tokens.weight"] = tensors["shared.weight"].clone()
    else:
        prefixed = lambda name: name if name.startswith(("text_model.", "text_projection.")) else "text_model." + name
        tensors = {prefixed(name): tensor for name, tensor in tensors.items()}
        positions = network.config.max_position_embeddings
        tensors["text_model.embeddings.position_ids"] = torch.arange(positions).unsqueeze(0)
    save_file(tensors, file, metadata={"format": "pt"})


@torch.no_grad()
def make(folder, kind, options, dtype=torch.float32, old=False, max_shard_size="10GB", skip=0, length=19, gain=1, seed=0):
    """Writes one golden folder."""
    generator = torch.Generator().manual_seed(seed)
    t5 = kind == "T5EncoderModel"
    config = T5Config(**{**T5, **options}) if t5 else CLIPTextConfig(**{**CLIP, **options})
    network = CLASSES[kind](config).eval()
    enliven(network, generator)
    for name, parameter in network.named_parameters():
        if name.endswith(".wo.weight"):
            parameter.data *= gain
    checkpoint = folder / "text_encoder"
    save(network, checkpoint, dtype, old, max_shard_size)
    (folder / "golden.json").write_text(json.dumps({"class": kind, "skip": skip}) + "\n")

    network = CLASSES[kind].from_pretrained(checkpoint, dtype=torch.float32).eval()
    tokens = inputs(config, length, generator)
    answer = network(tokens, output_hidden_states=True)
    tensors = {"tokens": tokens.float(), "output": answer.last_hidden_state}
    if not t5:
        inner = network if kind == "CLIPTextModel" else network.text_model
        tensors["pooled"] = answer.pooler_output if kind == "CLIPTextModel" else answer.text_embeds
        tensors["skipped"] = answer.hidden_states[-1 - skip]
        tensors["skipped_norm"] = inner.final_layer_norm(tensors["skipped"])
    for name, tensor in tensors.items():
        if name != "tokens" and not 0.2 < tensor.std().item() < 30:
            raise SystemExit(f"{folder}: the spread of {name}, {tensor.std().item()}, makes no good golden")
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, folder / "golden.safetensors")


def drawn(draw):
    """Returns a random class, options and storage."""
    kind = draw.choice(list(CLASSES))
    heads = draw.randint(1, 4)
    old = draw.random() < 0.3
    storage = dict(old=old, dtype=draw.choice([torch.float32, torch.float16, torch.bfloat16]))
    if not old:
        storage["max_shard_size"] = draw.choice(["10GB", "15KB"])
    if kind == "T5EncoderModel":
        buckets = draw.randint(4, 40)
        options = dict(
            d_model=draw.randint(4, 24), d_kv=draw.randint(2, 9), d_ff=draw.randint(4, 50), num_heads=heads,
            num_layers=draw.randint(1, 4), relative_attention_num_buckets=buckets,
            relative_attention_max_distance=draw.randint(buckets // 4 + 1, 140),
            feed_forward_proj=draw.choice(["relu", "gated-gelu", "gated-silu", "gelu", "gated-relu", "gelu_new"]),
            layer_norm_epsilon=draw.choice([1e-6, 1e-5, 1e-2]),
        )
        return kind, options, dict(**storage, length=draw.choice([1, 2, 5, 77, 200, 512]))
    layers, positions = draw.randint(1, 4), draw.choice([4, 24, 77])
    options = dict(
        hidden_size=heads * draw.randint(2, 8), num_attention_heads=heads, num_hidden_layers=layers,
        intermediate_size=draw.randint(4, 50), max_position_embeddings=positions,
        projection_dim=draw.randint(4, 20), eos_token_id=draw.choice([2, 119, 100]),
        hidden_act=draw.choice(["quick_gelu", "gelu", "gelu_new", "gelu_pytorch_tanh", "silu", "relu"]),
        layer_norm_eps=draw.choice([1e-6, 1e-5, 1e-2]),
    )
    return kind, options, dict(**storage, skip=draw.randint(0, layers), length=draw.randint(4, positions))


def count(folder):
    """Prints the parameters of each text encoder that is configured below a folder."""
    for file in sorted(folder.glob("*/text_encoder*/config.json")):
        options = json.loads(file.read_text())
        kind = options["architectures"][0]
        with torch.device("meta"):
            network = CLASSES[kind](CLASSES[kind].config_class(**options))
        print(file.parent.relative_to(folder), sum(parameter.numel() for parameter in network.parameters()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--random", type=int, default=0, help="this many random checkpoints instead")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", action="store_true", help="count the parameters of the networks configured there instead")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    logging.disable_progress_bar()
    if arguments.count:
        count(arguments.output)
        return
    draw = random.Random(arguments.seed)
    goldens = {f"random-{i:03}": drawn(draw) for i in range(arguments.random)} or GOLDENS
    shutil.rmtree(arguments.output, ignore_errors=True)
    for seed, (name, (kind, options, storage)) in enumerate(goldens.items()):
        make(arguments.output / name, kind, options, **storage, seed=seed)


if __name__ == "__main__":
    main()
