"""Draws a contact sheet of the emoji model through diffusers: a row for each prompt."""

import argparse
from pathlib import Path

import torch
from diffusers import FluxPipeline
from PIL import Image, ImageDraw

from model_folder import read_json

PROMPTS = [
    "red heart", "blue heart", "green heart, love", "blue circle", "red square", "grinning face",
    "crying face", "sleeping face", "cat face", "dog face", "panda", "frog", "fish", "pizza",
    "hamburger", "red apple", "strawberry", "rose", "evergreen tree", "sun", "crescent moon",
    "star", "fire", "automobile", "rocket", "house", "soccer ball", "balloon",
]
CAPTION = 150


def sheet(rows, zoom):
    """Returns rows of (prompt, pictures) as one picture, each row with its prompt in front."""
    side = rows[0][1][0].width * zoom
    page = Image.new("RGB", (CAPTION + side * len(rows[0][1]), side * len(rows)), "white")
    draw = ImageDraw.Draw(page)
    for row, (prompt, pictures) in enumerate(rows):
        draw.text((4, side * row + side // 2 - 6), prompt, fill="black")
        for column, picture in enumerate(pictures):
            page.paste(picture.resize((side, side), Image.NEAREST),
                       (CAPTION + side * column, side * row))
    return page


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="models/emoji-flux", help="the FluxPipeline folder")
    parser.add_argument("--output", default="out/training/emoji.png", help="default: %(default)s")
    parser.add_argument("--prompts", nargs="+", default=PROMPTS)
    parser.add_argument("--columns", type=int, default=4, help="pictures for each prompt")
    parser.add_argument("--zoom", type=int, default=2)
    parser.add_argument("--steps", type=int, help="default: as tidewheel.json says")
    parser.add_argument("--guidance", type=float, default=3.0,
                        help="true guidance against the empty prompt; 1 means none "
                             "(default: %(default)g)")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    usual = read_json(Path(arguments.model) / "tidewheel.json")["sampling"]
    pipeline = FluxPipeline.from_pretrained(arguments.model, torch_dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    rows = [(prompt, pipeline(
        prompt=prompt,
        negative_prompt="" if arguments.guidance > 1 else None,
        true_cfg_scale=arguments.guidance,
        num_inference_steps=arguments.steps or usual["steps"],
        width=usual["width"],
        height=usual["height"],
        max_sequence_length=usual["maxSequenceLength"],
        num_images_per_prompt=arguments.columns,
        generator=[torch.Generator().manual_seed(arguments.seed + column)
                   for column in range(arguments.columns)],
    ).images) for prompt in arguments.prompts]
    output = Path(arguments.output)
    output.parent.mkdir(parents=True, exist_ok=True)
    sheet(rows, arguments.zoom).save(output)


if __name__ == "__main__":
    main()
