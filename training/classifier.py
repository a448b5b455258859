"""Trains the metric network: a small classifier of Fashion-MNIST whose features give the FID.

It is trained on the training images only; its accuracy on the test images is printed.
"""

import argparse
from pathlib import Path

import torch
from torch import nn

from fashion_data import CLASSES, DEFAULT_DATA, load, scale

FEATURES = 64


class Classifier(nn.Module):
    """Three convolutions, 64 features and a linear layer; images are (N, 1, 28, 28) in -1..1."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(),
            nn.Flatten(),
            nn.Linear(64 * 7 * 7, FEATURES), nn.ReLU(),
        )
        self.head = nn.Linear(FEATURES, len(CLASSES))

    def forward(self, images):
        """Returns the features (N, 64) and the class scores (N, 10)."""
        features = self.body(images)
        return features, self.head(features)


@torch.no_grad()
def describe(network, images, batch=500):
    """Returns the features and the most likely classes of scaled images, batch by batch."""
    features, classes = [], []
    for part in images.split(batch):
        found, scores = network(part)
        features.append(found)
        classes.append(scores.argmax(1))
    return torch.cat(features), torch.cat(classes)


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


def load_classifier(path):
    """Returns the network trained by this script; ends the program when the file is absent."""
    if not Path(path).is_file():
        raise SystemExit(f"{path} does not exist: run training/classifier.py first")
    network = Classifier()
    network.load_state_dict(torch.load(path))
    return network.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", default=DEFAULT_DATA, help="folder of the idx files")
    parser.add_argument("--output", default="work/classifier.pt", help="file of the weights")
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

    _, found = describe(network.eval(), scale(test_images))
    accuracy = (found == test_labels).double().mean().item()
    print(f"accuracy on the {len(test_labels):,} test images: {100 * accuracy:.1f} %")
    output = Path(arguments.output)
    output.parent.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), output)


if __name__ == "__main__":
    main()
