"""Makes a FluxPipeline folder of any size with random weights, to measure with: the transformer has nearly all of the work.

    pip install torch==2.7.1 diffusers==0.42.1 transformers==5.23.0 sentencepiece protobuf
    python tools/random_flux.py /tmp/random-flux --width 384 --double 4 --single 8
    tidewheel bench engine --model /tmp/random-flux --images 24

The usual picture has 128 x 128 pixels (64 tokens) and 32 text tokens.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

import diffusers
import golden_tokens
import torch
from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, FluxTransformer2DModel
from transformers import CLIPTextConfig, CLIPTextModel, T5Config, T5EncoderModel

HEAD_SIZE = 64
TEXT_WIDTH = 64
LATENT_CHANNELS = 16


def transformer(width, double, single, guidance):
    """FLUX in small: a head has half the channels of FLUX' own, shared out to the axes as there."""
    return FluxTransformer2DModel(
        in_channels=4 * LATENT_CHANNELS,
        num_layers=double,
        num_single_layers=single,
        attention_head_dim=HEAD_SIZE,
        num_attention_heads=width // HEAD_SIZE,
        joint_attention_dim=TEXT_WIDTH,
        pooled_projection_dim=TEXT_WIDTH,
        guidance_embeds=guidance,
        axes_dims_rope=(8, 28, 28),
    )


def autoencoder():
    """FLUX' factor of 8 and its numbers, with hardly any work."""
    return AutoencoderKL(
        block_out_channels=(8, 8, 16, 16),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1,
        norm_num_groups=4,
        latent_channels=LATENT_CHANNELS,
        sample_size=128,
        scaling_factor=0.3611,
        shift_factor=0.1159,
        use_quant_conv=False,
        use_post_quant_conv=False,
    )


def clip():
    return CLIPTextModel(CLIPTextConfig(
        vocab_size=2000, hidden_size=TEXT_WIDTH, intermediate_size=4 * TEXT_WIDTH, num_hidden_layers=2, num_attention_heads=2,
        max_position_embeddings=77, projection_dim=TEXT_WIDTH, bos_token_id=0, eos_token_id=2, pad_token_id=1,
    ))


def t5():
    return T5EncoderModel(T5Config(
        vocab_size=2000, d_model=TEXT_WIDTH, d_kv=32, d_ff=4 * TEXT_WIDTH, num_layers=2, num_heads=2, feed_forward_proj="gated-gelu",
    ))


def add_tokenizers(folder):
    """Small vocabularies, learned from the README and the documents."""
    home = Path(__file__).parents[1]
    lines = golden_tokens.corpus([home / "README.md", *sorted(home.glob("docs/*.md"))])
    with tempfile.TemporaryDirectory() as made:
        golden_tokens.make_clip(Path(made), lines)
        golden_tokens.make_t5(Path(made), lines)
        shutil.copytree(Path(made) / "clip-decoder", folder / "tokenizer")
        shutil.copytree(Path(made) / "t5-json", folder / "tokenizer_2")


def write_index(folder):
    golden_tokens.write(folder / "model_index.json", {
        "_class_name": "FluxPipeline",
        "_diffusers_version": diffusers.__version__,
        "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
        "text_encoder": ["transformers", "CLIPTextModel"],
        "text_encoder_2": ["transformers", "T5EncoderModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"],
        "tokenizer_2": ["transformers", "T5TokenizerFast"],
        "transformer": ["diffusers", "FluxTransformer2DModel"],
        "vae": ["diffusers", "AutoencoderKL"],
    })
    golden_tokens.write(folder / "tidewheel.json", {
        "description": "Random weights, to measure with",
        "sampling": {"steps": 10, "width": 128, "height": 128, "maxSequenceLength": 32},
    })


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--width", type=int, default=384, help="channels of a token, a multiple of 64")
    parser.add_argument("--double", type=int, default=4, help="double blocks")
    parser.add_argument("--single", type=int, default=8, help="single blocks")
    parser.add_argument("--guidance", action="store_true", help="the guidance scale is an input, as in FLUX.1-dev")
    args = parser.parse_args()
    if args.width < HEAD_SIZE or args.width % HEAD_SIZE:
        parser.error(f"--width must be a multiple of {HEAD_SIZE}")
    diffusers.logging.disable_progress_bar()
    torch.manual_seed(0)
    shutil.rmtree(args.output, ignore_errors=True)
    network = transformer(args.width, args.double, args.single, args.guidance)
    network.save_pretrained(args.output / "transformer")
    autoencoder().save_pretrained(args.output / "vae")
    clip().save_pretrained(args.output / "text_encoder")
    t5().save_pretrained(args.output / "text_encoder_2")
    FlowMatchEulerDiscreteScheduler(shift=1.0).save_pretrained(args.output / "scheduler")
    add_tokenizers(args.output)
    write_index(args.output)
    print(f"{args.output}: a transformer of {network.num_parameters():,} parameters")


if __name__ == "__main__":
    main()
