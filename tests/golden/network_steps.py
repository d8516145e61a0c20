"""Writes network_steps.json: output, loss, gradients and one Adam step of every study's network, computed by
PyTorch in double precision, where deep networks and small batches do not drown the comparison in rounding.

Run with Debian's Python: /usr/bin/python3 tests/golden/network_steps.py
"""

import json
import pathlib

import torch
import torch.nn.functional as F

import models
from models import fill, wave

torch.set_num_threads(1)

# Name, network, shape of the input, classes.
NETWORKS = [
    ("AnimalsCnn", models.AnimalsCnn(), (2, 3, 100, 100), 10),
    ("AnimalsCnn4", models.AnimalsCnn(convolutions=4), (2, 3, 100, 100), 10),
    ("MalariaSwishCnn", models.MalariaSwishCnn(), (4, 3, 64, 64), 2),
    ("CifarBatchNormCnn", models.CifarBatchNormCnn(), (4, 3, 32, 32), 10),
    ("IntelCnn", models.IntelCnn(), (2, 3, 150, 150), 6),
    ("MalariaCnn", models.MalariaCnn(), (4, 3, 64, 64), 2),
    ("MalariaSqueezeExciteCnn", models.MalariaSqueezeExciteCnn(), (4, 3, 64, 64), 2),
    ("VocAlexNet", models.VocAlexNet(), (2, 3, 150, 150), 20),
    ("MobileNetV2", models.mobilenet_v2(20), (4, 3, 64, 64), 20),
    ("DeepLabV3Plus", models.DeepLabV3Plus(), (2, 3, 64, 48), 21),
]


def probe(t):
    """A tensor in three numbers that catch a wrong order, sign or scale."""
    flat = t.detach().double().flatten()
    i = torch.arange(1, flat.numel() + 1, dtype=torch.float64)
    return [flat.sum().item(), flat.abs().sum().item(), (flat * torch.sin(i)).sum().item()]


def step(model, shape, classes):
    for m in model.modules():
        if isinstance(m, torch.nn.Dropout):
            m.p = 0.0
    fill(model).double()
    images = wave(shape, 0.011, 0.5, 0.5).double()
    evaluated = model.eval()(images)
    labels = torch.arange(evaluated[:, 0].numel()).reshape(evaluated[:, 0].shape) % classes
    optimizer = torch.optim.Adam(model.train().parameters(), lr=1e-3, eps=1e-7)
    logits = model(images)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    gradients = {name: probe(p.grad) for name, p in model.named_parameters()}
    optimizer.step()
    return {
        "shape": shape,
        "classes": classes,
        "eval_logits": probe(evaluated),
        "train_logits": probe(logits),
        "loss": loss.item(),
        "gradients": gradients,
        "after_step": {name: probe(t) for name, t in model.state_dict().items() if "num_batches" not in name},
    }


golden = {"torch": torch.__version__} | {name: step(*rest) for name, *rest in NETWORKS}
pathlib.Path(__file__).with_name("network_steps.json").write_text(json.dumps(golden) + "\n")
