"""What diffusers' networks are given and answer while they draw, in the names and shapes of `tidewheel generate --record`."""

from contextlib import ExitStack
from functools import lru_cache
from unittest import mock

import torch
from pipeline_folders import be_quiet, draw, load

STAGES = ["texts", "first latents", "later latents", "first answer", "later answers", "last latents", "picture"]


@lru_cache(maxsize=1)
def loaded(model, dtype):
    be_quiet()
    return load(model, dtype)


def record(folder, case, dtype=torch.float32):
    """Draws a case of a folder, from noise of 32 bits in any case; returns its tensors by name."""
    pipeline = loaded(folder / "model", dtype)
    randn = torch.randn
    network = getattr(pipeline, "transformer", None) or pipeline.unet
    calls, decoded = [], []
    decode = pipeline.vae.decode

    def keep_call(module, arguments, options, answer):
        calls.append((arguments, options, answer[0]))

    def keep_decoded(latents, *arguments, **options):
        answer = decode(latents, *arguments, **options)
        decoded.append((latents, answer[0]))
        return answer

    with ExitStack() as stack:
        stack.callback(network.register_forward_hook(keep_call, with_kwargs=True).remove)
        stack.enter_context(mock.patch.object(pipeline.vae, "decode", keep_decoded))
        narrow = {"dtype": torch.float32}
        stack.enter_context(mock.patch("torch.randn", lambda *sizes, **options: randn(*sizes, **options | narrow).to(dtype)))
        draw(pipeline, case, folder)
    flux = type(network).__name__ == "FluxTransformer2DModel"
    evaluations = of_flux(calls) if flux else [of_batch(*call) for call in calls]
    tensors = {"texts": evaluations[0]["texts"]}
    for number, evaluation in enumerate(evaluations):
        tensors |= {f"{number}.{name}": evaluation[name] for name in ("latents", "times", "answer")}
    (latents, picture), = decoded
    config = pipeline.vae.config
    shift = config.shift_factor if hasattr(pipeline, "transformer") else 0  # the older pipelines do not look at it
    tensors["latents"] = (latents - shift) * config.scaling_factor
    tensors["picture"] = picture
    return {name: tensor.detach().double() for name, tensor in tensors.items()}


def of_batch(arguments, options, answer):
    """An evaluation of Stable Diffusion; the rows that guide away, which come first, go last."""
    latents, times = arguments if arguments else (options["hidden_states"], options["timestep"])
    texts = rows(options["encoder_hidden_states"], options.get("pooled_projections"))
    count = len(latents)
    order = [1, 0] if count == 2 else [0]
    return {"latents": latents[order], "times": times.expand(count), "texts": texts[order], "answer": answer[order]}


def of_flux(calls):
    """Evaluations of FLUX, which asks anew for what true guidance leads away from."""
    evaluations = []
    for _, options, answer in calls:
        sides = [int(axis.max()) + 1 for axis in options["img_ids"].T[1:]]
        row = {
            "latents": unpacked(options["hidden_states"], *sides),
            "times": options["timestep"] * 1000,
            "texts": rows(options["encoder_hidden_states"], options["pooled_projections"]),
            "answer": unpacked(answer, *sides),
        }
        if evaluations and torch.equal(evaluations[-1]["latents"], row["latents"]):
            evaluations[-1] = {name: torch.cat([evaluations[-1][name], row[name]]) for name in row}
        else:
            evaluations.append(row)
    return evaluations


def rows(states, pooled):
    flat = states.flatten(1)
    return flat if pooled is None else torch.cat([flat, pooled], 1)


def unpacked(latents, height, width):
    """Latents of which 2 x 2 places stand side by side, in their own shape."""
    count, _, packed = latents.shape
    return latents.view(count, height, width, packed // 4, 2, 2).permute(0, 3, 1, 4, 2, 5).reshape(count, packed // 4, 2 * height, 2 * width)


def rounding(folder, case):
    """Returns how far diffusers itself is from what it draws in 64 bits, stage by stage."""
    return differences(record(folder, case), record(folder, case, torch.float64))


def stage(name):
    number, _, kind = name.rpartition(".")
    if not number:
        return "last latents" if name == "latents" else name
    return {"latents": "first latents" if number == "0" else "later latents", "answer": "first answer" if number == "0" else "later answers"}.get(kind)


def differences(ours, theirs):
    """Returns the worst difference of each stage, relative to the largest number of the tensor that it was found in."""
    worst = dict.fromkeys(STAGES, 0.0)
    for name, tensor in theirs.items():
        if name not in ours or ours[name].shape != tensor.shape:
            raise ValueError(f"{name}: {tuple(tensor.shape)} in diffusers, {tuple(ours[name].shape) if name in ours else 'nothing'} in Tidewheel")
        apart = ((ours[name] - tensor).abs().max() / tensor.abs().max().clamp(min=1e-30)).item()
        if stage(name):
            worst[stage(name)] = max(worst[stage(name)], apart)
        elif not apart < 1e-6:
            raise ValueError(f"{name}: {ours[name].tolist()} in Tidewheel, {tensor.tolist()} in diffusers")
    return worst
