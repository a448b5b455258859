"""Trains the 2-rectified flow: the base model again, on straight lines between its own pairs.

Each picture is joined to the very noise that the base model made it from (make_pairs.py). Such
lines cross far less than lines between images and unrelated noise, so the flow learnt from them is
straighter and needs fewer steps (Liu et al. 2022, Flow Straight and Fast).
"""

import torch
from diffusers import FlowMatchEulerDiscreteScheduler

from fashion_data import scale
from model_folder import load_network, write_folder
from pairs import DEFAULT_PAIRS, load_pairs
from training_run import Run, argument_parser, drop_classes

PURE_NOISE = 0.2


def draw_times(count, generator):
    """Times in 0..1, drawn evenly, but a fifth of them 1: every picture begins there."""
    sigma = torch.rand(count, generator=generator)
    pure = torch.rand(count, generator=generator) < PURE_NOISE
    return sigma.masked_fill(pure, 1.0)


def reflow_loss(network, noise, data, labels, class_drop, generator):
    """Mean squared error of the predicted velocity, noise - data, of pairs at random times."""
    sigma = draw_times(len(data), generator)
    labels = drop_classes(labels, class_drop, generator)
    weight = sigma.view(-1, 1, 1, 1)
    mixed = (1 - weight) * data + weight * noise
    velocity = network(mixed, 1000 * sigma, class_labels=labels).sample
    return torch.nn.functional.mse_loss(velocity, noise - data)


def publish(network, folder):
    write_folder(
        network, folder,
        pipeline="FlowMatchPipeline",
        scheduler=FlowMatchEulerDiscreteScheduler(shift=1.0),
        description="Class-conditional 2-rectified flow on Fashion-MNIST: 28x28 grey images of "
                    "ten kinds of clothing in few steps; class 10 means no class.",
        sampling={"steps": 4, "solver": "euler", "schedule": "linear", "guidance": 1.0},
    )


def main():
    parser = argument_parser(
        __doc__, name="fashion-reflow", minutes=20, rate=4e-4, warmup=100, ema=0.998)
    parser.add_argument("--initial", default="models/fashion-flow",
                        help="the model that made the pairs (default: %(default)s)")
    parser.add_argument("--pairs", default=DEFAULT_PAIRS, help="default: %(default)s")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)

    def loss(run, noise, pictures, labels, generator):
        return reflow_loss(
            run.network, noise, scale(pictures), labels, arguments.class_drop, generator)

    run = Run(arguments, load_network(arguments.initial), loss,
              lambda average: publish(average, arguments.output))
    run.train(load_pairs(arguments.pairs))


if __name__ == "__main__":
    main()
