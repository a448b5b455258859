"""Has Tidewheel draw the pairs of noise and picture that reflow is trained on.

Starts a broker and a worker, submits requests for all classes and waits for the pictures. Noise is
not kept: it is that of torch's CPU generator for the picture's seed (pairs.py). A few pictures are
drawn again by torch, and nothing is written unless they agree.
"""

import argparse
import contextlib
import json
import shutil
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file

from fashion_data import CLASSES, scale
from model_folder import load_network
from pairs import DEFAULT_PAIRS, noise_of
from sampling import follow_flow, grid, guided

PER_REQUEST = 50
SOLVER, SHIFT = "ab2", 2.0
MOST_LEVELS_APART = 2  # of 255: torch and Tidewheel round differently


def requests(count, first_seed, steps, model):
    """Yields requests for the same number of pictures of each class; no seed is used twice."""
    for start in range(0, count, PER_REQUEST):
        label = start // PER_REQUEST % len(CLASSES)
        seed = first_seed + start
        yield {
            "id": f"{label}-{seed}", "model": model, "classLabel": label, "seed": seed,
            "count": min(PER_REQUEST, count - start), "solver": SOLVER,
            "schedule": f"shifted:{SHIFT:g}", "steps": steps, "guidance": 1.0,
        }


def read_object(stream):
    """Reads an indented JSON object, and no further."""
    return json.loads("".join(iter(stream.readline, "}\n")) + "}")


@contextlib.contextmanager
def service(command, **options):
    """Runs a program until the block ends, then has it stop in good order."""
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def draw(arguments, folder):
    """Has the pictures drawn into folder/pictures."""
    lines = folder / "requests.jsonl"
    name = Path(arguments.model).name
    with lines.open("w", encoding="utf-8") as file:
        for request in requests(
                arguments.images, arguments.first_seed, arguments.steps, name):
            file.write(json.dumps(request) + "\n")
    tidewheel = arguments.tidewheel
    broker = [tidewheel, "broker", "--port", "0", "--json", "--data", str(folder / "broker")]
    with service(broker, stdout=subprocess.PIPE, text=True) as listening:
        bootstrap = read_object(listening.stdout)["bootstrap"]
        worker = [
            tidewheel, "worker", "--bootstrap", bootstrap, "--model", f"{name}={arguments.model}",
            "--set", f"engine.threads={arguments.threads}",
            "--set", f"engine.batch={arguments.batch}", "--set", "http.port=0",
            # Requests of many pictures each: a few are enough to keep the batch full, and what a
            # worker does not hold cannot outlive its lock on a slow machine.
            "--set", "intake.feeders=2", "--set", "intake.records=2",
        ]
        with service(worker):
            subprocess.run(
                [tidewheel, "submit", "--bootstrap", bootstrap, "--from", str(lines),
                 "--wait", "--out", str(folder / "pictures")],
                check=True, stdout=subprocess.DEVNULL)


def read_pictures(folder):
    """Returns pictures (N, 1, 28, 28; uint8), classes and seeds from CLASS-SEED-INDEX.png files."""
    files = sorted(folder.glob("*.png"))
    names = [[int(part) for part in file.stem.split("-")] for file in files]
    pictures = np.stack([np.asarray(Image.open(file)) for file in files])
    return (
        torch.from_numpy(pictures).unsqueeze(1),
        torch.tensor([label for label, _, _ in names]),
        torch.tensor([seed + index for _, seed, index in names]),
    )


@torch.no_grad()
def check(arguments, pictures, classes, seeds, count=20):
    """Draws some of the pictures again in torch, and ends the program where they differ."""
    chosen = torch.linspace(0, len(pictures) - 1, count).long()
    predict = guided(load_network(arguments.model), classes[chosen], 1)
    again = follow_flow(
        predict, noise_of(seeds[chosen].tolist()), grid(arguments.steps, SHIFT), SOLVER)
    apart = 127.5 * (again.clamp(-1, 1) - scale(pictures[chosen])).abs().max().item()
    print(f"{count} pictures drawn again by torch: at most {apart:.2f} levels of 255 apart")
    if apart > MOST_LEVELS_APART:
        raise SystemExit("the pictures are not those of their seeds: nothing was written")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", default="models/fashion-flow", help="the diffusers folder")
    parser.add_argument("--output", default=DEFAULT_PAIRS, help="default: %(default)s")
    parser.add_argument("--tidewheel", default="./tidewheel", help="the command")
    parser.add_argument("--images", type=int, default=12_000)
    parser.add_argument("--first-seed", type=int, default=1_000_000)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--batch", type=int, default=32, help="of the worker")
    parser.add_argument("--threads", type=int, default=1, help="of the worker")
    arguments = parser.parse_args()

    output = Path(arguments.output)
    folder = output.parent
    for old in ("pictures", "broker"):
        shutil.rmtree(folder / old, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    begin = time.monotonic()
    draw(arguments, folder)
    minutes = (time.monotonic() - begin) / 60
    pictures, classes, seeds = read_pictures(folder / "pictures")
    if len(pictures) != arguments.images:
        raise SystemExit(f"{len(pictures)} of {arguments.images} pictures came: see above")
    check(arguments, pictures, classes, seeds)
    save_file({"pictures": pictures, "classes": classes, "seeds": seeds}, output)
    print(f"{len(pictures):,} pairs in {minutes:.1f} minutes")


if __name__ == "__main__":
    main()
