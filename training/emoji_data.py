"""Noto emoji as small pictures with their English names and tags.

The pictures are those of the npm package emoji-datasource-google (Apache-2.0), the words those of
emojibase-data (MIT). README.md says how to get both; flags are left out.
"""

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy
import torch
from PIL import Image

DEFAULT_DATA = "out/emoji"
SIZE = 32
LEFT_OUT = {"Flags", "Component"}


class Emoji(NamedTuple):
    """What is known of one picture."""

    name: str  # such as "grinning face"
    tags: tuple[str, ...]  # such as "smile", "happy"
    category: str  # such as "Smileys & Emotion"
    subcategory: str  # such as "face-smiling"
    file: Path


def key(code):
    """Returns a code point sequence without the selector of the coloured form."""
    return code.replace("-FE0F", "")


def read_json(path):
    if not path.is_file():
        raise SystemExit(f"{path} is missing: training/README.md says how to get the emoji")
    return json.loads(path.read_text(encoding="utf-8"))


def emojis(data):
    """Returns the emoji that have both a picture and a name, in the order of Unicode."""
    pictures = Path(data) / "emoji-datasource-google"
    words = {key(entry["hexcode"]): entry
             for entry in read_json(Path(data) / "emojibase-data" / "en" / "data.json")}
    found = []
    for entry in sorted(read_json(pictures / "emoji.json"), key=lambda entry: entry["sort_order"]):
        word = words.get(key(entry["unified"]))
        if word and entry["has_img_google"] and entry["category"] not in LEFT_OUT:
            found.append(Emoji(
                word["label"].lower(), tuple(tag.lower() for tag in word.get("tags", ())),
                entry["category"], entry["subcategory"],
                pictures / "img" / "google" / "64" / entry["image"]))
    return found


def picture(file):
    """Returns a picture on white, (3, SIZE, SIZE), bytes."""
    with Image.open(file) as image:
        image = image.convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    small = Image.alpha_composite(white, image).convert("RGB").resize((SIZE, SIZE), Image.LANCZOS)
    return torch.from_numpy(numpy.array(small)).permute(2, 0, 1).contiguous()


def pictures(entries):
    """Returns the pictures of some emoji, (N, 3, SIZE, SIZE), bytes."""
    return torch.stack([picture(entry.file) for entry in entries])


def scale(pixels):
    """Returns pictures of bytes as numbers in -1..1."""
    return pixels.float() / 127.5 - 1


def summary(entries):
    """Returns how many emoji each category has."""
    return Counter(entry.category for entry in entries)
