"""Trains the base model: class-conditional flow matching on Fashion-MNIST.

The result is a diffusers folder with the averaged (EMA) weights of a UNet2DModel. It is rewritten
at each checkpoint, so that it holds a usable model at any time; --resume goes on from the last one.
"""

import torch
from diffusers import FlowMatchEulerDiscreteScheduler

from fashion_data import load, scale
from model_folder import build_network, write_folder
from training_run import Run, argument_parser, drop_classes


def flow_loss(network, data, labels, class_drop, generator):
    """Mean squared error of the predicted velocity, noise - data, at random times."""
    noise = torch.randn(data.shape, generator=generator)
    sigma = torch.sigmoid(torch.randn(len(data), generator=generator))
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
        description="Class-conditional flow matching on Fashion-MNIST: 28x28 grey images of "
                    "ten kinds of clothing; class 10 means no class.",
        sampling={
            "steps": 10, "solver": "ab2", "schedule": "shifted", "shift": 2.0, "guidance": 2.0,
        },
    )


def main():
    arguments = argument_parser(
        __doc__, name="fashion-flow", minutes=70, rate=8e-4, warmup=200, ema=0.999).parse_args()
    torch.set_num_threads(arguments.threads)

    def loss(run, images, labels, generator):
        return flow_loss(run.network, scale(images), labels, arguments.class_drop, generator)

    torch.manual_seed(arguments.seed)
    run = Run(arguments, build_network(), loss, lambda average: publish(average, arguments.output))
    run.train(load(arguments.data, "train"))


if __name__ == "__main__":
    main()
