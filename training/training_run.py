"""A training run on a CPU that can be interrupted and repeated.

Every random number is a function of the seed and the iteration, so a resumed run sees the same
batches and noise as an uninterrupted one, and --iterations N repeats a run planned by --minutes.
"""

import argparse
import copy
import math
import os
import time
from pathlib import Path

import torch

from fashion_data import DEFAULT_DATA
from model_folder import NO_CLASS, write_json

PLANNING_ITERATIONS = 100  # the rate for --minutes is measured over the last 80 of these


def parse_cut(text):
    """Reads START:STOP."""
    start, stop = (int(part) for part in text.split(":"))
    if not 0 <= start < stop:
        raise ValueError(text)
    return start, stop


def argument_parser(description, *, name, minutes, rate, warmup, ema, data=DEFAULT_DATA,
                    drop="class"):
    """Returns a parser of the options that every training script has, with its own defaults.

    drop names the condition that guidance needs left out of some examples; None has no such option.
    """
    parser = argparse.ArgumentParser(description=description.split("\n")[0])
    parser.add_argument("--data", default=data,
                        help="folder of the training data (default: %(default)s)")
    parser.add_argument("--output", default=f"models/{name}", help="the diffusers folder")
    parser.add_argument("--work", default=f"out/training/{name}",
                        help="folder of state and loss log")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--iterations", type=int, help="length of the run")
    length.add_argument("--minutes", type=float, default=minutes,
                        help="plan the number of iterations from the rate at the start "
                             "(default: %(default)g)")
    parser.add_argument("--cut", type=parse_cut, metavar="START:STOP",
                        help="end sooner: from iteration START the learning rate falls straight "
                             "to zero at iteration STOP; also with --resume, to shorten a run")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=rate,
                        help="peak learning rate (default: %(default)g)")
    parser.add_argument("--warmup", type=int, default=warmup,
                        help="iterations of linear warm-up (default: %(default)s)")
    parser.add_argument("--ema", type=float, default=ema,
                        help="decay of the averaged weights (default: %(default)g)")
    if drop:
        parser.add_argument(f"--{drop}-drop", type=float, default=0.1,
                            help=f"share of examples trained without their {drop}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--checkpoint-minutes", type=float, default=5.0)
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    return parser


class Batches:
    """Shuffled batches of tensors: each epoch has its own order, a partial batch is left out."""

    def __init__(self, tensors, size, seed):
        self.tensors, self.size, self.seed = tensors, size, seed
        self.count = len(tensors[0])
        self.per_epoch = self.count // size
        self.epoch = None

    def at(self, iteration):
        """Returns the same rows of all tensors."""
        epoch, place = divmod(iteration, self.per_epoch)
        if epoch != self.epoch:
            generator = torch.Generator().manual_seed(self.seed * 1_000_003 + epoch)
            self.order = torch.randperm(self.count, generator=generator)
            self.epoch = epoch
        chosen = self.order[place * self.size:(place + 1) * self.size]
        return tuple(tensor[chosen] for tensor in self.tensors)


def drop_classes(labels, share, generator):
    """Replaces a share of the classes, drawn at random, by the one that means none."""
    dropped = torch.rand(len(labels), generator=generator) < share
    return labels.masked_fill(dropped, NO_CLASS)


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
    """Moves the averaged weights; early on the average is short, to forget the start."""
    decay = min(decay, (1 + iteration) / (10 + iteration))
    for kept, fresh in zip(average.parameters(), network.parameters()):
        kept.lerp_(fresh, 1 - decay)


class Run:
    """A training run: what changes from iteration to iteration, and how it is kept on disk.

    loss(run, *batch, generator) returns what is to be made small, and publish(average) writes the
    model of the averaged weights.
    """

    def __init__(self, arguments, network, loss, publish):
        if arguments.iterations is None and arguments.warmup < PLANNING_ITERATIONS:
            raise SystemExit(f"--minutes needs a --warmup of at least {PLANNING_ITERATIONS}")
        self.arguments, self.loss, self.publish = arguments, loss, publish
        self.state_file = Path(arguments.work) / "state.pt"
        self.log_file = Path(arguments.work) / "loss.csv"
        self.state_file.parent.mkdir(parents=True, exist_ok=True)
        self.network = network.train()
        self.average = copy.deepcopy(network).requires_grad_(False)
        self.optimizer = torch.optim.AdamW(
            network.parameters(), lr=arguments.rate, betas=(0.9, 0.99))
        self.iteration = 0
        self.total = arguments.iterations
        self.seconds = 0.0  # training time, over all the parts of a resumed run
        self.recent = []  # losses since the last line of the log
        if arguments.resume:
            self.restore()
        else:
            self.log_file.write_text("iteration,seconds,loss,learning_rate\n", encoding="utf-8")

    @property
    def end(self):
        """The iteration at which training ends; None while it is not planned."""
        return self.arguments.cut[1] if self.arguments.cut else self.total

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
        self.publish(self.average)
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
        loss = self.loss(self, *batches.at(self.iteration), generator)
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

    def train(self, tensors):
        """Trains on rows of the tensors until the end, with a checkpoint every few minutes."""
        count = sum(parameter.numel() for parameter in self.network.parameters())
        print(f"{count} parameters, seed {self.arguments.seed}", flush=True)
        batches = Batches(tensors, self.arguments.batch, self.arguments.seed)
        if self.total is None:
            self.plan(batches)
        last = time.monotonic()
        while self.iteration < self.end:
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
