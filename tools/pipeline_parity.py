"""Compares the pictures of `tidewheel generate` with those of diffusers, on folders that `pipeline_folders.py` has made.

    python tools/pipeline_folders.py /tmp/folders
    python tools/pipeline_parity.py /tmp/folders

Prints a table; fails where a picture differs by more than 2 levels of 255 anywhere, or by more than 0.25 on average. What
differs is left beside the folder as `N-tidewheel.png`. All pictures are drawn in one JVM; `--launcher` runs `./tidewheel` for each.

`--floats` also draws each with diffusers again, and compares as numbers, stage by stage: what prompts became, the latents that the
network was given and its answers, evaluation by evaluation, the last latents, and the picture before it is rounded. A difference is
relative to the largest number of its tensor; more than 1e-4 anywhere is a failure, unless diffusers itself moves by a third of it
from 32 to 64 bits.
"""

import argparse
import base64
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
from PIL import Image

HOME = Path(__file__).parents[1]
MOST_LEVELS, MOST_MEAN, MOST_APART = 2, 0.25, 1e-4
JAVA = [
    str(Path(os.environ["JAVA_HOME"]) / "bin/java") if "JAVA_HOME" in os.environ else "java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:TieredStopAtLevel=1",
    "-Dai.djl.pytorch.graph_optimizer=false", "-Dai.djl.offline=true", "-cp", f"{HOME}/target/classes:{HOME}/target/lib/*",
    str(HOME / "tools/Commands.java"),
]


def command(folder, number, case, out, floats):
    """Returns the command line of a case."""
    options = dict(case)
    if "init-image" in options:
        options["init-image"] = folder / options["init-image"]
    words = ["generate", "--model", str(folder / "model"), "--out", str(out), *(["--record", str(out.with_suffix(".safetensors"))] if floats else [])]
    return words + [word for name, value in options.items() for word in (f"--{name}", str(value))]


def run_all(commands):
    """Runs commands in one JVM; yields the exit code of each and what it said."""
    with tempfile.TemporaryFile("w+") as lines:
        for words in commands:
            lines.write(" ".join(base64.b64encode(word.encode()).decode() for word in words) + "\n")
        lines.seek(0)
        with subprocess.Popen(JAVA, stdin=lines, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as jvm:
            said = []
            for line in jvm.stdout:
                if line.startswith("exit "):
                    yield int(line.split()[1]), "".join(said)
                    said = []
                else:
                    said.append(line)
        if jvm.returncode:
            raise SystemExit(f"the JVM ended with {jvm.returncode}:\n" + "".join(said[-20:]))


def run_each(commands):
    """Runs commands one by one, as a user does."""
    for words in commands:
        answer = subprocess.run([HOME / "tidewheel", *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        yield answer.returncode, answer.stdout


def differences(one, other):
    """Returns the greatest and the mean difference in levels."""
    first, second = (numpy.asarray(Image.open(file)).astype(int) for file in (one, other))
    if first.shape != second.shape:
        return 255, 255.0
    apart = numpy.abs(first - second)
    return int(apart.max()), float(apart.mean())


class Floats:
    """The worst difference of each stage, over all pictures."""

    def __init__(self):
        import pipeline_floats
        from safetensors.torch import load_file

        self.source, self.load_file = pipeline_floats, load_file
        self.worst = dict.fromkeys(pipeline_floats.STAGES, 0.0)

    def compare(self, folder, case, file):
        """Compares a picture; returns whether all of it agrees, and a line on it."""
        try:
            apart = self.source.differences(self.load_file(file), self.source.record(folder, case))
        except ValueError as difference:
            return False, str(difference)
        finally:
            file.unlink()
        self.worst = {name: max(value, apart[name]) for name, value in self.worst.items()}
        if max(apart.values()) <= MOST_APART:
            return True, self.line(apart)
        own = self.source.rounding(folder, case)
        near = all(value <= max(MOST_APART, 3 * own[name]) for name, value in apart.items())
        return near, f"{self.line(apart)}; of itself diffusers moves by: {self.line(own)}"

    @staticmethod
    def line(apart):
        return ", ".join(f"{name} {value:.1e}" for name, value in apart.items())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", type=Path)
    parser.add_argument("--only", default="", help="folders whose names begin so")
    parser.add_argument("--launcher", action="store_true", help="start ./tidewheel for each picture")
    parser.add_argument("--without-images", action="store_true", help="leave out what begins with a picture")
    parser.add_argument("--floats", action="store_true", help="compare each stage as numbers, too")
    arguments = parser.parse_args()
    floats = Floats() if arguments.floats else None
    jobs = []
    for file in sorted(arguments.folders.glob(f"{arguments.only}*/cases.json")):
        for number, case in enumerate(json.loads(file.read_text())):
            if not (arguments.without_images and "init-image" in case):
                out = file.parent / f"{number}-tidewheel.png"
                out.unlink(missing_ok=True)
                jobs.append((file.parent, number, case, out))
    run = run_each if arguments.launcher else run_all
    failed, worst_most, worst_mean = 0, 0, 0.0
    for (folder, number, case, out), (exit_code, said) in zip(jobs, run([command(*job, arguments.floats) for job in jobs])):
        if exit_code or not out.exists():
            failed += 1
            print(f"REFUSED {folder.name} {number}: exit {exit_code}: {said.strip()[-600:]}\n  {json.dumps(case, ensure_ascii=False)[:300]}")
            continue
        most, mean = differences(folder / f"{number}.png", out)
        agreed = most <= MOST_LEVELS and mean <= MOST_MEAN
        line = ""
        if floats:
            near, line = floats.compare(folder, case, out.with_suffix(".safetensors"))
            agreed, line = agreed and near, f"; {line}"
        worst_most, worst_mean = max(worst_most, most), max(worst_mean, mean)
        print(f"{'agrees' if agreed else 'DIFFERS'} {folder.name} {number}: {most} levels, {mean:.4f} on average{line}", flush=True)
        if agreed:
            out.unlink()
        else:
            failed += 1
            print(f"  {json.dumps(case, ensure_ascii=False)[:300]}")
    print(f"{len(jobs) - failed} of {len(jobs)} agree; at most {worst_most} levels and {worst_mean:.4f} on average")
    if floats:
        print(f"at most: {floats.line(floats.worst)}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
