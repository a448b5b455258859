"""Compares the noise that the DDPM and the flow model predict on test images, time by time.

Both see the same image under the same noise at the same signal-to-noise ratio, each on its own
path; the flow's velocity v at x means the noise x + (1 - sigma) v. A proper noise predictor comes
out about alike at every time.
"""

import argparse

import torch
from diffusers import DDPMScheduler

from fashion_data import DEFAULT_DATA, load, scale
from model_folder import load_network


@torch.no_grad()
def errors(ddpm, flow, scheduler, data, labels, noise, time):
    """Mean squared errors of both models' noise at one time of the DDPM."""
    signal = scheduler.alphas_cumprod[time].sqrt()
    spread = (1 - scheduler.alphas_cumprod[time]).sqrt()
    mixed = signal * data + spread * noise
    predicted = ddpm(mixed, time, class_labels=labels).sample
    sigma = spread / (signal + spread)
    straight = mixed / (signal + spread)
    velocity = flow(straight, 1000 * sigma, class_labels=labels).sample
    implied = straight + (1 - sigma) * velocity
    return [(found - noise).square().mean().item() for found in (predicted, implied)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", default=DEFAULT_DATA, help="folder of the idx files")
    parser.add_argument("--ddpm", default="models/fashion-ddpm", help="default: %(default)s")
    parser.add_argument("--flow", default="models/fashion-flow", help="default: %(default)s")
    parser.add_argument("--images", type=int, default=500)
    parser.add_argument("--times", type=int, nargs="+",
                        default=[20, 100, 250, 500, 750, 900, 999])
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    images, labels = load(arguments.data, "test")
    data, labels = scale(images[:arguments.images]), labels[:arguments.images]
    noise = torch.randn(data.shape, generator=torch.Generator().manual_seed(1))
    ddpm, flow = load_network(arguments.ddpm), load_network(arguments.flow)
    scheduler = DDPMScheduler.from_pretrained(arguments.ddpm, subfolder="scheduler")
    print("| time | DDPM | flow model, its velocity as noise |")
    print("|---|---|---|")
    for time in arguments.times:
        own, implied = errors(ddpm, flow, scheduler, data, labels, noise, time)
        print(f"| {time} | {own:.5f} | {implied:.5f} |", flush=True)


if __name__ == "__main__":
    main()
