"""Makes the pictures by which resizing and decoding are checked: Pillow's own, in 8 bits.

Run it in the repository's root; it needs Pillow and numpy.
"""

import pathlib

import numpy as np
from PIL import Image

FOLDER = pathlib.Path("src/test/resources/golden/resampling")
SIZES = [(37, 23), (16, 8), (64, 48), (37, 48), (5, 23), (1, 1)]


def source(mode):
    rows, columns = np.mgrid[0:23, 0:37].astype(np.float64)
    waves = [
        127 + 127 * np.sin(columns * speed + rows * (1 - speed) + phase)
        for speed, phase in ((0.3, 0), (0.8, 1), (1.7, 2))
    ]
    noise = np.random.default_rng(3).integers(-40, 40, (23, 37, 3))
    colours = np.clip(np.stack(waves, -1) + noise, 0, 255).astype(np.uint8)
    return Image.fromarray(colours).convert(mode)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    colour = source("RGB")
    for width, height in SIZES:
        resized = colour.resize((width, height), Image.Resampling.LANCZOS)
        resized.save(FOLDER / f"{width}x{height}.png")
    source("L").save(FOLDER / "grey.png")
    source("L").convert("RGB").save(FOLDER / "grey-as-rgb.png")
    source("P").save(FOLDER / "palette.png")
    source("P").convert("RGB").save(FOLDER / "palette-as-rgb.png")
    see_through = source("RGB")
    see_through.putalpha(source("L"))
    see_through.save(FOLDER / "alpha.png")
    see_through.convert("RGB").save(FOLDER / "alpha-as-rgb.png")


if __name__ == "__main__":
    main()
