"""Trains the autoencoder of the emoji model: 32x32 pictures to 8x8 latents of 12 channels.

The pull towards a standard normal is light, so that pictures come out sharp, but strong enough for
a decoder that forgives small errors in what the transformer draws. The shift and scale that FLUX
takes latents through are measured at the end.
"""

import torch
from diffusers import AutoencoderKL

from emoji_data import DEFAULT_DATA, emojis, pictures, scale
from training_run import Run, argument_parser

KL_WEIGHT = 2e-3


def build_autoencoder():
    """Returns the untrained autoencoder."""
    return AutoencoderKL(
        sample_size=32,
        block_out_channels=(24, 48, 64),
        down_block_types=("DownEncoderBlock2D",) * 3,
        up_block_types=("UpDecoderBlock2D",) * 3,
        layers_per_block=1,
        latent_channels=12,
        norm_num_groups=8,
        use_quant_conv=False,
        use_post_quant_conv=False,
    )


def means(images):
    return torch.nn.functional.avg_pool2d(images, 8)


def autoencoder_loss(network, images, generator):
    """Absolute and squared error of the pictures, and the divergence per latent number.

    The error of 8x8 means keeps the colour of large areas, which early on is lost in the detail.
    """
    posterior = network.encode(images).latent_dist
    restored = network.decode(posterior.sample(generator)).sample
    divergence = 0.5 * (posterior.mean ** 2 + posterior.var - 1 - posterior.logvar).mean()
    return (torch.nn.functional.l1_loss(restored, images)
            + torch.nn.functional.mse_loss(restored, images)
            + torch.nn.functional.l1_loss(means(restored), means(images))
            + KL_WEIGHT * divergence)


@torch.no_grad()
def publish(network, images, folder):
    """Writes the autoencoder with the shift and scale that make its latents standard."""
    latents = torch.cat([network.encode(part).latent_dist.mean for part in images.split(64)])
    network.register_to_config(
        shift_factor=latents.mean().item(), scaling_factor=1 / latents.std().item())
    network.save_pretrained(folder)
    restored = torch.cat([network.decode(part).sample for part in latents[::8].split(64)])
    error = torch.nn.functional.mse_loss(restored.clamp(-1, 1), images[::8])
    print(f"PSNR {10 * torch.log10(4 / error):.2f} dB, latents of mean {latents.mean():.3f}, "
          f"deviations {[round(each, 2) for each in latents.std(dim=(0, 2, 3)).tolist()]}", flush=True)


def main():
    arguments = argument_parser(
        __doc__, name="emoji-vae", minutes=7, rate=2e-3, warmup=100, ema=0.995,
        data=DEFAULT_DATA, drop=None).parse_args()
    torch.set_num_threads(arguments.threads)
    images = scale(pictures(emojis(arguments.data)))

    def loss(run, batch, generator):
        return autoencoder_loss(run.network, batch, generator)

    torch.manual_seed(arguments.seed)
    run = Run(arguments, build_autoencoder(), loss,
              lambda average: publish(average, images, arguments.output))
    run.train((images,))


if __name__ == "__main__":
    main()
