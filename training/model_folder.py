"""The network of the demo models and the diffusers folder that each is kept in."""

import json
import os
import shutil
from pathlib import Path

import diffusers
from diffusers import UNet2DModel

from fashion_data import CLASSES

NO_CLASS = len(CLASSES)


def build_network():
    """Returns the untrained network: 1.19 million parameters."""
    return UNet2DModel(
        sample_size=28,
        in_channels=1,
        out_channels=1,
        block_out_channels=(32, 64, 64),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "DownBlock2D", "AttnDownBlock2D"),
        up_block_types=("AttnUpBlock2D", "UpBlock2D", "UpBlock2D"),
        norm_num_groups=8,
        attention_head_dim=32,
        num_class_embeds=len(CLASSES) + 1,
        resnet_time_scale_shift="scale_shift",
    )


def load_network(folder):
    """Returns the network of a diffusers folder; ends the program when the folder is absent."""
    if not (Path(folder) / "unet" / "config.json").is_file():
        raise SystemExit(f"{folder} is not a trained model: see training/README.md")
    return UNet2DModel.from_pretrained(Path(folder) / "unet").eval()


def read_json(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def write_json(path, value):
    Path(path).write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def fresh_folder(path):
    """Returns a folder that is empty."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def replace_files(partial, folder):
    """Moves the files of a folder into another, one by one, each atomically."""
    for path in [path for path in partial.rglob("*") if path.is_file()]:
        target = folder / path.relative_to(partial)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o644)
        os.replace(path, target)
    shutil.rmtree(partial)


def write_folder(network, folder, *, pipeline, scheduler, description, sampling):
    """Writes the diffusers folder, replacing its files one by one, each atomically."""
    folder = Path(folder)
    partial = fresh_folder(folder.with_name(folder.name + ".partial"))
    network.save_pretrained(partial / "unet")
    scheduler.save_pretrained(partial / "scheduler")
    write_json(partial / "tidewheel.json", {
        "description": description,
        "classes": CLASSES,
        "sampling": sampling,
    })
    write_json(partial / "model_index.json", {
        "_class_name": pipeline,
        "_diffusers_version": diffusers.__version__,
        "scheduler": ["diffusers", type(scheduler).__name__],
        "unet": ["diffusers", "UNet2DModel"],
    })
    replace_files(partial, folder)
