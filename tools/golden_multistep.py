"""Writes what diffusers' flow-matching and multistep schedulers make of a fixed function in place of a network.

    pip install torch==2.7.1 diffusers==0.42.1 scipy
    python tools/golden_multistep.py src/test/resources/golden/multistep.jsonl

Lines as tools/golden_schedulers.py writes them, for random combinations of options; `mu` where the size of the picture
shifts the times. `rounding` is how far the end is, relative to its largest number, from what the same code gives in doubles
along the same sigmas. `nan`: diffusers fails or has something that is not finite, and Tidewheel must refuse.
"""

import contextlib
import json
import logging
import pathlib
import random
import sys

import torch
from diffusers import schedulers

LENGTH = 20
SHAPE = (1, 1, 1, LENGTH)
ENOUGH_ROUNDING = 3e-6
SPACINGS = ["use_karras_sigmas", "use_exponential_sigmas", "use_beta_sigmas"]


def network(x, time):
    """A smooth function of state and time in place of a network; the test has the same."""
    index = torch.arange(LENGTH, dtype=x.dtype)
    return torch.tanh(0.8 * x + 0.3 * x.roll(-1)) + 0.2 * torch.sin(0.003 * time.to(x.dtype) + index)


def spacing(chance, others=()):
    """Returns options that set one way of spacing, or none."""
    name = chance.choice([None, *SPACINGS, *others])
    return {name: True} if name else {}


def some(chance, **choices):
    """Returns a choice for each option; one that repeats diffusers' default is a choice too."""
    return {name: chance.choice(values) for name, values in choices.items()}


def flow_euler(chance):
    options = some(chance, shift=[1.0, 3.0, 0.5], shift_terminal=[None, None, 0.1], num_train_timesteps=[1000, 1000, 250])
    options |= spacing(chance)
    options |= chance.choice([{}, {}, {"invert_sigmas": True}, {"stochastic_sampling": True}])
    if chance.random() < 0.3:
        options |= some(chance, time_shift_type=["exponential", "linear"], mu=[0.4, 1.15])
        options["use_dynamic_shifting"] = True
    return options


def flow_heun(chance):
    return some(chance, shift=[1.0, 3.0, 0.5], num_train_timesteps=[1000, 250])


def table(chance):
    """Returns a table of training noise."""
    return chance.choice([
        {},
        dict(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012),
        dict(beta_schedule="squaredcos_cap_v2"),
        dict(num_train_timesteps=400, beta_start=0.0002, beta_end=0.04),
        dict(rescale_betas_zero_snr=True),
    ])


def multistep(chance):
    """Returns what the two diffusion multistep schedulers have in common."""
    options = some(
        chance,
        solver_order=[1, 2, 2, 3, 3],
        lower_order_final=[True, True, False],
        final_sigmas_type=["zero", "sigma_min"],
    )
    options |= chance.choice([{}, {}, dict(thresholding=True), dict(thresholding=True, dynamic_thresholding_ratio=0.8, sample_max_value=1.7)])
    return options


def noise_levels(chance, others=()):
    """Returns a path with its prediction and the options of its grid."""
    if chance.random() < 0.35:
        return some(chance, flow_shift=[1.0, 3.0, 0.7]) | dict(use_flow_sigmas=True, prediction_type="flow_prediction")
    options = table(chance) | spacing(chance, others)
    options |= some(chance, timestep_spacing=["linspace", "leading", "trailing"], steps_offset=[0, 0, 1])
    kinds = ["sample", "v_prediction"] if "rescale_betas_zero_snr" in options else ["epsilon", "sample", "v_prediction"]
    return options | some(chance, prediction_type=kinds)


def dpm(chance):
    options = multistep(chance) | noise_levels(chance, ["use_lu_lambdas"])
    options |= some(
        chance,
        algorithm_type=["dpmsolver++", "dpmsolver++", "sde-dpmsolver++", "dpmsolver", "sde-dpmsolver"],
        solver_type=["midpoint", "heun"],
        euler_at_final=[False, False, True],
    )
    if "use_flow_sigmas" not in options:
        options |= some(chance, lambda_min_clipped=[-float("inf"), -float("inf"), -5.1, -3.0])
    return options


def unipc(chance):
    options = multistep(chance) | noise_levels(chance)
    options |= some(
        chance, solver_type=["bh1", "bh2", "bh2"], predict_x0=[True, True, False], disable_corrector=[[], [], [0], [1, 2]])
    if "use_flow_sigmas" in options:
        options |= chance.choice([{}, {}, dict(use_karras_sigmas=True), dict(shift_terminal=0.1), dict(mu=0.6, use_dynamic_shifting=True)])
    elif any(name in options for name in SPACINGS):
        options |= chance.choice([{}, dict(sigma_min=0.03, sigma_max=12.0)])
    return options


KINDS = [
    ("FlowMatchEulerDiscreteScheduler", flow_euler, 36),
    ("FlowMatchHeunDiscreteScheduler", flow_heun, 8),
    ("DPMSolverMultistepScheduler", dpm, 150),
    ("UniPCMultistepScheduler", unipc, 150),
]


class Doubles:
    """torch, but what is called float32 is float64."""

    float32 = torch.float64

    def __getattr__(self, name):
        return getattr(torch, name)


@contextlib.contextmanager
def doubles(scheduler):
    """Lets a scheduler that has laid its steps reckon in doubles."""
    module = sys.modules[type(scheduler).__module__]
    scheduler.sigmas = scheduler.sigmas.double()
    module.torch = Doubles()
    try:
        yield
    finally:
        module.torch = torch


def walk(scheduler, x, generator):
    """Returns the final state."""
    noisy = {} if isinstance(scheduler, schedulers.UniPCMultistepScheduler) else {"generator": generator}
    for time in scheduler.timesteps:
        x = scheduler.step(network(x, time), time, x, **noisy).prev_sample
    return x


def in_singles(scheduler, seed):
    generator = torch.Generator("cpu").manual_seed(seed)
    return walk(scheduler, torch.randn(SHAPE, generator=generator), generator)


def in_doubles(scheduler, seed):
    generator = torch.Generator("cpu").manual_seed(seed)
    x = torch.randn(SHAPE, generator=generator).double()
    draw = lambda shape, **_: torch.randn(shape, generator=generator).double()
    module = sys.modules[type(scheduler).__module__]
    usual = getattr(module, "randn_tensor", None)
    module.randn_tensor = draw
    with doubles(scheduler):
        end = walk(scheduler, x, generator)
    module.randn_tensor = usual
    return end


@torch.no_grad()
def final_state(name, options, steps, seed):
    """Returns the numbers at the end of the way and the rounding in them, or None where there is no end."""
    options = dict(options)
    mu = {"mu": options.pop("mu")} if "mu" in options else {}
    ends = []
    for way in (in_singles, in_doubles):
        try:
            scheduler = getattr(schedulers, name)(**options)
            scheduler.set_timesteps(steps, **mu)
            ends.append(way(scheduler, seed))
        except (ValueError, UnboundLocalError, torch.linalg.LinAlgError):
            return None, None
    single, double = ends
    if not single.isfinite().all():
        return None, None
    rounding = ((single - double).abs().max() / double.abs().max()).item()
    return [float(f"{number:.8g}") for number in single.flatten().tolist()], rounding


def is_odd(options, steps):
    """Tells combinations that Tidewheel refuses where a single step, would do in diffusers, or where chance decides there."""
    if "solver_order" not in options:
        return False
    to_data = options["final_sigmas_type"] == "zero"
    if options.get("use_lu_lambdas") and not to_data and not options["lower_order_final"]:
        return True  # the last bit decides whether the last step has a length
    return steps == 1 and not (to_data and options["lower_order_final"])


def lines():
    for name, choose, count in KINDS:
        chance = random.Random(name)
        for _ in range(count):
            options = choose(chance)
            steps, seed = chance.choice([1, 2, 3, 5, 8, 14, 15, 20]), chance.randrange(2**31)
            if is_odd(options, steps):
                continue
            try:
                final, rounding = final_state(name, options, steps, seed)
            except (IndexError, AssertionError):
                continue  # the first two times are equal, and diffusers begins at the second
            mu = {"mu": options.pop("mu")} if "mu" in options else {}
            entry = {"config": {"_class_name": name} | options} | mu | {"steps": steps, "seed": seed, "nan": final is None}
            if rounding is not None and rounding > ENOUGH_ROUNDING:
                entry["rounding"] = float(f"{rounding:.2g}")
            yield json.dumps(entry | {"end": final or []})


def without_data():
    """Yields ways that begin where nothing is left of the data, by networks that answer with the noise."""
    zero = dict(rescale_betas_zero_snr=True, prediction_type="epsilon")
    for name in ("DPMSolverMultistepScheduler", "UniPCMultistepScheduler"):
        for spacing in ("leading", "linspace", "trailing"):
            options = zero | dict(timestep_spacing=spacing)
            final, rounding = final_state(name, options, 10, 7)
            entry = {"config": {"_class_name": name} | options, "steps": 10, "seed": 7, "nan": final is None}
            if rounding > ENOUGH_ROUNDING:
                entry["rounding"] = float(f"{rounding:.2g}")
            yield json.dumps(entry | {"end": final or []})


def main():
    logging.getLogger("diffusers").setLevel(logging.ERROR)
    torch.set_num_threads(1)
    pathlib.Path(sys.argv[1]).write_text("\n".join([*lines(), *without_data()]) + "\n")


if __name__ == "__main__":
    main()
