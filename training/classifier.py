"""Trains the metric network: a small classifier of Fashion-MNIST whose features give the FID.

It is trained on the training images only. The folder that it writes is all that a measurement
needs: the weights, and the mean and covariance of the features of the 10,000 test images.
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from fashion_data import CLASSES, DEFAULT_DATA, load, scale
from model_folder import write_json

DEFAULT_FOLDER = "models/fashion-classifier"
FEATURES = 64


class Classifier(nn.Module):
    """Three convolutions, 64 features and a linear layer; images are (N, 1, 28, 28) in -1..1."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, padding=1)
        self.conv2 = nn.Conv2d(32, 64, 3, padding=1)
        self.conv3 = nn.Conv2d(64, 64, 3, padding=1)
        self.features = nn.Linear(64 * 7 * 7, FEATURES)
        self.scores = nn.Linear(FEATURES, len(CLASSES))

    def forward(self, images):
        """Returns the features (N, 64) and the class scores (N, 10)."""
        maps = nn.functional.max_pool2d(self.conv1(images).relu(), 2)
        maps = nn.functional.max_pool2d(self.conv2(maps).relu(), 2)
        maps = self.conv3(maps).relu()
        features = self.features(maps.flatten(1)).relu()
        return features, self.scores(features)


@torch.no_grad()
def describe(network, images, batch=500):
    """Returns the features and the most likely classes of scaled images, batch by batch."""
    features, classes = [], []
    for part in images.split(batch):
        found, scores = network(part)
        features.append(found)
        classes.append(scores.argmax(1))
    return torch.cat(features), torch.cat(classes)


def moments(features):
    """Returns the mean and covariance of features (rows), in float64."""
    features = features.double()
    return features.mean(0), torch.cov(features.T)


def train(network, images, labels, epochs, batch, rate):
    """Trains with AdamW and a learning rate that falls linearly to zero."""
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate)
    steps = epochs * (len(images) // batch)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, steps)
    for epoch in range(epochs):
        order = torch.randperm(len(images))
        total = 0.0
        for place in range(0, len(order) - batch + 1, batch):
            chosen = order[place:place + batch]
            _, scores = network(scale(images[chosen]))
            loss = nn.functional.cross_entropy(scores, labels[chosen])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / (len(images) // batch):.4f}", flush=True)


def write_classifier(network, folder, test_features):
    """Writes weights, architecture and the moments of the test images' features."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(network.state_dict(), folder / "model.safetensors")
    write_json(folder / "config.json", {
        "architecture": "ConvolutionalClassifier",
        "image_size": 28,
        "channels": [1, 32, 64, 64],
        "kernel_size": 3,
        "pooled_after": [1, 2],
        "features": FEATURES,
        "classes": CLASSES,
    })
    mean, covariance = moments(test_features)
    save_file({
        "mean": mean.float(),
        "covariance": covariance.float(),
        "count": torch.tensor([len(test_features)]),
    }, folder / "reference.safetensors")


def load_classifier(folder):
    """Returns the network trained by this script; ends the program when the folder is absent."""
    if not (Path(folder) / "model.safetensors").is_file():
        raise SystemExit(f"{folder} is no classifier: run training/classifier.py first")
    network = Classifier()
    network.load_state_dict(load_file(Path(folder) / "model.safetensors"))
    return network.eval()


def load_reference(folder):
    """Returns the mean and covariance of the features of the test images."""
    reference = load_file(Path(folder) / "reference.safetensors")
    return reference["mean"].double(), reference["covariance"].double()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", default=DEFAULT_DATA, help="folder of the idx files")
    parser.add_argument("--output", default=DEFAULT_FOLDER, help="default: %(default)s")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=1.5e-3, help="first learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    images, labels = load(arguments.data, "train")
    test_images, test_labels = load(arguments.data, "test")
    network = Classifier()
    train(network, images, labels, arguments.epochs, arguments.batch, arguments.rate)

    features, found = describe(network.eval(), scale(test_images))
    accuracy = (found == test_labels).double().mean().item()
    print(f"accuracy on the {len(test_labels):,} test images: {100 * accuracy:.1f} %")
    write_classifier(network, arguments.output, features)


if __name__ == "__main__":
    main()
