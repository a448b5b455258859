"""The networks of the emoji model and the FluxPipeline folder that they are kept in."""

import copy
import shutil
from pathlib import Path

import diffusers
import torch
from diffusers import (
    AutoencoderKL, FlowMatchEulerDiscreteScheduler, FluxPipeline, FluxTransformer2DModel)
from transformers import CLIPTextConfig, CLIPTextModel, T5Config, T5EncoderModel

from emoji_text import CLIP_LENGTH, T5_LENGTH
from model_folder import fresh_folder, read_json, replace_files, write_json

LATENT_CHANNELS = 12
SIDE = 4  # tokens of a picture's side: 8x8 latents, packed two by two
TEXT_WIDTH = 128
SHIFT = 1.5
SAMPLING = {"steps": 20, "trueGuidance": 3, "width": 32, "height": 32, "maxSequenceLength": T5_LENGTH}


def build_transformer():
    """Returns the untrained transformer: two double and four single blocks of width 192."""
    return FluxTransformer2DModel(
        patch_size=1,
        in_channels=4 * LATENT_CHANNELS,
        num_layers=2,
        num_single_layers=4,
        attention_head_dim=32,
        num_attention_heads=6,
        joint_attention_dim=TEXT_WIDTH,
        pooled_projection_dim=TEXT_WIDTH,
        guidance_embeds=False,
        axes_dims_rope=(8, 12, 12),
    )


def build_clip(tokenizer):
    """Returns the untrained encoder of the pooled text."""
    return CLIPTextModel(CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=TEXT_WIDTH,
        intermediate_size=4 * TEXT_WIDTH,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=CLIP_LENGTH,
        projection_dim=TEXT_WIDTH,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    ))


def build_t5(tokenizer):
    """Returns the untrained encoder of the text as a sequence."""
    return T5EncoderModel(T5Config(
        vocab_size=len(tokenizer),
        d_model=TEXT_WIDTH,
        d_kv=32,
        d_ff=2 * TEXT_WIDTH,
        num_layers=2,
        num_heads=4,
        relative_attention_num_buckets=16,
        relative_attention_max_distance=32,
        dropout_rate=0.0,
        feed_forward_proj="gated-gelu",
    ))


def picture_ids():
    """Returns the place of each token of a picture, (SIDE * SIDE, 3): zero, row, column."""
    rows, columns = torch.meshgrid(torch.arange(SIDE), torch.arange(SIDE), indexing="ij")
    return torch.stack([torch.zeros_like(rows), rows, columns], -1).view(-1, 3).float()


def pack(latents):
    """Packs latents (N, C, H, W) two by two into tokens (N, H/2 * W/2, 4C), as FLUX does."""
    number, channels, height, width = latents.shape
    return FluxPipeline._pack_latents(latents, number, channels, height, width)


class EmojiNetwork(torch.nn.Module):
    """The transformer with its text encoders, trained as one."""

    def __init__(self, clip_tokenizer, t5_tokenizer):
        super().__init__()
        self.transformer = build_transformer()
        self.text_encoder = build_clip(clip_tokenizer)
        self.text_encoder_2 = build_t5(t5_tokenizer)
        self.register_buffer("picture_ids", picture_ids(), persistent=False)
        self.register_buffer("text_ids", torch.zeros(T5_LENGTH, 3), persistent=False)

    def forward(self, tokens, sigma, clip_ids, t5_ids):
        """Returns the velocity, noise - data, of packed latents at times sigma."""
        return self.transformer(
            hidden_states=tokens,
            timestep=sigma,
            pooled_projections=self.text_encoder(clip_ids).pooler_output,
            encoder_hidden_states=self.text_encoder_2(t5_ids).last_hidden_state,
            txt_ids=self.text_ids,
            img_ids=self.picture_ids,
            return_dict=False,
        )[0]


def load_autoencoder(folder):
    """Returns a trained autoencoder; ends the program when there is none."""
    if not (Path(folder) / "config.json").is_file():
        raise SystemExit(f"{folder} is no autoencoder: run train_emoji_vae.py first")
    return AutoencoderKL.from_pretrained(folder).eval().requires_grad_(False)


def forget_origin(config):
    """Takes the path that a network was loaded from out of its configuration."""
    write_json(config, {
        key: value for key, value in read_json(config).items() if key != "_name_or_path"})


def write_folder(folder, network, autoencoder, tokenizers):
    """Writes a FluxPipeline folder in half precision, replacing its files one by one.

    tokenizers is a folder that holds tokenizer and tokenizer_2.
    """
    folder = Path(folder)
    partial = fresh_folder(folder.with_name(folder.name + ".partial"))
    half = copy.deepcopy(network).half()
    half.transformer.save_pretrained(partial / "transformer")
    half.text_encoder.save_pretrained(partial / "text_encoder")
    half.text_encoder_2.save_pretrained(partial / "text_encoder_2")
    copy.deepcopy(autoencoder).half().save_pretrained(partial / "vae")
    forget_origin(partial / "vae" / "config.json")
    FlowMatchEulerDiscreteScheduler(shift=SHIFT).save_pretrained(partial / "scheduler")
    for name in ("tokenizer", "tokenizer_2"):
        shutil.copytree(tokenizers / name, partial / name)
    write_json(partial / "model_index.json", {
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
    write_json(partial / "tidewheel.json", {
        "description": "Text to picture in the form of FLUX, on Noto emoji: 32x32 pictures of "
                       "what an emoji's name or tags say.",
        "sampling": SAMPLING,
    })
    replace_files(partial, folder)
