"""Trains the emoji model: text to picture by flow matching, in the form of FLUX.

The transformer and both text encoders learn together, in the latents of the autoencoder that
train_emoji_vae.py made. The result is a complete diffusers FluxPipeline folder with the averaged
weights, rewritten at each checkpoint; --resume goes on from the last one.
"""

from pathlib import Path

import torch

from emoji_data import DEFAULT_DATA, emojis, pictures, scale
from emoji_folder import EmojiNetwork, load_autoencoder, pack, write_folder
from emoji_text import clip_ids, prompts, t5_ids, write_clip_tokenizer, write_t5_tokenizer
from training_run import Run, argument_parser

PROMPTS_EACH = 24
OFTEN, SELDOM = 3, 1  # how often an emoji is shown in an epoch
WELL_KNOWN = {"Smileys & Emotion", "Animals & Nature", "Food & Drink", "geometric", "sky & weather"}
LEFT_OUT = {"People & Body", "Symbols"}  # look-alikes and letters, too fine for 32x32
KEPT = {"geometric", "hands", "hand-fingers-open", "hand-fingers-partial", "hand-single-finger",
        "hand-fingers-closed", "hand-prop", "body-parts"}


def share(emoji):
    """Returns how often an emoji is shown in an epoch; zero leaves it out."""
    if emoji.category in WELL_KNOWN or emoji.subcategory in WELL_KNOWN:
        return OFTEN
    return SELDOM if emoji.category not in LEFT_OUT or emoji.subcategory in KEPT else 0


def rows(entries, words):
    """Returns the place of each emoji as often as it is shown in an epoch.

    words names a file of names, one on each line, to learn these alone; it may be None.
    """
    if words:
        names = set(Path(words).read_text(encoding="utf-8").splitlines())
        unknown = names - {emoji.name for emoji in entries}
        if unknown:
            raise SystemExit(f"{words} names what is no emoji here: {', '.join(sorted(unknown))}")
        return torch.tensor([place for place, emoji in enumerate(entries) if emoji.name in names])
    shares = torch.tensor([share(emoji) for emoji in entries])
    return torch.arange(len(entries)).repeat_interleave(shares)


@torch.no_grad()
def encode(autoencoder, images):
    """Returns the packed latents of pictures, scaled as FLUX does."""
    latents = torch.cat([autoencoder.encode(part).latent_dist.mean for part in images.split(64)])
    config = autoencoder.config
    return pack((latents - config.shift_factor) * config.scaling_factor)


class Texts:
    """The tokens of all prompts, those of the empty one last."""

    def __init__(self, lists, clip_tokenizer, t5_tokenizer):
        texts = [text for texts in lists for text in texts] + [""]
        self.each = len(lists[0])
        self.t5 = t5_ids(t5_tokenizer, texts)
        # CLIP is causal and pools at the first end token: what follows changes nothing.
        clip = clip_ids(clip_tokenizer, texts)
        longest = int((clip != clip_tokenizer.eos_token_id).sum(1).max()) + 1
        self.clip = clip[:, :longest].contiguous()

    def draw(self, index, drop, generator):
        """Returns CLIP's and T5's tokens of a prompt for each emoji, a share of them empty."""
        chosen = index * self.each + torch.randint(self.each, index.shape, generator=generator)
        dropped = torch.rand(index.shape, generator=generator) < drop
        chosen = chosen.masked_fill(dropped, len(self.t5) - 1)
        return self.clip[chosen], self.t5[chosen]


def flow_loss(network, data, clip, t5, generator):
    """Mean squared error of the predicted velocity, noise - data, at random times."""
    noise = torch.randn(data.shape, generator=generator)
    sigma = torch.sigmoid(torch.randn(len(data), generator=generator))
    weight = sigma.view(-1, 1, 1)
    velocity = network((1 - weight) * data + weight * noise, sigma, clip, t5)
    return torch.nn.functional.mse_loss(velocity, noise - data)


def main():
    parser = argument_parser(
        __doc__, name="emoji-flux", minutes=90, rate=1e-3, warmup=200, ema=0.998,
        data=DEFAULT_DATA, drop="prompt")
    parser.add_argument("--autoencoder", default="models/emoji-vae", help="default: %(default)s")
    parser.add_argument("--words", metavar="FILE",
                        help="learn only the emoji of these names, one on each line")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)

    entries = [emoji for emoji in emojis(arguments.data) if share(emoji)]
    print(f"{len(entries)} emoji", flush=True)
    autoencoder = load_autoencoder(arguments.autoencoder)
    latents = encode(autoencoder, scale(pictures(entries)))
    lists = prompts(entries, PROMPTS_EACH, arguments.seed)
    flat = [text for texts in lists for text in texts]
    clip_tokenizer = write_clip_tokenizer(Path(arguments.work) / "tokenizer", flat)
    t5_tokenizer = write_t5_tokenizer(Path(arguments.work) / "tokenizer_2", flat)
    texts = Texts(lists, clip_tokenizer, t5_tokenizer)

    def loss(run, index, generator):
        clip, t5 = texts.draw(index, arguments.prompt_drop, generator)
        return flow_loss(run.network, latents[index], clip, t5, generator)

    def publish(average):
        write_folder(arguments.output, average, autoencoder, Path(arguments.work))

    torch.manual_seed(arguments.seed)
    run = Run(arguments, EmojiNetwork(clip_tokenizer, t5_tokenizer), loss, publish)
    run.train((rows(entries, arguments.words),))


if __name__ == "__main__":
    main()
