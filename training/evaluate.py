"""Measures the folder of a demo model and prints a markdown table.

Class accuracy: how often the metric network (classifier.py) sees the class that was asked for.
FID: the Frechet distance of its 64 features between generated images and the 10,000 test images.
"""

import argparse
import time

import torch

from classifier import DEFAULT_FOLDER, describe, load_classifier, load_reference, moments
from fashion_data import CLASSES, DEFAULT_DATA, load, scale
from sampling import Model, Setting, sample

STEPS = {"euler": [1, 2, 4, 10], "ab2": [4, 10], "ddim": [5, 10, 20, 50], "consistency": [1, 2, 4]}


def frechet_distance(first, second):
    """Frechet distance of two normal distributions, each a mean and a covariance in float64."""
    (first_mean, first_covariance), (second_mean, second_covariance) = first, second
    values, vectors = torch.linalg.eigh(first_covariance)
    root = vectors * values.clamp(min=0).sqrt() @ vectors.T
    mixed = torch.linalg.eigvalsh(root @ second_covariance @ root).clamp(min=0).sqrt().sum()
    spread = first_covariance.trace() + second_covariance.trace() - 2 * mixed
    return ((first_mean - second_mean).square().sum() + spread).item()


class Judge:
    """The metric network and what it saw in the test images."""

    def __init__(self, folder):
        self.classifier = load_classifier(folder)
        self.reference = load_reference(folder)

    def row(self, steps, title, guidance, images, labels):
        """A row of the table for images in -1..1."""
        features, found = describe(self.classifier, images)
        accuracy = (found == labels).double().mean().item()
        distance = frechet_distance(moments(features), self.reference)
        return (f"| {steps} | {title} | {guidance} "
                f"| {100 * accuracy:.1f} % | {distance:.1f} |")


def training_images(folder, count, seed):
    """Returns training images and labels, chosen at random."""
    images, labels = load(folder, "train")
    chosen = torch.randperm(len(images), generator=torch.Generator().manual_seed(seed))[:count]
    return scale(images[chosen]), labels[chosen]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", default="models/fashion-flow", help="the diffusers folder")
    parser.add_argument("--classifier", default=DEFAULT_FOLDER, help="default: %(default)s")
    parser.add_argument("--images", type=int, default=2000, help="generated images per row")
    parser.add_argument("--solver", choices=STEPS, help="default: the one the folder is made for")
    parser.add_argument("--steps", type=int, nargs="+", help="default: a few, by the solver")
    parser.add_argument("--shift", type=float, default=1.0, help="of the grid; not for ddim")
    parser.add_argument("--guidance", type=float, nargs="+", default=[1.0])
    parser.add_argument("--floor", action="store_true", help="a row of training images, too")
    parser.add_argument("--data", default=DEFAULT_DATA, help="folder of the idx files (--floor)")
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    judge = Judge(arguments.classifier)
    model = Model.load(arguments.model)
    solver = arguments.solver or model.usual_solver()
    begin = time.monotonic()
    print(f"{arguments.model}, {arguments.images:,} images per row\n")
    print("| steps | solver, grid | guidance | class accuracy | FID (features) |")
    print("|---|---|---|---|---|", flush=True)
    if arguments.floor:
        images, labels = training_images(arguments.data, arguments.images, arguments.seed)
        print(judge.row("-", "training images (floor)", "-", images, labels), flush=True)
    labels = torch.arange(arguments.images) % len(CLASSES)
    for guidance in arguments.guidance:
        for steps in arguments.steps or STEPS[solver]:
            setting = Setting(steps, solver, arguments.shift, guidance)
            images = sample(model, labels, setting, arguments.seed)
            print(judge.row(steps, setting.title(), f"{guidance:g}", images, labels), flush=True)
    print(f"\n{(time.monotonic() - begin) / 60:.1f} minutes")


if __name__ == "__main__":
    main()
