"""Trains the few-step model: consistency distillation of the rectified flow.

f(x, sigma) = x - sigma F(x, sigma, class) shall give the picture at the end of the path from any
point of it. At sigma 0 it is right by its form; from there the knowledge spreads: f at a time is
trained to agree with the averaged f at the time before, at the point that one Euler step of the
rectified flow leads to (Song et al. 2023, Consistency Models). The number of times doubles twice.

Several steps are Euler's: they jump to the picture and back along the same line, x' =
(1 - sigma') f + sigma' noise with the noise that belongs to f and x. Fresh noise, as consistency
models usually take, would be wrong here: on the lines of the pairs a picture has its own noise.
"""

import torch
from diffusers import FlowMatchEulerDiscreteScheduler

from fashion_data import scale
from model_folder import load_network, write_folder
from pairs import DEFAULT_PAIRS, load_pairs
from training_run import Run, argument_parser, drop_classes

FIRST_TIMES = 4
STAGES = 3
HUBER = 0.03 * 28  # where the loss turns from square to linear, as the norm of an image's error


def times_at(progress):
    """The number of times, with the share of the training that is done."""
    return FIRST_TIMES * 2 ** min(STAGES - 1, int(STAGES * progress))


def distance(images, targets):
    """Pseudo-Huber distance of each image from its target (Song & Dhariwal 2023)."""
    square = (images - targets).square().flatten(1).sum(1)
    return (square + HUBER ** 2).sqrt() - HUBER


def consistency_loss(network, average, teacher, noise, data, labels, count, generator):
    """Mean distance of f from the averaged f one of count steps nearer to the image."""
    sigma = torch.randint(1, count + 1, (len(data),), generator=generator) / count
    weight = sigma.view(-1, 1, 1, 1)
    following = weight - 1 / count
    mixed = (1 - weight) * data + weight * noise
    with torch.no_grad():
        velocity = teacher(mixed, 1000 * sigma, class_labels=labels).sample
        nearer = mixed - velocity / count
        slope = average(nearer, 1000 * following.flatten(), class_labels=labels).sample
        target = nearer - following * slope
    found = mixed - weight * network(mixed, 1000 * sigma, class_labels=labels).sample
    return distance(found, target).mean()


def publish(network, folder):
    write_folder(
        network, folder,
        pipeline="FlowMatchPipeline",
        scheduler=FlowMatchEulerDiscreteScheduler(shift=1.0),
        description="Class-conditional consistency model on Fashion-MNIST: 28x28 grey images of "
                    "ten kinds of clothing in one or two steps; class 10 means no class.",
        sampling={"steps": 2, "solver": "euler", "schedule": "linear", "guidance": 1.0},
    )


def main():
    parser = argument_parser(
        __doc__, name="fashion-fewstep", minutes=25, rate=3e-4, warmup=100, ema=0.99)
    parser.add_argument("--teacher", default="models/fashion-reflow",
                        help="the rectified flow, from whose weights it starts, too")
    parser.add_argument("--pairs", default=DEFAULT_PAIRS, help="default: %(default)s")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    teacher = load_network(arguments.teacher).requires_grad_(False)

    def loss(run, noise, pictures, labels, generator):
        labels = drop_classes(labels, arguments.class_drop, generator)
        count = times_at(run.iteration / run.end if run.end else 0)
        return consistency_loss(
            run.network, run.average, teacher, noise, scale(pictures), labels, count, generator)

    run = Run(arguments, load_network(arguments.teacher), loss,
              lambda average: publish(average, arguments.output))
    run.train(load_pairs(arguments.pairs))


if __name__ == "__main__":
    main()
