"""Makes small, lively checkpoints of whole pipelines (FLUX, Stable Diffusion 1.5 / 2 / 3, LCM) and the pictures that diffusers
draws with them.

    pip install torch==2.7.1 diffusers==0.42.1 transformers==5.23.0 sentencepiece protobuf safetensors pillow
    python tools/pipeline_folders.py /tmp/folders
    python tools/pipeline_folders.py /tmp/folders --random 40 --seed 1
    python tools/pipeline_folders.py /tmp/folders --random 40 --seed 1 --wide
    python tools/pipeline_folders.py src/test/resources/golden/pipelines --goldens --cases 3

Each folder below the output has a diffusers folder `model`, `cases.json` (a list of options of `tidewheel generate`) and the
picture of each case: `0.png`, `1.png`, ... A case with `init-image` names a picture beside it. A checkpoint is made anew until
its pictures have contrast, depend on prompt, seed, steps and guidance, and do not on the noise's seventh digit. `--wide` also draws
options that no published folder of these pipelines sets, but that diffusers has, and shortens configurations to what is not a default.
"""

import argparse
import contextlib
import inspect
import json
import random
import shutil
import tempfile
import warnings
from pathlib import Path
from unittest import mock

import diffusers
import golden_text
import golden_tokens
import golden_transformers
import golden_unet
import numpy
import torch
import transformers
from diffusers import AutoencoderKL, FluxTransformer2DModel, SD3Transformer2DModel, UNet2DConditionModel
from golden_autoencoder import make_old as make_old_autoencoder
from golden_unet_condition import make_old as make_old_unet
from PIL import Image
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, T5Config, T5EncoderModel

ATTEMPTS = 20
PROMPTS = [
    "", "a cat", "A photo of an astronaut riding a horse on Mars, highly detailed, 4k", "  two   spaces\tand\ttabs ", "it's we're they'll 100% !!!",
    "un café très élégant à Paris, l'été", "красивый дом у моря, Москва зимой", "東京の夜景、猫が座っている", "مدينة جميلة في الليل", "👩‍🚀 🇩🇪 ❤️ fire 🔥",
    "e\u0301 ﬁ ｆｕｌｌ Ⅷ ㎏ ½", "a (red:1.3) heart, [[best quality]] <|endoftext|> after", "</s> in the <extra_id_3> middle <pad>", "very " * 90 + "long",
    "猫" * 120, "word, " * 300 + "and the end",
]
WIDE_PROMPTS = [
    "İSTANBUL'DA ŞİİR, ǅ ß ŉ", "a\u200bb\u00a0c\u2028d\ufefff", "नमस्ते दुनिया का चित्र", "สวัสดีชาวโลก", "שלום עולם, 3 x 4 = 12", "&lt;b&gt; &amp;amp; &#39;q&#39;",
    "x" * 400, "1234567890 " * 30, "\n\nnew\r\nlines\x0b\x0c\n", "<|startoftext|><|startoftext|> 'S'T'RE", "\U0001f469\U0001f3fd\u200d\U0001f52c\U0001f1e9", "_ __ ▁ ▁▁a",
]
SCALED_LINEAR = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", num_train_timesteps=1000)

# name: (kind, the choices that are not left to the dice)
FIXED = {
    "flux-schnell": ("flux", dict(guidance_embeds=False, dynamic=False, true_guidance=False, dtype="bfloat16")),
    "flux-dev": ("flux", dict(guidance_embeds=True, dynamic=True, true_guidance=False, shard=True)),
    "flux-true-cfg": ("flux", dict(guidance_embeds=True, dynamic=True, true_guidance=True, dtype="float32")),
    "flux-schnell-true-cfg": ("flux", dict(guidance_embeds=False, dynamic=True, true_guidance=True)),
    "flux-karras": ("flux", dict(scheduler_options=dict(use_karras_sigmas=True))),
    "flux-terminal": ("flux", dict(dynamic=True, scheduler_options=dict(shift_terminal=0.02, time_shift_type="linear"))),
    "sd3-medium": ("sd3", dict(t5=True, qk_norm=None, dual=False, scheduler="euler", shift=3.0, dtype="float16")),
    "sd3-without-t5": ("sd3", dict(t5=False, qk_norm=None, dual=False, scheduler="euler", shift=3.0)),
    "sd3.5-large": ("sd3", dict(t5=True, qk_norm="rms_norm", dual=False, scheduler="euler", shift=3.0, shard=True)),
    "sd3.5-medium": ("sd3", dict(t5=True, qk_norm="rms_norm", dual=True, scheduler="euler", shift=3.0)),
    "sd3-dynamic": ("sd3", dict(scheduler="euler-dynamic")),
    "sd3-heun": ("sd3", dict(scheduler="heun")),
    "sd1-pndm": ("sd", dict(scheduler="PNDM", second=False, old=True, extras=True, prediction="epsilon")),
    "sd1-ddim": ("sd", dict(scheduler="DDIM", second=False, prediction="epsilon", extras=True)),
    "sd1-dpm": ("sd", dict(scheduler="DPMSolverMultistep", second=False, prediction="epsilon")),
    "sd1-unipc": ("sd", dict(scheduler="UniPCMultistep", second=False, prediction="epsilon")),
    "sd1-euler": ("sd", dict(scheduler="EulerDiscrete", second=False, prediction="epsilon")),
    "sd1-euler-ancestral": ("sd", dict(scheduler="EulerAncestralDiscrete", second=False, prediction="epsilon")),
    "sd2-ddim-v": ("sd", dict(scheduler="DDIM", second=True, prediction="v_prediction")),
    "sd2-euler-v": ("sd", dict(scheduler="EulerDiscrete", second=True, prediction="v_prediction")),
    "sd2-pndm": ("sd", dict(scheduler="PNDM", second=True, prediction="epsilon", dtype="float16")),
    "sd1-lcm": ("sd", dict(scheduler="LCM", second=False, prediction="epsilon")),
    "lcm": ("lcm", dict(dtype="float32")),
    "lcm-half": ("lcm", dict(dtype="float16", extras=True)),
}

# The few that the tests draw: small files.
SMALL = dict(levels=2, clip_heads=1, t5_files="t5-json", extras=False, dtype="bfloat16")
GOLDENS = {
    "flux-dev": ("flux", dict(SMALL, guidance_embeds=True, dynamic=True, true_guidance=True)),
    "flux-schnell": ("flux", dict(SMALL, guidance_embeds=False, dynamic=False, true_guidance=False, dtype="float16")),
    "sd3-medium": ("sd3", dict(SMALL, t5=True, qk_norm=None, dual=False, scheduler="euler", shift=3.0, dtype="float16")),
    "sd3.5-without-t5": ("sd3", dict(SMALL, t5=False, qk_norm="rms_norm", dual=True, scheduler="euler", shift=3.0, shard=True)),
    "sd1-pndm": ("sd", dict(SMALL, scheduler="PNDM", second=False, old=True, prediction="epsilon", dtype="float32")),
    "sd2-euler-v": ("sd", dict(SMALL, scheduler="EulerDiscrete", second=True, prediction="v_prediction", shard=True)),
    "lcm": ("lcm", dict(SMALL, dtype="float16", extras=True, twins=["vae"])),
}


class Dice(random.Random):
    """Draws choices by name, those that are already made excepted."""

    def __init__(self, seed, made=None, wide=False):
        super().__init__(seed)
        self.made = made or {}
        self.wide = wide

    def option(self, name, choices):
        drawn = self.choice(choices)
        return self.made.get(name, drawn)

    def widely(self, standard, choices):
        """Draws only where all options are wanted, so that everything else is drawn the same in any case."""
        return self.choice(choices) if self.wide else standard

    def prompt(self):
        return self.choice(PROMPTS + WIDE_PROMPTS if self.wide else PROMPTS)


class Parts:
    """The parts of a folder, as they are drawn: networks by name, how they are stored, and the index."""

    def __init__(self, dice, seed):
        self.dice = dice
        self.generator = torch.Generator().manual_seed(seed)
        self.networks = {}
        self.index = {}
        self.old = dice.option("old", [False, False, True])
        self.dtype = dice.option("dtype", ["float32", "float16", "bfloat16"])
        self.shard = dice.option("shard", [False, False, False, True])
        self.extras = dice.option("extras", [False, True])
        self.short = dice.widely(False, [False, True])

    def add(self, name, network, enliven):
        enliven(network, self.generator)
        self.networks[name] = network.eval()
        library = "transformers" if isinstance(network, transformers.PreTrainedModel) else "diffusers"
        self.index[name] = [library, type(network).__name__]
        return network


def clip(parts, name, kind, vocabulary, **options):
    """Adds a CLIP text encoder; its width is drawn."""
    heads = parts.dice.option("clip_heads", [1, 2, 3])
    width = heads * 2 * parts.dice.randint(3, 5)
    old = parts.old or parts.dice.random() < 0.5
    config = CLIPTextConfig(
        vocab_size=vocabulary, hidden_size=width, num_attention_heads=heads, num_hidden_layers=parts.dice.randint(2, 3),
        intermediate_size=parts.dice.randint(8, 48), max_position_embeddings=77, bos_token_id=vocabulary - 2,
        eos_token_id=2 if old else vocabulary - 1, pad_token_id=1,
        **{"projection_dim": parts.dice.randint(4, 16), "hidden_act": parts.dice.choice(["quick_gelu", "gelu"]), **options},
    )
    config.layer_norm_eps = parts.dice.widely(config.layer_norm_eps, [1e-5, 1e-6, 1e-3])
    config.num_hidden_layers = parts.dice.widely(config.num_hidden_layers, [1, 2, 4])
    return parts.add(name, kind(config), enliven_text).config


def t5(parts, name, vocabulary, width=None):
    config = T5Config(
        vocab_size=vocabulary, d_model=width or parts.dice.randint(8, 20), d_kv=parts.dice.randint(3, 8), d_ff=parts.dice.randint(8, 40),
        num_layers=parts.dice.randint(1, 3), num_heads=parts.dice.randint(1, 3),
        feed_forward_proj=parts.dice.widely("gated-gelu", ["gated-gelu", "relu", "gated-silu", "gelu"]),
        relative_attention_num_buckets=parts.dice.widely(32, [8, 32, 20]), relative_attention_max_distance=parts.dice.widely(128, [128, 40]),
        layer_norm_epsilon=parts.dice.widely(1e-6, [1e-6, 1e-4]),
    )
    return parts.add(name, T5EncoderModel(config), enliven_text).config


def autoencoder(parts, latents, **options):
    """Adds an autoencoder with one to four levels."""
    levels, groups = parts.dice.option("levels", [2, 2, 2, 1, 3, 4]), parts.dice.choice([1, 2, 4])
    if parts.dice.wide:
        options |= dict(
            mid_block_add_attention=parts.dice.random() < 0.5, act_fn=parts.dice.choice(["silu", "gelu", "mish"]),
            use_quant_conv=parts.dice.random() < 0.5, use_post_quant_conv=parts.dice.random() < 0.5,
        )
        options.setdefault("shift_factor", parts.dice.choice([None, 0.2]))
    attentive = [parts.dice.widely("", ["", "", "Attn"]) for _ in range(2 * levels)]
    network = AutoencoderKL(
        block_out_channels=[groups * parts.dice.randint(2, 4) for _ in range(levels)],
        down_block_types=[f"{kind}DownEncoderBlock2D" for kind in attentive[:levels]],
        up_block_types=[f"{kind}UpDecoderBlock2D" for kind in attentive[levels:]],
        layers_per_block=parts.dice.randint(1, 2) + parts.dice.widely(0, [0, 0, 1]), norm_num_groups=groups, latent_channels=latents, sample_size=64, **options,
    )
    return parts.add("vae", network, golden_unet.enliven).config


def enliven_text(network, generator):
    """As the goldens of text encoders, but with attention that looks at some tokens more than at others."""
    golden_text.enliven(network, generator)
    for name, parameter in network.named_parameters():
        if name.endswith(("q_proj.weight", "SelfAttention.q.weight")):
            parameter.data *= 2


def calmly(enliven, calm):
    """Enlivens, but with less of an answer where a checkpoint was too restless, and with eyes for the text."""

    def calm_down(network, generator):
        enliven(network, generator)
        for name, parameter in network.named_parameters():
            if "attn2.to_out" in name or "add_k_proj.weight" in name or "attn2.to_q.weight" in name:
                parameter.data *= 2
            if name.startswith(("proj_out.", "conv_out.")):
                parameter.data *= calm

    return calm_down


def flow_scheduler(dice, name, dynamic):
    shift = dice.option("shift", [1.0, 3.0, 2.5])
    options = dict(num_train_timesteps=1000, shift=shift)
    if dynamic:
        options |= dict(use_dynamic_shifting=True, base_shift=0.5, max_shift=1.15, base_image_seq_len=256, max_image_seq_len=4096)
        if dice.random() < 0.3:
            options |= dict(base_shift=0.3, max_shift=2.0, base_image_seq_len=16, max_image_seq_len=400)
    options |= dice.option("scheduler_options", [{}, {}, {}, {}, dict(use_karras_sigmas=True), dict(use_exponential_sigmas=True)])
    return {"_class_name": name, "_diffusers_version": "0.30.0", **options}


def flux(parts, tokenizers, calm):
    dice = parts.dice
    text = clip(parts, "text_encoder", CLIPTextModel, tokenizers.clip_words)
    long_text = t5(parts, "text_encoder_2", tokenizers.t5_words)
    latents = dice.choice([2, 4, 4, 16])
    guided = dice.option("guidance_embeds", [True, False])
    autoencoder(
        parts, latents, use_quant_conv=False, use_post_quant_conv=False, scaling_factor=dice.choice([0.3611, 1.0]), shift_factor=dice.choice([0.1159, 0.5]),
    )
    axes = [2 * dice.randint(1, dice.widely(3, [3, 9])) for _ in range(3)]
    network = FluxTransformer2DModel(
        in_channels=4 * latents, num_layers=dice.randint(1, 2) + dice.widely(0, [-1, 0, 1]),
        num_single_layers=dice.randint(1, 2) + dice.widely(0, [0, 1, 2]), attention_head_dim=sum(axes),
        num_attention_heads=dice.randint(1, 3), joint_attention_dim=long_text.d_model, pooled_projection_dim=text.hidden_size,
        guidance_embeds=guided, axes_dims_rope=axes,
    )
    parts.add("transformer", network, calmly(golden_transformers.enliven, calm))
    parts.index |= {"tokenizer": ["transformers", "CLIPTokenizer"], "tokenizer_2": ["transformers", "T5TokenizerFast"]}
    scheduler = flow_scheduler(dice, "FlowMatchEulerDiscreteScheduler", dice.option("dynamic", [True, False]))
    true_guidance = dice.option("true_guidance", [False, False, True])

    def case():
        options = {"prompt": dice.prompt(), **size(dice, parts, 2), "steps": dice.randint(1, 6)}
        if dice.random() < 0.3:
            options["prompt-2"] = dice.prompt()
        if dice.random() < 0.8:
            options["max-sequence-length"] = dice.choice([16, 48, 128, 256, 512])
        if guided:
            options["guidance"] = dice.choice([1, 2, 3.5, 7])
        if true_guidance:
            options |= {"negative-prompt": dice.prompt(), "true-guidance": dice.choice([1.5, 3, 4])}
        return options

    return "FluxPipeline", scheduler, case


def sd3(parts, tokenizers, calm):
    dice = parts.dice
    first = clip(parts, "text_encoder", CLIPTextModelWithProjection, tokenizers.clip_words)
    second = clip(parts, "text_encoder_2", CLIPTextModelWithProjection, tokenizers.clip_words, hidden_act="gelu")
    width = first.hidden_size + second.hidden_size + dice.choice([0, 3, 10])
    if dice.option("t5", [True, True, False]):
        t5(parts, "text_encoder_3", tokenizers.t5_words, width)
        parts.index["tokenizer_3"] = ["transformers", "T5TokenizerFast"]
    else:
        parts.index |= {"text_encoder_3": [None, None], "tokenizer_3": [None, None]}
    latents = dice.choice([2, 4, 16])
    autoencoder(
        parts, latents, use_quant_conv=False, use_post_quant_conv=False, scaling_factor=dice.choice([1.5305, 0.8]), shift_factor=dice.choice([0.0609, 0.3]),
    )
    heads, head_size, layers, patch = dice.randint(1, 3), 4 * dice.randint(1, 3), dice.randint(1, 3), dice.choice([1, 2, 2])
    layers += dice.widely(0, [0, 1, 2])
    network = SD3Transformer2DModel(
        sample_size=patch * dice.randint(4, 8), patch_size=patch, in_channels=latents, out_channels=latents, num_layers=layers,
        attention_head_dim=head_size, num_attention_heads=heads, joint_attention_dim=width, caption_projection_dim=heads * head_size,
        pooled_projection_dim=first.projection_dim + second.projection_dim, pos_embed_max_size=dice.choice([64, 70]) + dice.widely(0, [0, 1, 31]),
        dual_attention_layers=tuple(i for i in range(layers - 1) if dice.widely(1, [0, 1])) if dice.option("dual", [True, False]) else (),
        qk_norm=dice.option("qk_norm", [None, "rms_norm"]),
    )
    parts.add("transformer", network, calmly(golden_transformers.enliven, calm))
    parts.index |= {"tokenizer": ["transformers", "CLIPTokenizer"], "tokenizer_2": ["transformers", "CLIPTokenizer"]}
    choice = dice.option("scheduler", ["euler", "euler", "euler", "euler-dynamic", "heun"])
    if choice == "heun":
        scheduler = {"_class_name": "FlowMatchHeunDiscreteScheduler", "num_train_timesteps": 1000, "shift": dice.option("shift", [1.0, 3.0])}
    else:
        scheduler = flow_scheduler(dice, "FlowMatchEulerDiscreteScheduler", choice == "euler-dynamic")

    def case():
        options = {"prompt": dice.prompt(), **size(dice, parts, patch), "steps": dice.randint(2, 6), "guidance": dice.choice([1, 2, 4, 7])}
        for name in ("prompt-2", "prompt-3", "negative-prompt"):
            if dice.random() < 0.3:
                options[name] = dice.prompt()
        if dice.random() < 0.8:
            options["max-sequence-length"] = dice.choice([16, 77, 200, 512])
        if dice.random() < 0.2:
            options["clip-skip"] = 1
        if dice.random() < 0.2:
            del options["width"], options["height"]
        return options | interval(dice)

    return "StableDiffusion3Pipeline", scheduler, case


def wide_unet(dice, levels):
    """Options of a U-Net that Stable Diffusion leaves alone."""
    cross = [dice.random() < 0.7 for _ in range(levels)]
    options = dict(
        down_block_types=["CrossAttnDownBlock2D" if level else "DownBlock2D" for level in cross],
        up_block_types=["CrossAttnUpBlock2D" if dice.random() < 0.7 else "UpBlock2D" for _ in cross],
        layers_per_block=[dice.randint(1, 3) for _ in cross], transformer_layers_per_block=[dice.randint(1, 2) for _ in cross],
        only_cross_attention=dice.choice([False, False, True, [dice.random() < 0.5 for _ in cross]]),
        mid_block_type=dice.choice(["UNetMidBlock2DCrossAttn", "UNetMidBlock2DCrossAttn", None, "UNetMidBlock2D"]),
        act_fn=dice.choice(["silu", "silu", "gelu", "mish", "relu"]), resnet_time_scale_shift=dice.choice(["default", "scale_shift"]),
        flip_sin_to_cos=dice.random() < 0.5, freq_shift=dice.choice([0, 1]), downsample_padding=dice.choice([1, 1, 0]),
        mid_block_scale_factor=dice.choice([1, 1.4]), conv_in_kernel=dice.choice([3, 3, 1, 5]), conv_out_kernel=dice.choice([3, 3, 1, 5]),
        time_embedding_dim=dice.choice([None, 12]), time_embedding_act_fn=dice.choice([None, "gelu"]), timestep_post_act=dice.choice([None, "silu"]),
        norm_eps=dice.choice([1e-5, 1e-3]), center_input_sample=dice.random() < 0.3, upcast_attention=dice.random() < 0.5,
        use_linear_projection=dice.random() < 0.5,
    )
    if dice.random() < 0.2:
        options["layers_per_block"] = 2
    return {name: value for name, value in options.items() if dice.random() < 0.5 or "types" in name}


def interval(dice):
    """Where guidance applies; mostly everywhere. No stop of a usual grid lies at these ends."""
    ends = {"guidance-least-noise": dice.choice([0, 0.13, 0.37]), "guidance-most-noise": dice.choice([0.61, 0.83, 1])}
    return ends if dice.random() < 0.3 else {}


def unet(parts, text, calm, condition=None):
    """Adds the U-Net of Stable Diffusion 1 or 2."""
    dice = parts.dice
    second = dice.option("second", [False, True])
    levels, groups = dice.randint(2, 3), dice.choice([2, 4])
    widths = [groups * dice.randint(1, 3) for _ in range(levels)]
    heads = [dice.choice([h for h in (1, 2, 3, 4) if not width % h]) for width in widths]
    options = dict(
        sample_size=8 * dice.randint(1, 2), block_out_channels=widths, norm_num_groups=groups, layers_per_block=dice.randint(1, 2),
        cross_attention_dim=text.hidden_size, attention_head_dim=heads if second else groups,
        use_linear_projection=second, upcast_attention=second and dice.random() < 0.5, time_cond_proj_dim=condition,
        down_block_types=["CrossAttnDownBlock2D"] * (levels - 1) + ["DownBlock2D"],
        up_block_types=["UpBlock2D"] + ["CrossAttnUpBlock2D"] * (levels - 1),
    )
    if dice.wide:
        options |= wide_unet(dice, levels)
        if options.get("transformer_layers_per_block") and isinstance(options.get("layers_per_block"), int):
            options["layers_per_block"] = [options["layers_per_block"]] * levels
    network = UNet2DConditionModel(**options)
    return parts.add("unet", network, calmly(golden_unet.enliven, calm))


def stable_diffusion(parts, tokenizers, calm):
    dice = parts.dice
    text = clip(parts, "text_encoder", CLIPTextModel, tokenizers.clip_words)
    autoencoder(parts, 4)
    unet(parts, text, calm)
    parts.index["tokenizer"] = ["transformers", "CLIPTokenizer"]
    name = dice.option("scheduler", ["PNDM", "DDIM", "DPMSolverMultistep", "UniPCMultistep", "EulerDiscrete", "EulerAncestralDiscrete", "LCM"] + ["DDPM"] * dice.wide)
    scheduler = {"_class_name": f"{name}Scheduler", "_diffusers_version": "0.6.0", **SCALED_LINEAR, "trained_betas": None}
    scheduler["prediction_type"] = dice.option("prediction", ["epsilon", "epsilon", "v_prediction"])
    if scheduler["prediction_type"] == "epsilon" and parts.old:
        del scheduler["prediction_type"]
    if name in ("PNDM", "DDIM"):
        scheduler |= dict(set_alpha_to_one=False, steps_offset=1, clip_sample=False)
    if name == "LCM":
        scheduler |= dict(original_inference_steps=50, steps_offset=1, clip_sample=False)
    if name == "PNDM":
        scheduler["skip_prk_steps"] = True
    if name in ("DPMSolverMultistep", "EulerDiscrete", "UniPCMultistep") and dice.random() < 0.4:
        scheduler["use_karras_sigmas"] = True
    if name not in ("PNDM", "DDIM", "LCM", "DPMSolverMultistep", "UniPCMultistep") or dice.random() < 0.3:
        scheduler |= dict(timestep_spacing=dice.choice(["leading", "trailing", "linspace"]), steps_offset=1)

    for missing in dice.widely((), [(), ("steps_offset",), ("clip_sample",), ("steps_offset", "clip_sample")]):
        scheduler.pop(missing, None)
    if dice.widely(False, [False, True]):
        scheduler["timestep_spacing"] = dice.choice(["leading", "trailing", "linspace"])

    def case():
        options = {"prompt": dice.prompt(), **size(dice, parts, 1), "steps": dice.randint(2, 8), "guidance": dice.choice([1, 2, 5, 7.5])}
        if dice.random() < 0.5:
            options["negative-prompt"] = dice.prompt()
        if dice.random() < 0.25:
            options["clip-skip"] = 1
        if name == "DDIM" and dice.random() < 0.4:
            options["eta"] = dice.choice([0.5, 1])
        if dice.random() < 0.4:
            options["guidance-rescale"] = dice.choice([0.3, 0.7, 1])
        options |= interval(dice)
        if dice.random() < 0.2:
            del options["width"], options["height"]
        return options

    return "StableDiffusionPipeline", scheduler, case


def lcm(parts, tokenizers, calm):
    dice = parts.dice
    text = clip(parts, "text_encoder", CLIPTextModel, tokenizers.clip_words)
    autoencoder(parts, 4)
    unet(parts, text, calm, condition=2 * dice.randint(4, 20))
    parts.index["tokenizer"] = ["transformers", "CLIPTokenizer"]
    scheduler = {
        "_class_name": "LCMScheduler", "_diffusers_version": "0.22.0", **SCALED_LINEAR, "clip_sample": False, "original_inference_steps": 50,
        "set_alpha_to_one": True, "steps_offset": 0, "prediction_type": "epsilon", "timestep_scaling": 10.0,
    }

    def case():
        options = {"prompt": dice.prompt(), **size(dice, parts, 1), "steps": dice.randint(1, 8), "guidance": dice.choice([1, 4, 8.5])}
        if dice.random() < 0.2:
            options["clip-skip"] = 1
        return options

    return "LatentConsistencyModelPipeline", scheduler, case


KINDS = {"flux": flux, "sd3": sd3, "sd": stable_diffusion, "lcm": lcm}


def size(dice, parts, patch):
    """Draws a size that the pipeline takes: a multiple of a patch, and of 8."""
    factor = 2 ** (len(parts.networks["vae"].config.block_out_channels) - 1)
    unit = max(8, factor * patch)
    most = max(3, 64 // unit)
    return {"width": unit * dice.randint(2, most), "height": unit * dice.randint(2, most)}


class Tokenizers:
    """Small vocabularies, made once and copied into each folder."""

    def __init__(self, folder):
        self.folder = folder
        lines = golden_tokens.corpus([Path(__file__).parents[1] / "LICENSE"])
        lines += [line for prompt in PROMPTS + golden_tokens.PROMPTS for line in prompt.replace("\0", "").splitlines()]
        golden_tokens.make_clip(folder, lines)
        golden_tokens.make_t5(folder, lines)
        self.clip_words = len(json.loads((folder / "clip-end/vocab.json").read_text()))
        self.t5_words = 828

    def copy(self, index, folder, dice, second_version):
        """Copies what the index names."""
        for name, kind in index.items():
            if kind[-1] == "CLIPTokenizer":
                exclamation = name == "tokenizer_2" or second_version
                choice = dice.choice(["clip-exclamation", "clip-decoder-exclamation"] if exclamation else ["clip-end", "clip-decoder"])
            elif kind[-1] == "T5TokenizerFast":
                choice = dice.option("t5_files", ["t5-spiece", "t5-json"])
            else:
                continue
            shutil.copytree(self.folder / choice, folder / name)


def write_json(file, value):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, indent=2) + "\n")


def save(parts, name, folder):
    """Writes the weights of a part as a published folder has them."""
    network, target = parts.networks[name], folder / name
    dtype = getattr(torch, parts.dtype)
    shard = "30KB" if parts.shard else "10GB"
    network.to(dtype)
    short = parts.short and isinstance(network, diffusers.ModelMixin)
    if isinstance(network, transformers.PreTrainedModel):
        golden_text.save(network, target, dtype, not parts.shard and parts.dice.random() < 0.7, shard)
    else:
        network.save_pretrained(target, max_shard_size=shard)
        old = parts.old and not parts.dice.wide  # early files have no names for most options
        if old and name == "vae" and "unet" in parts.networks and not parts.shard:
            make_old_autoencoder(target)
        if old and name == "unet" and not (network.config.use_linear_projection or network.config.time_cond_proj_dim):
            make_old_unet(target)
    if short:
        shorten(target / "config.json", type(network))


def shorten(file, kind):
    """Leaves out of a configuration what is a default, as files of early releases lack what came later."""
    defaults = {name: option.default for name, option in inspect.signature(kind.__init__).parameters.items()}
    config = json.loads(file.read_text())
    write_json(file, {name: value for name, value in config.items() if name not in defaults or value != json.loads(json.dumps(defaults[name], default=str))})


def twin(folder, name):
    """Puts other weights beside those that count."""
    for file in (folder / name).glob("*.safetensors"):
        tensors = {key: torch.zeros_like(value) for key, value in load_file(file).items()}
        for variant in ("fp16", "non_ema"):
            save_file(tensors, file.with_name(f"{file.stem}.{variant}.safetensors"), metadata={"format": "pt"})
        stem = "pytorch_model" if file.stem == "model" else file.stem
        torch.save(tensors, file.with_name(f"{stem}.bin"))


def add_extras(parts, folder, pipeline):
    """Adds what real folders have and no picture needs."""
    if not parts.shard:
        for name in parts.dice.option("twins", [list(parts.networks)]):
            twin(folder, name)
    save_file({"model.diffusion_model.out.weight": torch.zeros(1)}, folder / "whole-model.safetensors")
    (folder / "whole-model.ckpt").write_bytes(b"PK")
    (folder / "README.md").write_text("---\nlicense: other\n---\n")
    if pipeline in ("StableDiffusionPipeline", "LatentConsistencyModelPipeline"):
        parts.index |= {
            "feature_extractor": ["transformers", "CLIPImageProcessor"],
            "safety_checker": ["stable_diffusion", "StableDiffusionSafetyChecker"],
            "requires_safety_checker": True,
        }
        write_json(folder / "feature_extractor/preprocessor_config.json", {"crop_size": 224, "feature_extractor_type": "CLIPFeatureExtractor"})
        write_json(folder / "safety_checker/config.json", {"architectures": ["StableDiffusionSafetyChecker"], "model_type": "clip"})
        save_file({"concept_embeds": torch.zeros(17, 4)}, folder / "safety_checker/model.safetensors")
    if pipeline == "StableDiffusion3Pipeline":
        parts.index |= {"image_encoder": [None, None], "feature_extractor": [None, None]}


def load(folder, dtype=torch.float32):
    """Returns diffusers' pipeline of a folder, computing in 32 bits."""
    index = json.loads((folder / "model_index.json").read_text())
    unused = {name: None for name, kind in index.items() if name in ("safety_checker", "feature_extractor") or kind == [None, None]}
    kind = getattr(diffusers, index["_class_name"])
    pipeline = kind.from_pretrained(folder, torch_dtype=dtype, **unused)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


IMAGE_TO_IMAGE = {
    "FluxPipeline": "FluxImg2ImgPipeline",
    "StableDiffusion3Pipeline": "StableDiffusion3Img2ImgPipeline",
    "StableDiffusionPipeline": "StableDiffusionImg2ImgPipeline",
    "LatentConsistencyModelPipeline": "LatentConsistencyModelImg2ImgPipeline",
}
NAMES = {"steps": "num_inference_steps", "guidance": "guidance_scale", "true-guidance": "true_cfg_scale"}


def share_of_noise(scheduler, number, time):
    """The share of noise, 0 for data and 1 for noise, that a scheduler puts into the state of an evaluation."""
    if hasattr(scheduler, "sigmas"):
        sigma = float(scheduler.sigmas[(scheduler.begin_index or 0) + number])
        return sigma if "FlowMatch" in type(scheduler).__name__ else sigma / (1 + sigma)
    kept = float(scheduler.alphas_cumprod[int(time)])
    return (1 - kept) ** 0.5 / (kept**0.5 + (1 - kept) ** 0.5)


@contextlib.contextmanager
def guided_within(pipeline, least, most):
    """Guides only where the share of noise lies between two: diffusers has no such option, but elsewhere its scale can be 1."""
    network = pipeline.components.get("unet") or pipeline.transformer
    shares = []
    forward, kind = network.forward, type(pipeline)

    def watched(*arguments, **options):
        time = options["timestep"] if "timestep" in options else arguments[1]
        shares.append(share_of_noise(pipeline.scheduler, len(shares), time.flatten()[0]))
        return forward(*arguments, **options)

    def scale(self):
        return self._guidance_scale if not shares or least <= shares[-1] <= most else 1.0

    with mock.patch.object(network, "forward", watched), mock.patch.object(kind, "guidance_scale", property(scale)):
        yield


@torch.no_grad()
def draw(pipeline, case, folder, output_type="np"):
    """Draws a case; returns [height, width, channels] from 0 to 1, or latents."""
    options = dict(case)
    kind = type(pipeline).__name__
    if "init-image" in options:
        with Image.open(folder / options.pop("init-image")) as image:
            options["image"] = image.convert("RGB")
        components = {k: v for k, v in pipeline.components.items()}
        extra = dict(requires_safety_checker=False) if kind in ("StableDiffusionPipeline", "LatentConsistencyModelPipeline") else {}
        pipeline = getattr(diffusers, IMAGE_TO_IMAGE[kind])(**components, **extra)
        pipeline.set_progress_bar_config(disable=True)
        if kind in ("StableDiffusionPipeline", "LatentConsistencyModelPipeline"):
            options = {name: value for name, value in options.items() if name not in ("width", "height")}
    generator = torch.Generator("cpu").manual_seed(options.pop("seed"))
    options = {NAMES.get(name, name.replace("-", "_")): value for name, value in options.items()}
    # diffusers' clip_skip asks for a module that CLIPTextModel of transformers 5 has no more: it is that module itself.
    least, most = options.pop("guidance_least_noise", 0), options.pop("guidance_most_noise", 1)
    whole = (least, most) == (0, 1)
    within = contextlib.nullcontext() if whole else guided_within(pipeline, least, most)
    with within, mock.patch.object(CLIPTextModel, "text_model", property(lambda self: self), create=True):
        return pipeline(**options, generator=generator, output_type=output_type).images[0]


def levels(picture):
    return numpy.rint(picture * 255).clip(0, 255).astype(int)


@torch.no_grad()
def set_contrast(parts, folder, case):
    """Scales the decoder's last layer so that a picture has contrast and is seldom clipped, and saves it anew."""
    pipeline = load(folder)
    raw = []
    decode = pipeline.vae.decode

    def remember(*arguments, **options):
        answer = decode(*arguments, **options)
        raw.append(answer[0])
        return answer

    with mock.patch.object(pipeline.vae, "decode", remember):
        draw(pipeline, case, folder.parent)
    mean, spread = raw[0].mean((0, 2, 3)), raw[0].std().item()
    if not 1e-3 < spread < 1e4:
        return False
    last = parts.networks["vae"].float().decoder.conv_out
    last.weight.data *= 0.4 / spread
    last.bias.data = (last.bias.data - mean) * 0.4 / spread
    save(parts, "vae", folder)
    return True


def dullness(pipeline, case, picture, folder):
    """Says what is wrong with a checkpoint's pictures, or nothing."""

    def moved(most=False, **changes):
        other = levels(draw(pipeline, {**case, **{k.replace("_", "-"): v for k, v in changes.items()}}, folder))
        return numpy.abs(other - picture).max() if most else numpy.abs(other - picture).mean()

    changes = dict(prompt="something else", seed=case["seed"] + 1, steps=case["steps"] + 1)
    if "guidance" in case and (case["guidance"] != 1 or pipeline.__class__.__name__ != "StableDiffusionPipeline"):
        changes["guidance"] = case["guidance"] + 2
    if "true-guidance" in case:
        changes["true-guidance"] = case["true-guidance"] + 1
    for name, value in changes.items():
        if not moved(**{name: value}) > 1:
            return f"hardly depends on {name}"
    return ""


def restless(pipeline, case, picture, folder):
    """Whether a change of the noise in the seventh digit shows."""
    randn = torch.randn
    sign = torch.Generator().manual_seed(0)

    def nudged(*arguments, **options):
        noise = randn(*arguments, **options)
        return noise + 1e-6 * randn(noise.shape, generator=sign).sign()

    with mock.patch("torch.randn", nudged):
        other = levels(draw(pipeline, case, folder))
    return numpy.abs(other - picture).max() > 1


def flat(picture):
    return picture.std() < 15 or numpy.isin(picture, (0, 255)).mean() > 0.3


def init_image(file, case, seed):
    """Writes a smooth picture of a case's size."""
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.rand(1, 3, 4, 4, generator=generator)
    smooth = torch.nn.functional.interpolate(coarse, (case["height"], case["width"]), mode="bicubic").clamp(0, 1)
    Image.fromarray((smooth[0].permute(1, 2, 0) * 255).round().byte().numpy()).save(file)


def attempt(folder, kind, dice, tokenizers, seed, calm, count, images):
    """Makes a folder once; returns what is wrong with it, or nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    model = folder / "model"
    parts = Parts(dice, seed)
    torch.manual_seed(seed)
    pipeline_name, scheduler, case = KINDS[kind](parts, tokenizers, calm)
    parts.index["scheduler"] = ["diffusers", scheduler["_class_name"]]
    write_json(model / "scheduler/scheduler_config.json", scheduler)
    tokenizers.copy(parts.index, model, dice, dice.option("second", [False, True]) and kind == "sd")
    for name in parts.networks:
        save(parts, name, model)
    if parts.extras:
        add_extras(parts, model, pipeline_name)
    write_json(model / "model_index.json", {"_class_name": pipeline_name, "_diffusers_version": "0.30.0", **parts.index})

    def seeded(options):
        return {**options, "seed": dice.randrange(1 << 31)}

    first = seeded(case()) | {"prompt": "a cat", "steps": dice.randint(2, 4)}
    if not set_contrast(parts, model, first):
        return "no contrast"
    pipeline = load(model)
    picture = levels(draw(pipeline, first, folder))
    wrong = "flat" if flat(picture) else dullness(pipeline, first, picture, folder)
    if wrong:
        return wrong
    cases, pictures = [], []
    for number in range(4 * count):
        options = first if number == 0 else seeded(case())
        if number == 1 and images and (kind != "lcm" or dice.wide):
            options = seeded({**first, "strength": dice.choice([0.3, 0.5, 0.75, 1.0]), "steps": dice.randint(4, 8)})
            if "width" not in options:
                options |= size(dice, parts, 1 if kind in ("sd", "lcm") else 2)
            if kind == "sd":  # its image-to-image pipeline does not rescale
                options.pop("guidance-rescale", None)
            options["init-image"] = f"{len(cases)}-init.png"
            init_image(folder / options["init-image"], {name: options[name] + dice.widely(0, range(8)) for name in ("width", "height")}, seed)
            if dice.widely(False, [kind in ("sd", "lcm"), kind != "flux"]):
                del options["width"], options["height"]
        picture = levels(draw(pipeline, options, folder))
        if flat(picture) or restless(pipeline, options, picture, folder):
            if number == 0:
                return "restless"
            continue
        cases.append(options)
        pictures.append(picture)
        if len(cases) == count:
            break
    if len(cases) < count:
        return "restless cases"
    for number, picture in enumerate(pictures):
        Image.fromarray(picture.astype(numpy.uint8)).save(folder / f"{number}.png")
    write_json(folder / "cases.json", cases)
    return ""


def make(folder, kind, made, tokenizers, seed, count, images, wide):
    """Makes a folder, more calmly each time it is restless."""
    calm = 1.0
    reasons = []
    for number in range(ATTEMPTS):
        dice = Dice(f"{seed}-{number}", made, wide)
        try:
            wrong = attempt(folder, kind, dice, tokenizers, 1000 * seed + number, calm, count, images)
        except (ValueError, IndexError, RuntimeError, TypeError) as refusal:  # such as a group norm of a single number
            wrong = f"diffusers refuses: {str(refusal)[:60]}"
        if not wrong:
            print(f"{folder.name}: {kind}, {sum(f.stat().st_size for f in folder.rglob('*') if f.is_file()) // 1000} kB, after {reasons}", flush=True)
            return
        reasons.append(wrong)
        if wrong.startswith("restless"):
            calm *= 0.85
    print(f"{folder.name}: {kind} given up: {reasons}", flush=True)
    shutil.rmtree(folder)


def be_quiet():
    warnings.filterwarnings("ignore")
    for library in (diffusers, transformers):
        library.utils.logging.set_verbosity_error()
        library.utils.logging.disable_progress_bar()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--random", type=int, metavar="N", help="N random folders instead")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--wide", action="store_true", help="draw rare options, too")
    parser.add_argument("--cases", type=int, default=4, help="pictures of each folder")
    parser.add_argument("--goldens", action="store_true", help="the few that the tests draw instead")
    parser.add_argument("--only", help="of the set, the one of this name")
    parser.add_argument("--without-images", action="store_true", help="no picture begins with another")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    be_quiet()
    recipes = {name: recipe for name, recipe in (GOLDENS if arguments.goldens else FIXED).items() if arguments.only in (None, name)}
    if arguments.random:
        kinds = list(KINDS)
        recipes = {f"{arguments.seed}-{i:03}": (kinds[i % 4], {}) for i in range(arguments.random)}
    with tempfile.TemporaryDirectory() as folder:
        tokenizers = Tokenizers(Path(folder))
        for number, (name, (kind, made)) in enumerate(recipes.items()):
            make(arguments.output / name, kind, made, tokenizers, 100 * arguments.seed + number, arguments.cases, not arguments.without_images, arguments.wide)


if __name__ == "__main__":
    main()
