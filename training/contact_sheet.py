"""Draws a contact sheet of a demo model: a row for each class."""

import argparse
from pathlib import Path

import torch
from PIL import Image

from fashion_data import CLASSES
from model_folder import read_json
from sampling import Model, Setting, sample


def tile(images, columns, zoom):
    """Returns images (N, 1, H, W) in -1..1 as one picture with a fixed number of columns."""
    rows = len(images) // columns
    height, width = images.shape[2:]
    sheet = images.view(rows, columns, height, width).transpose(1, 2)
    sheet = sheet.reshape(rows * height, columns * width)
    pixels = ((sheet + 1) * 127.5).round().to(torch.uint8).numpy()
    return Image.fromarray(pixels).resize(
        (zoom * columns * width, zoom * rows * height), Image.NEAREST)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="models/fashion-flow", help="the diffusers folder")
    parser.add_argument("--output", default="out/training/sheet.png", help="default: %(default)s")
    parser.add_argument("--columns", type=int, default=10, help="images per class")
    parser.add_argument("--zoom", type=int, default=2)
    parser.add_argument("--steps", type=int, help="default: as tidewheel.json says; so the next")
    parser.add_argument("--solver", choices=["euler", "ab2", "ddim", "consistency"])
    parser.add_argument("--shift", type=float)
    parser.add_argument("--guidance", type=float)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    model = Model.load(arguments.model)
    usual = {"solver": model.usual_solver(), "shift": 1.0}
    usual |= read_json(Path(arguments.model) / "tidewheel.json")["sampling"]
    setting = Setting(**{
        name: getattr(arguments, name) if getattr(arguments, name) is not None else usual[name]
        for name in Setting._fields
    })
    labels = torch.arange(len(CLASSES)).repeat_interleave(arguments.columns)
    images = sample(model, labels, setting, arguments.seed)
    output = Path(arguments.output)
    output.parent.mkdir(parents=True, exist_ok=True)
    tile(images, arguments.columns, arguments.zoom).save(output)


if __name__ == "__main__":
    main()
