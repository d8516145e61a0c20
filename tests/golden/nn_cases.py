"""What nn_modules.py, nn_losses.py and nn_functions.py share: inputs and weights that any language can make again, and
a few numbers that say of a tensor whether it is the same. Everything is computed in double, from inputs that float32 holds exactly."""

import json
import math
import pathlib

import torch

from models import wave

torch.set_num_threads(1)


def numbers(*shape, factor=0.37, scale=1.0, shift=0.0):
    """An input that takes a gradient."""
    return {"shape": list(shape), "wave": [factor, scale, shift]}


def values(list_, *shape):
    """An input of given numbers, without gradient."""
    return {"shape": list(shape) or [len(list_)], "values": [float(v) for v in list_]}


def classes(list_, *shape):
    """An input of whole numbers."""
    return {"shape": list(shape) or [len(list_)], "classes": list_}


def make(spec):
    if "wave" in spec:
        return wave(spec["shape"], *spec["wave"]).double().requires_grad_()
    if "values" in spec:
        return torch.tensor(spec["values"], dtype=torch.float64).reshape(spec["shape"])
    return torch.tensor(spec["classes"]).reshape(spec["shape"])


def fill(module):
    """Gives parameters and running averages the numbers that tests/StackContract/NnCases.cs gives them."""
    module.double()
    with torch.no_grad():
        for k, (_, p) in enumerate(sorted(module.named_parameters()), 1):
            p.copy_(wave(p.shape, 0.37 * k + 0.1, 0.5, 0.25))
        for k, (name, b) in enumerate(sorted(module.named_buffers()), 1):
            if not name.endswith("num_batches_tracked"):
                b.copy_(wave(b.shape, 0.53 * k, 0.5, 1.5 if name.endswith("var") else 0.0))
    return module


def probe(t):
    """Shape; sum, sum of sizes and a weighted sum, which catch a wrong order, sign or scale; the first three numbers."""
    flat = t.detach().double().flatten()
    i = torch.arange(1, flat.numel() + 1, dtype=torch.float64)
    return {"shape": list(t.shape), "numbers": [flat.sum().item(), flat.abs().sum().item(), (flat * torch.sin(i)).sum().item()] + flat[:3].tolist()}


def run(function, specs, parameters=()):
    """A function's result, and the gradients of its weighted sum."""
    inputs = [make(s) for s in specs]
    y = function(*inputs)
    case = {"inputs": specs, "output": probe(y)}
    if y.requires_grad:
        (y * wave(y.shape, 0.3, 1.0).double()).sum().backward()
        case["input_gradients"] = [probe(x.grad) if x.grad is not None else None for x in inputs]
        case["parameter_gradients"] = {name: probe(p.grad) for name, p in parameters}
    return case


def write(script, cases):
    """One line a case, so that a difference shows which case it is in."""
    lines = ",\n".join(f'{json.dumps(name)}: {json.dumps(case, separators=(",", ":"))}' for name, case in cases.items())
    pathlib.Path(script).with_suffix(".json").write_text('{"torch": "%s", "cases": {\n%s\n}}\n' % (torch.__version__, lines))
