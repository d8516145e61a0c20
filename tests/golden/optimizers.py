"""Writes optimizers.json: what five steps of every optimizer make of two groups of weights, and TorchSharp's file of its state after three.

Run with Debian's Python: OMP_NUM_THREADS=1 /usr/bin/python3 tests/golden/optimizers.py
"""

import base64
import json
import pathlib
import struct

import torch
from torch import optim

from models import wave

torch.set_default_dtype(torch.float64)  # PyTorch keeps some numbers of the state in this type, TorchSharp in double


class TorchSharpSGD(optim.SGD):
    """TorchSharp turns the whole step around to maximize, weight decay included."""

    def __init__(self, groups, weight_decay, **options):
        super().__init__(groups, **options, maximize=True)
        for group in self.param_groups:
            group["weight_decay"] = -weight_decay

    def as_saved(self, group, state):
        return group | {"weight_decay": -group["weight_decay"]}, state | {"momentum_buffer": -state["momentum_buffer"]}


class TorchSharpNAdam(optim.NAdam):
    """PyTorch 1.13 multiplies one mu too many into the product of the next step; TorchSharp does not, nor does PyTorch 2."""

    @torch.no_grad()
    def step(self):
        for g in self.param_groups:
            (beta1, beta2), p = g["betas"], g["params"][0]
            fresh = {"step": 0, "mu_product": 1.0, "exp_avg": torch.zeros_like(p), "exp_avg_sq": torch.zeros_like(p)}
            s = self.state.setdefault(p, fresh)
            s["step"] += 1
            mu, mu_next = (beta1 * (1 - 0.5 * 0.96 ** (t * g["momentum_decay"])) for t in (s["step"], s["step"] + 1))
            s["mu_product"] *= mu
            grad = p.grad.add(p, alpha=g["weight_decay"])
            s["exp_avg"].mul_(beta1).add_(grad, alpha=1 - beta1)
            s["exp_avg_sq"].mul_(beta2).addcmul_(grad, grad, value=1 - beta2)
            denominator = s["exp_avg_sq"].div(1 - beta2 ** s["step"]).sqrt().add_(g["eps"])
            p.addcdiv_(grad, denominator, value=-g["lr"] * (1 - mu) / (1 - s["mu_product"]))
            p.addcdiv_(s["exp_avg"], denominator, value=-g["lr"] * mu_next / (1 - s["mu_product"] * mu_next))


class TorchSharpRAdam(optim.RAdam):
    """TorchSharp multiplies the step by the learning rate once more where the variance is known well enough."""

    def step(self):
        before = [(p, p.detach().clone(), g["lr"]) for g in self.param_groups for p in g["params"]]
        super().step()
        beta2, step = self.param_groups[0]["betas"][1], self.state[before[0][0]]["step"].item()
        if 2 / (1 - beta2) - 1 - 2 * step * beta2**step / (1 - beta2**step) > 5:
            for p, old, lr in before:
                p.data = old + (p.detach() - old) * lr


SLOW, FAST = 0.02, 0.05  # the learning rates of the two groups

CASES = {
    "sgd": lambda p: optim.SGD(p, lr=SLOW),
    "sgd_dampening": lambda p: optim.SGD(p, lr=SLOW, momentum=0.9, dampening=0.3),
    "sgd_nesterov_decay": lambda p: optim.SGD(p, lr=SLOW, momentum=0.9, nesterov=True, weight_decay=0.1),
    "sgd_maximize_decay": lambda p: TorchSharpSGD(p, lr=SLOW, momentum=0.5, weight_decay=0.1),
    "adam": lambda p: optim.Adam(p, lr=SLOW, betas=(0.8, 0.99), eps=1e-7),
    "adam_decay_amsgrad": lambda p: optim.Adam(p, lr=SLOW, weight_decay=0.1, amsgrad=True),
    "adam_maximize": lambda p: optim.Adam(p, lr=SLOW, weight_decay=0.1, maximize=True),
    "adamw": lambda p: optim.AdamW(p, lr=SLOW, weight_decay=0.1),
    "adamw_amsgrad_maximize": lambda p: optim.AdamW(p, lr=SLOW, weight_decay=0.1, amsgrad=True, maximize=True),
    "rmsprop": lambda p: optim.RMSprop(p, lr=SLOW, alpha=0.9, eps=1e-7),
    "rmsprop_momentum_decay": lambda p: optim.RMSprop(p, lr=SLOW, momentum=0.8, weight_decay=0.1),
    "rmsprop_centered": lambda p: optim.RMSprop(p, lr=SLOW, centered=True),
    "rmsprop_everything": lambda p: optim.RMSprop(p, lr=SLOW, momentum=0.8, weight_decay=0.1, centered=True, maximize=True),
    "adagrad": lambda p: optim.Adagrad(p, lr=SLOW),
    "adagrad_decays": lambda p: optim.Adagrad(p, lr=SLOW, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.5, eps=1e-6),
    "adadelta": lambda p: optim.Adadelta(p, lr=SLOW),
    "adadelta_decay_maximize": lambda p: optim.Adadelta(p, lr=SLOW, rho=0.8, eps=1e-3, weight_decay=0.1, maximize=True),
    "adamax": lambda p: optim.Adamax(p, lr=SLOW),
    "adamax_decay": lambda p: optim.Adamax(p, lr=SLOW, betas=(0.8, 0.9), weight_decay=0.1),
    "nadam": lambda p: TorchSharpNAdam(p, lr=SLOW),
    "nadam_decay": lambda p: TorchSharpNAdam(p, lr=SLOW, weight_decay=0.1, momentum_decay=0.1),
    "radam": lambda p: optim.RAdam(p, lr=SLOW),
    "radam_rectified": lambda p: TorchSharpRAdam(p, lr=SLOW, betas=(0.8, 0.9), weight_decay=0.1),
    "asgd": lambda p: optim.ASGD(p, lr=SLOW),
    "asgd_averaging": lambda p: optim.ASGD(p, lr=SLOW, lambd=0.5, alpha=0.6, t0=1, weight_decay=0.1, maximize=True),
    "rprop": lambda p: optim.Rprop(p, lr=SLOW),
    "rprop_bounds": lambda p: optim.Rprop(p, lr=SLOW, etas=(0.25, 1.5), step_sizes=(0.015, 0.06), maximize=True),
}

# TorchSharp's files: the options of a group and the state of a parameter in the order of the file. A name with a question mark is a
# truth value among the options, and among the tensors one that may be missing.
MOMENTS = "beta1 beta2 eps weight_decay"
FILES = {
    "SGD": ("momentum dampening weight_decay nesterov? maximize?", "momentum_buffer?"),
    "Adam": (f"{MOMENTS} amsgrad? maximize?", "step exp_avg exp_avg_sq max_exp_avg_sq?"),
    "AdamW": (f"{MOMENTS} amsgrad? maximize?", "step exp_avg exp_avg_sq max_exp_avg_sq?"),
    "RMSprop": ("maximize? momentum alpha eps weight_decay centered?", "step square_avg momentum_buffer? grad_avg?"),
    "Adagrad": ("lr_decay initial_accumulator_value eps weight_decay", "step sum"),
    "Adadelta": ("rho eps weight_decay maximize?", "step square_avg acc_delta"),
    "Adamax": (MOMENTS, "step exp_avg exp_inf"),
    "NAdam": (f"{MOMENTS} momentum_decay", "step mu_product exp_avg exp_avg_sq"),
    "RAdam": (MOMENTS, "step exp_avg exp_avg_sq"),
    "ASGD": ("maximize? lambd alpha weight_decay t0", "step eta mu ax"),
    "Rprop": ("maximize? etaminus etaplus min_step max_step", "step prev step_size"),
}


def tensor_bytes(t):
    return bytes([6, t.dim(), *t.shape]) + t.detach().contiguous().numpy().tobytes()  # 6 is float32


def state_file(optimizer):
    kind = type(optimizer).__name__.removeprefix("TorchSharp")
    options, fields = FILES[kind]
    name = kind.replace("RMSprop", "RMSProp")
    groups, states = [], []
    for group in optimizer.param_groups:
        for p in group["params"]:
            state = optimizer.state[p]
            saved, state = optimizer.as_saved(group, state) if hasattr(optimizer, "as_saved") else (group, state)
            if kind == "RMSprop":  # TorchSharp has them in any case
                state = {"momentum_buffer": torch.zeros_like(p), "grad_avg": torch.zeros_like(p)} | state
            if kind == "Adadelta":  # TorchSharp does not count
                state = state | {"step": 0}
            out = b""
            for field in fields.split():
                value = state.get(field.removesuffix("?"))
                if field.endswith("?"):
                    out += bytes([value is not None])
                if field == "step":
                    out += struct.pack("<q", int(value))
                elif field in ("mu_product", "eta", "mu"):
                    out += struct.pack("<d", float(value))
                elif value is not None:
                    out += tensor_bytes(value)
            states.append(out)
        for pair, names in {"betas": ("beta1", "beta2"), "etas": ("etaminus", "etaplus"), "step_sizes": ("min_step", "max_step")}.items():
            saved = saved | dict(zip(names, saved.get(pair, ())))
        out = struct.pack("<dd", group["lr"], group["lr"])
        for field in options.split():
            value = saved[field.removesuffix("?")]
            out += bytes([value]) if field.endswith("?") else struct.pack("<d", value)
        groups.append(out)
    return bytes([len(name)]) + name.encode() + bytes([len(groups), len(states)]) + b"".join(groups + states)


def run(make, dtype, steps):
    w = torch.nn.Parameter(wave((4, 3), 0.23, 0.5).to(dtype))
    b = torch.nn.Parameter(wave((5,), 0.7, 0.8).to(dtype))
    x = wave((3, 2), 0.31, 1.0).to(dtype)
    optimizer = make([{"params": [w]}, {"params": [b], "lr": FAST}])
    for _ in range(steps):
        optimizer.zero_grad()
        ((w @ x).pow(2).mean() + (b - 0.3).pow(4).sum()).backward()
        optimizer.step()
    return optimizer, torch.cat([w.detach().flatten(), b.detach()]).tolist()


golden = {"torch": torch.__version__}
for name, make in CASES.items():
    middle, at_three = run(make, torch.float32, 3)
    golden[name] = {
        "float32": run(make, torch.float32, 5)[1],
        "float64": run(make, torch.float64, 5)[1],
        "middle": at_three,
        "file": base64.b64encode(state_file(middle)).decode(),
    }

# L-BFGS has one group and a closure, and no file.
LBFGS = {
    "lbfgs": {"lr": 0.5, "max_iter": 4},
    "lbfgs_short_memory": {"lr": 1.0, "max_iter": 6, "history_size": 2},
    "lbfgs_to_the_end": {"lr": 1.0, "max_iter": 50, "max_eval": 40, "tolerance_change": 1e-5},
}
for name, options in LBFGS.items():
    w = torch.nn.Parameter(wave((4, 3), 0.23, 0.5).double())
    b = torch.nn.Parameter(wave((5,), 0.7, 0.8).double())
    optimizer = optim.LBFGS([w, b], tolerance_grad=1e-5, **options)

    def closure():
        optimizer.zero_grad()
        loss = (w @ wave((3, 2), 0.31, 1.0).double()).pow(2).mean() + (b - 0.3).pow(4).sum()
        loss.backward()
        return loss

    losses = [optimizer.step(closure).item() for _ in range(3)]
    golden[name] = {"losses": losses, "float64": torch.cat([w.detach().flatten(), b.detach()]).tolist()}

pathlib.Path(__file__).with_name("optimizers.json").write_text(json.dumps(golden, indent=1) + "\n")
