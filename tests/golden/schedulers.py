"""Writes schedulers.json: the learning rates, and where they cycle the momenta, of two parameter groups over 36 epochs of every schedule.

Run with Debian's Python: /usr/bin/python3 tests/golden/schedulers.py
"""

import json
import math
import pathlib
import warnings

import torch
from torch import optim
from torch.optim import lr_scheduler as lr

warnings.simplefilter("ignore")  # no optimizer steps here, and steps to an epoch are on their way out of PyTorch
EPOCHS = 36
METRICS = [1 / (1 + min(e, 8)) + (0.001 if e > 20 else 0) for e in range(EPOCHS)]  # falls, then stays, then is a little worse
JUMPS = [1, 4, 2, 9, 0, 30, 12]


def sequence(o):
    parts = [lr.ConstantLR(o, factor=0.1, total_iters=2), lr.ExponentialLR(o, gamma=0.9), lr.StepLR(o, step_size=4, gamma=0.5)]
    return lr.SequentialLR(o, parts, milestones=[5, 15])


SCHEDULES = {
    "lambda": lambda o: lr.LambdaLR(o, lambda e: 1 / (1 + e)),
    "multiplicative": lambda o: lr.MultiplicativeLR(o, lambda e: 1 - 0.01 * e),
    "step": lambda o: lr.StepLR(o, step_size=7, gamma=0.5),
    "multistep": lambda o: lr.MultiStepLR(o, milestones=[20, 3, 11], gamma=0.3),
    "constant": lambda o: lr.ConstantLR(o),
    "constant_long": lambda o: lr.ConstantLR(o, factor=0.25, total_iters=12),
    "linear": lambda o: lr.LinearLR(o),
    "linear_down": lambda o: lr.LinearLR(o, start_factor=1.0, end_factor=0.1, total_iters=20),
    "exponential": lambda o: lr.ExponentialLR(o, gamma=0.9),
    "polynomial": lambda o: lr.PolynomialLR(o),
    "polynomial_square": lambda o: lr.PolynomialLR(o, total_iters=30, power=2.0),
    "cosine": lambda o: lr.CosineAnnealingLR(o, T_max=10),
    "cosine_above_zero": lambda o: lr.CosineAnnealingLR(o, T_max=25, eta_min=0.005),
    "sequential": sequence,
    "chained": lambda o: lr.ChainedScheduler([lr.ConstantLR(o, factor=0.1, total_iters=6), lr.ExponentialLR(o, gamma=0.9)]),
    "cyclic": lambda o: lr.CyclicLR(o, base_lr=0.01, max_lr=0.1, step_size_up=5, step_size_down=8),
    "cyclic_triangular2": lambda o: lr.CyclicLR(o, base_lr=[0.01, 0.02], max_lr=[0.1, 0.3], step_size_up=4, mode="triangular2"),
    # TorchSharp's exp_range counts cycles; PyTorch's counts iterations.
    "cyclic_exp_range": lambda o: lr.CyclicLR(o, base_lr=0.01, max_lr=0.1, step_size_up=4, scale_fn=lambda x: 0.8**x, scale_mode="cycle"),
    "cyclic_function": lambda o: lr.CyclicLR(o, base_lr=0.01, max_lr=0.1, step_size_up=4, scale_fn=lambda x: 1 / (1 + 0.1 * x), scale_mode="iterations", cycle_momentum=False),
    "one_cycle": lambda o: lr.OneCycleLR(o, max_lr=0.5, total_steps=40),
    "one_cycle_linear": lambda o: lr.OneCycleLR(o, max_lr=[0.5, 0.2], epochs=10, steps_per_epoch=4, pct_start=0.25, anneal_strategy="linear", div_factor=10, final_div_factor=100, three_phase=True),
    "plateau": lambda o: lr.ReduceLROnPlateau(o, factor=0.5, patience=3),
    "plateau_max": lambda o: lr.ReduceLROnPlateau(o, mode="max", factor=0.2, patience=2, threshold=0.01, threshold_mode="abs", cooldown=4, min_lr=[0.01, 0.001]),
}
CLOSED = ["step", "multistep", "constant_long", "linear_down", "exponential", "polynomial_square", "cosine_above_zero"]


def run(make, adam=False, jumps=None):
    parameters = [torch.nn.Parameter(torch.ones(1)) for _ in range(2)]
    groups = [{"params": [parameters[0]]}, {"params": [parameters[1]], "lr": 0.02}]
    optimizer = optim.Adam(groups, lr=0.1) if adam else optim.SGD(groups, lr=0.1, momentum=0.9)
    scheduler = make(optimizer)
    rates, momenta = [], []
    for e in jumps or range(EPOCHS):
        if jumps:
            scheduler.step(e)
        rates.append([g["lr"] for g in optimizer.param_groups])
        momenta.append([g["betas"][0] if adam else g["momentum"] for g in optimizer.param_groups])
        if not jumps:
            scheduler.step(METRICS[e]) if isinstance(scheduler, lr.ReduceLROnPlateau) else scheduler.step()
    return {"rates": rates, "momenta": momenta}


def as_torchsharp(name, made):
    """Where TorchSharp's schedule is not PyTorch's."""
    if name.startswith("cyclic") and name != "cyclic_function":  # it adds to the highest momentum, where PyTorch subtracts
        made["momenta"] = [[2 * 0.9 - m for m in pair] for pair in made["momenta"]]
    if name == "one_cycle":  # it takes the number of the group for that of the phase, so the second group never leaves the first phase
        for e in range(EPOCHS):
            half = (math.cos(math.pi * e / (0.3 * 40 - 1)) + 1) / 2
            made["rates"][e][1] = 0.5 + (0.5 / 25 - 0.5) * half
            made["momenta"][e][1] = 0.85 + (0.95 - 0.85) * half
    return made


golden = {"torch": torch.__version__, "metrics": METRICS, "jumps": JUMPS}
for name, make in SCHEDULES.items():
    golden[name] = as_torchsharp(name, run(make))
golden["one_cycle_adam"] = as_torchsharp("one_cycle", run(SCHEDULES["one_cycle"], adam=True))
for name in CLOSED:
    golden[name]["jumped"] = run(SCHEDULES[name], jumps=JUMPS)["rates"]

for schedule in golden.values():  # the groups' numbers one after the other
    if isinstance(schedule, dict):
        for key, pairs in schedule.items():
            schedule[key] = [value for pair in pairs for value in pair]

pathlib.Path(__file__).with_name("schedulers.json").write_text(json.dumps(golden) + "\n")
