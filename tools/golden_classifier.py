"""Makes the golden files of the classifier: a small network, pictures, and what torch sees in them.

    pip install torch==2.7.1 safetensors
    python tools/golden_classifier.py src/test/resources/golden/classifier

The folder is laid out as training/classifier.py does, with `golden.safetensors` beside: pictures (N, H, W, C; bytes
as numbers), features and labels.
"""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch.nn.functional import conv2d, linear, max_pool2d

SIZE, CHANNELS, KERNEL, POOLED_AFTER, FEATURES, CLASSES = 16, [1, 4, 5, 6], 3, [1, 2], 6, 10


def weights():
    """Returns lively weights by name."""
    maps = CHANNELS[-1] * (SIZE // 2 ** len(POOLED_AFTER)) ** 2
    shapes = {
        f"conv{i}": (after, before, KERNEL, KERNEL)
        for i, (before, after) in enumerate(zip(CHANNELS, CHANNELS[1:]), start=1)
    }
    shapes |= {"features": (FEATURES, maps), "scores": (CLASSES, FEATURES)}
    found = {}
    for name, shape in shapes.items():
        width = torch.tensor(shape[1:]).prod().sqrt()
        found[f"{name}.weight"] = torch.randn(shape) * 2 / width
        found[f"{name}.bias"] = torch.randn(shape[0]) * 0.3
    return found


def look(w, pictures):
    """Returns features and labels of pictures (N, H, W, C) of bytes."""
    x = pictures.permute(0, 3, 1, 2) / 127.5 - 1
    for i in range(1, len(CHANNELS)):
        x = conv2d(x, w[f"conv{i}.weight"], w[f"conv{i}.bias"], padding=KERNEL // 2).relu()
        if i in POOLED_AFTER:
            x = max_pool2d(x, 2)
    features = linear(x.flatten(1), w["features.weight"], w["features.bias"]).relu()
    return features, linear(features, w["scores.weight"], w["scores.bias"]).argmax(1)


def draw(count):
    """Returns patchy pictures."""
    patches = torch.randint(0, 256, (count, SIZE // 8, SIZE // 8, CHANNELS[0]))
    return patches.repeat_interleave(8, 1).repeat_interleave(8, 2).float()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("output", type=Path)
    folder = parser.parse_args().output
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(3)
    w = weights()
    pictures = draw(12)
    features, labels = look(w, pictures)
    many, _ = look(w, draw(500))
    save_file(w, folder / "model.safetensors")
    save_file(
        {"mean": many.mean(0), "covariance": torch.cov(many.T), "count": torch.tensor([len(many)])},
        folder / "reference.safetensors")
    save_file(
        {"pictures": pictures, "features": features, "labels": labels.float()},
        folder / "golden.safetensors")
    config = {
        "architecture": "ConvolutionalClassifier",
        "image_size": SIZE,
        "channels": CHANNELS,
        "kernel_size": KERNEL,
        "pooled_after": POOLED_AFTER,
        "features": FEATURES,
        "classes": [f"class {i}" for i in range(CLASSES)],
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
