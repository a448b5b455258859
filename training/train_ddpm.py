"""Trains the curved-path model: noise prediction on the variance-preserving path (DDPM).

x = sqrt(abar) image + sqrt(1 - abar) noise at one of 1000 times, with linear betas 1e-4..0.02; the
network learns the noise (Ho et al. 2020). It starts from the weights of the flow model, which know
the images already, and has to learn another output, another path and another meaning of time.

--most-weight W weighs the error of the noise by 1 / abar, which makes it the error of v = a noise -
s image (Salimans and Ho 2022), up to W. Without it near pure noise counts for next to nothing in the
loss, while sampling begins there with that error magnified by sqrt(1 / abar).
"""

import torch
from diffusers import DDPMScheduler

from fashion_data import load, scale
from model_folder import load_network, write_folder
from training_run import Run, argument_parser, drop_classes

# The first step of a short trailing grid divides the error of the predicted noise by
# sqrt(abar) = 0.006; without clipping the image to [-1, 1] nothing good comes of it.
SCHEDULER = DDPMScheduler(
    num_train_timesteps=1000, beta_start=1e-4, beta_end=0.02, beta_schedule="linear",
    prediction_type="epsilon", clip_sample=True, timestep_spacing="trailing")


def noise_loss(network, data, labels, class_drop, most_weight, generator):
    """Mean squared error of the predicted noise at times drawn evenly, weighed by time."""
    noise = torch.randn(data.shape, generator=generator)
    times = torch.randint(
        SCHEDULER.config.num_train_timesteps, (len(data),), generator=generator)
    labels = drop_classes(labels, class_drop, generator)
    mixed = SCHEDULER.add_noise(data, noise, times)
    error = (network(mixed, times, class_labels=labels).sample - noise).square().mean((1, 2, 3))
    weight = (1 / SCHEDULER.alphas_cumprod[times]).clamp(max=most_weight)
    return (weight * error).mean()


def publish(network, folder):
    write_folder(
        network, folder,
        pipeline="DDPMPipeline",
        scheduler=SCHEDULER,
        description="Class-conditional DDPM (noise prediction) on Fashion-MNIST: 28x28 grey "
                    "images of ten kinds of clothing; class 10 means no class.",
        sampling={"steps": 20, "guidance": 1.0},
    )


def main():
    parser = argument_parser(
        __doc__, name="fashion-ddpm", minutes=35, rate=6e-4, warmup=100, ema=0.999)
    parser.add_argument("--initial", default="models/fashion-flow",
                        help="the folder whose weights it starts from (default: %(default)s)")
    parser.add_argument("--most-weight", type=float, default=1,
                        help="bound of the weight 1 / abar of the error; 1 for equal weights "
                             "(default: %(default)g)")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)

    def loss(run, images, labels, generator):
        return noise_loss(run.network, scale(images), labels, arguments.class_drop,
                          arguments.most_weight, generator)

    run = Run(arguments, load_network(arguments.initial), loss,
              lambda average: publish(average, arguments.output))
    run.train(load(arguments.data, "train"))


if __name__ == "__main__":
    main()
