"""Measures a trained flow-matching folder and prints a markdown table.

Class accuracy: how often the metric network (classifier.py) sees the class that was asked for.
FID: the Frechet distance of its 64 features between generated images and the 10,000 test images.
"""

import argparse
import time
from typing import NamedTuple

import torch

from classifier import describe, load_classifier
from fashion_data import CLASSES, DEFAULT_DATA, load, scale
from flow_sampling import load_network, sample


class Setting(NamedTuple):
    """One row of the table."""

    steps: int
    solver: str
    shift: float
    guidance: float

    def title(self):
        solver = {"euler": "Euler", "ab2": "AB2"}[self.solver]
        spacing = "linear" if self.shift == 1 else f"shift {self.shift:g}"
        return f"{solver}, {spacing}"


def frechet_distance(first, second):
    """Frechet distance of two sets of features (rows), in float64."""
    first, second = first.double(), second.double()
    difference = first.mean(0) - second.mean(0)
    first_covariance, second_covariance = torch.cov(first.T), torch.cov(second.T)
    values, vectors = torch.linalg.eigh(first_covariance)
    root = vectors * values.clamp(min=0).sqrt() @ vectors.T
    mixed = torch.linalg.eigvalsh(root @ second_covariance @ root).clamp(min=0).sqrt().sum()
    spread = first_covariance.trace() + second_covariance.trace() - 2 * mixed
    return (difference.square().sum() + spread).item()


def settings(guidances):
    """The rows: Euler on a linear grid and AB2 on a shifted one, at 4 and 10 steps."""
    return [
        Setting(steps, solver, shift, guidance)
        for guidance in guidances
        for steps in (4, 10)
        for solver, shift in (("euler", 1.0), ("ab2", 2.0))
    ]


def print_row(setting, accuracy, distance):
    print(f"| {setting.steps} | {setting.title()} | {setting.guidance:g} "
          f"| {100 * accuracy:.1f} % | {distance:.1f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", default=DEFAULT_DATA, help="folder of the idx files")
    parser.add_argument("--model", default="models/fashion-flow", help="the diffusers folder")
    parser.add_argument("--classifier", default="work/classifier.pt")
    parser.add_argument("--images", type=int, default=2000, help="generated images per row")
    parser.add_argument("--guidance", type=float, nargs="+", default=[1.0])
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    train_images, train_labels = load(arguments.data, "train")
    test_images, test_labels = load(arguments.data, "test")
    classifier = load_classifier(arguments.classifier)
    network = load_network(arguments.model)
    begin = time.monotonic()

    reference, found = describe(classifier, scale(test_images))
    accuracy = (found == test_labels).double().mean().item()
    count = arguments.images
    chosen = torch.randperm(
        len(train_images), generator=torch.Generator().manual_seed(arguments.seed))[:count]
    floor, floor_found = describe(classifier, scale(train_images[chosen]))
    floor_accuracy = (floor_found == train_labels[chosen]).double().mean().item()

    print(f"{count:,} images per row; accuracy of the metric network on the "
          f"{len(test_labels):,} test images {100 * accuracy:.1f} %\n")
    print("| steps | solver, grid | guidance | class accuracy | FID (features) |")
    print("|---|---|---|---|---|")
    print(f"| - | training images (floor) | - | {100 * floor_accuracy:.1f} % "
          f"| {frechet_distance(floor, reference):.1f} |", flush=True)
    labels = torch.arange(count) % len(CLASSES)
    for setting in settings(arguments.guidance):
        images = sample(network, labels, **setting._asdict(), seed=arguments.seed)
        features, found = describe(classifier, images)
        hits = (found == labels).double().mean().item()
        print_row(setting, hits, frechet_distance(features, reference))
    print(f"\n{(time.monotonic() - begin) / 60:.1f} minutes")


if __name__ == "__main__":
    main()
