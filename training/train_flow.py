"""Trains the class-conditional flow-matching model of Fashion-MNIST on a CPU.

The result is a diffusers folder with the averaged (EMA) weights of a UNet2DModel. It is rewritten
at each checkpoint, so that it holds a usable model at any time; --resume goes on from the last one.

Every random number is a function of the seed and the iteration, so a resumed run sees the same
batches and noise as an uninterrupted one, and --iterations N repeats a run planned by --minutes.
"""

import argparse
import copy
import json
import math
import os
import shutil
import time
from pathlib import Path

import diffusers
import torch
from diffusers import FlowMatchEulerDiscreteScheduler, UNet2DModel

from fashion_data import CLASSES, DEFAULT_DATA, load, scale

NO_CLASS = len(CLASSES)
PLANNING_ITERATIONS = 100  # the rate for --minutes is measured over the last 80 of these
SAMPLING = {"steps": 10, "solver": "ab2", "schedule": "shifted", "shift": 2.0, "guidance": 2.0}


def parse_cut(text):
    """Reads START:STOP."""
    start, stop = (int(part) for part in text.split(":"))
    if not 0 <= start < stop:
        raise ValueError(text)
    return start, stop


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", default=DEFAULT_DATA, help="folder of the idx files")
    parser.add_argument("--output", default="models/fashion-flow", help="the diffusers folder")
    parser.add_argument("--work", default="work/fashion-flow", help="folder of state and loss log")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--iterations", type=int, help="length of the run")
    length.add_argument("--minutes", type=float, default=70.0,
                        help="plan the number of iterations from the rate at the start")
    parser.add_argument("--cut", type=parse_cut, metavar="START:STOP",
                        help="end sooner: from iteration START the learning rate falls straight "
                             "to zero at iteration STOP; also with --resume, to shorten a run")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=8e-4, help="peak learning rate")
    parser.add_argument("--warmup", type=int, default=200, help="iterations of linear warm-up")
    parser.add_argument("--ema", type=float, default=0.999, help="decay of the averaged weights")
    parser.add_argument("--class-drop", type=float, default=0.1,
                        help="share of examples trained without their class")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--checkpoint-minutes", type=float, default=5.0)
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    return parser.parse_args()


def build_network():
    """Returns the untrained network: 1.19 million parameters."""
    return UNet2DModel(
        sample_size=28,
        in_channels=1,
        out_channels=1,
        block_out_channels=(32, 64, 64),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "DownBlock2D", "AttnDownBlock2D"),
        up_block_types=("AttnUpBlock2D", "UpBlock2D", "UpBlock2D"),
        norm_num_groups=8,
        attention_head_dim=32,
        num_class_embeds=len(CLASSES) + 1,
        resnet_time_scale_shift="scale_shift",
    )


class Batches:
    """Shuffled batches: each epoch has its own order, the last partial batch is left out."""

    def __init__(self, images, labels, size, seed):
        self.images, self.labels, self.size, self.seed = images, labels, size, seed
        self.per_epoch = len(images) // size
        self.epoch = None

    def at(self, iteration):
        epoch, place = divmod(iteration, self.per_epoch)
        if epoch != self.epoch:
            generator = torch.Generator().manual_seed(self.seed * 1_000_003 + epoch)
            self.order = torch.randperm(len(self.images), generator=generator)
            self.epoch = epoch
        chosen = self.order[place * self.size:(place + 1) * self.size]
        return scale(self.images[chosen]), self.labels[chosen]


def flow_loss(network, data, labels, class_drop, generator):
    """Mean squared error of the predicted velocity, noise - data, at random times."""
    count = len(data)
    noise = torch.randn(data.shape, generator=generator)
    sigma = torch.sigmoid(torch.randn(count, generator=generator))
    dropped = torch.rand(count, generator=generator) < class_drop
    labels = labels.masked_fill(dropped, NO_CLASS)
    weight = sigma.view(-1, 1, 1, 1)
    mixed = (1 - weight) * data + weight * noise
    velocity = network(mixed, 1000 * sigma, class_labels=labels).sample
    return torch.nn.functional.mse_loss(velocity, noise - data)


def learning_rate(iteration, total, peak, warmup, cut=None):
    """Linear warm-up, then a cosine to zero; during the warm-up total may be None.

    A cut (start, stop) leaves the cosine at start for a straight line to zero at stop.
    """
    if cut and iteration >= cut[0]:
        start, stop = cut
        return (learning_rate(start, total, peak, warmup)
                * (stop - iteration) / (stop - start))
    if iteration < warmup:
        return peak * (iteration + 1) / warmup
    return peak * 0.5 * (1 + math.cos(math.pi * (iteration - warmup) / max(1, total - warmup)))


@torch.no_grad()
def update_average(average, network, iteration, decay):
    """Moves the averaged weights; early on the average is short, to forget the random start."""
    decay = min(decay, (1 + iteration) / (10 + iteration))
    for kept, fresh in zip(average.parameters(), network.parameters()):
        kept.lerp_(fresh, 1 - decay)


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def publish(average, output):
    """Writes the diffusers folder, replacing its files one by one, each atomically."""
    partial = output.with_name(output.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    average.save_pretrained(partial / "unet")
    FlowMatchEulerDiscreteScheduler(shift=1.0).save_pretrained(partial / "scheduler")
    write_json(partial / "tidewheel.json", {
        "description": "Class-conditional flow matching on Fashion-MNIST: 28x28 grey images of "
                       "ten kinds of clothing; class 10 means no class.",
        "classes": CLASSES,
        "sampling": SAMPLING,
    })
    write_json(partial / "model_index.json", {
        "_class_name": "FlowMatchPipeline",
        "_diffusers_version": diffusers.__version__,
        "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
        "unet": ["diffusers", "UNet2DModel"],
    })
    for path in [path for path in partial.rglob("*") if path.is_file()]:
        target = output / path.relative_to(partial)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o644)
        os.replace(path, target)
    shutil.rmtree(partial)


class Run:
    """A training run: what changes from iteration to iteration, and how it is kept on disk."""

    def __init__(self, arguments):
        self.arguments = arguments
        self.state_file = Path(arguments.work) / "state.pt"
        self.log_file = Path(arguments.work) / "loss.csv"
        self.state_file.parent.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(arguments.seed)
        self.network = build_network()
        self.average = copy.deepcopy(self.network).requires_grad_(False)
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=arguments.rate, betas=(0.9, 0.99))
        self.iteration = 0
        self.total = arguments.iterations
        self.seconds = 0.0  # training time, over all the parts of a resumed run
        self.recent = []  # losses since the last line of the log
        if arguments.resume:
            self.restore()
        else:
            self.log_file.write_text("iteration,seconds,loss,learning_rate\n", encoding="utf-8")

    def restore(self):
        state = torch.load(self.state_file)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.iteration, self.seconds = state["iteration"], state["seconds"]
        self.total = self.arguments.iterations or state["total"]
        self.recent = state["recent"]
        if self.arguments.cut and self.arguments.cut[0] < self.iteration:
            raise SystemExit(f"--cut must not start before iteration {self.iteration}")
        self.trim_log()
        print(f"resumed at iteration {self.iteration} of {self.total}", flush=True)

    def trim_log(self):
        """Drops the lines of the log that come after the checkpoint."""
        title, *lines = self.log_file.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if int(line.split(",")[0]) <= self.iteration]
        self.log_file.write_text("\n".join([title, *kept]) + "\n", encoding="utf-8")

    def checkpoint(self):
        partial = self.state_file.with_suffix(".partial")
        torch.save({
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "iteration": self.iteration,
            "seconds": self.seconds,
            "total": self.total,
            "recent": self.recent,
        }, partial)
        os.replace(partial, self.state_file)
        publish(self.average, Path(self.arguments.output))
        print(f"checkpoint at iteration {self.iteration}", flush=True)

    def step(self, batches):
        """One iteration of training."""
        arguments = self.arguments
        begin = time.monotonic()
        generator = torch.Generator().manual_seed(
            arguments.seed * 1_000_003 + 500_000 + self.iteration)
        rate = learning_rate(
            self.iteration, self.total, arguments.rate, arguments.warmup, arguments.cut)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        loss = flow_loss(
            self.network, *batches.at(self.iteration), arguments.class_drop, generator)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        update_average(self.average, self.network, self.iteration, arguments.ema)
        self.iteration += 1
        self.recent.append(loss.item())
        self.seconds += time.monotonic() - begin
        if self.iteration % 50 == 0:
            self.log(rate)

    def log(self, rate):
        mean = sum(self.recent) / len(self.recent)
        self.recent = []
        with self.log_file.open("a", encoding="utf-8") as file:
            file.write(f"{self.iteration},{self.seconds:.1f},{mean:.5f},{rate:.3e}\n")
        print(f"iteration {self.iteration}/{self.total or '?'}  loss {mean:.4f}  "
              f"{self.seconds / 60:.1f} min", flush=True)

    def plan(self, batches):
        """Fixes the number of iterations from the rate of the first ones, within the warm-up."""
        while self.iteration < PLANNING_ITERATIONS - 80:
            self.step(batches)
        before = self.seconds
        while self.iteration < PLANNING_ITERATIONS:
            self.step(batches)
        each = (self.seconds - before) / 80
        self.total = max(self.arguments.warmup + 1,
                         int(self.arguments.minutes * 60 / each) // 100 * 100)
        print(f"{each:.3f} s an iteration: planned --iterations {self.total}", flush=True)

    def train(self, batches):
        if self.total is None:
            self.plan(batches)
        last = time.monotonic()
        end = self.arguments.cut[1] if self.arguments.cut else self.total
        while self.iteration < end:
            self.step(batches)
            if time.monotonic() - last > 60 * self.arguments.checkpoint_minutes:
                self.checkpoint()
                last = time.monotonic()
        self.checkpoint()
        write_json(self.state_file.with_name("training.json"), {
            "seed": self.arguments.seed,
            "iterations": self.iteration,
            "planned": self.total,
            "cut": self.arguments.cut,
            "batch": self.arguments.batch,
            "minutes": round(self.seconds / 60, 1),
        })


def main():
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    if arguments.warmup < PLANNING_ITERATIONS and arguments.iterations is None:
        raise SystemExit(f"--minutes needs a --warmup of at least {PLANNING_ITERATIONS}")
    images, labels = load(arguments.data, "train")
    run = Run(arguments)
    count = sum(parameter.numel() for parameter in run.network.parameters())
    print(f"{count} parameters, seed {arguments.seed}", flush=True)
    run.train(Batches(images, labels, arguments.batch, arguments.seed))


if __name__ == "__main__":
    main()
