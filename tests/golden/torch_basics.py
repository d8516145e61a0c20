"""Writes torch_basics.json: random numbers, initial weights and losses of PyTorch, for SystemTorch's tests.

Run with Debian's Python: /usr/bin/python3 tests/golden/torch_basics.py
"""

import json
import pathlib

import torch
import torch.nn.functional as F

from models import wave

torch.set_num_threads(1)


def flat(t):
    return t.detach().double().flatten().tolist()


golden = {"torch": torch.__version__}

torch.manual_seed(42)
golden["rand"] = flat(torch.rand(5))
golden["randn"] = flat(torch.randn(20))
golden["randint"] = flat(torch.randint(0, 1000, (6,)))
golden["randperm"] = flat(torch.randperm(12))
generator = torch.Generator().manual_seed(7)
golden["generator"] = flat(torch.rand(4, generator=generator))
torch.manual_seed(3)
golden["conv_init"] = {k: flat(v) for k, v in torch.nn.Conv2d(2, 3, 3).state_dict().items()}
golden["linear_init"] = {k: flat(v) for k, v in torch.nn.Linear(4, 2).state_dict().items()}

x = wave((2, 3, 5, 7), 0.13, 1.0)
weight = wave((4, 3, 3, 3), 0.7, 0.3)
bias = wave((4,), 0.5, 0.1)
logits = wave((6, 4), 0.41, 2.0)
target = torch.tensor([0, 3, 1, 2, 2, 0])
binary = (wave((6, 4), 1.7, 1.0) > 0).float()
functions = {
    "conv2d_stride2_pad1": F.conv2d(x, weight, bias, stride=2, padding=1),
    "conv2d_dilation2": F.conv2d(x, weight, bias, padding=2, dilation=2),
    "conv2d_same": F.conv2d(x, weight[:, :, :2, :2], bias, padding="same"),
    "max_pool2d": F.max_pool2d(x, 2),
    "max_pool2d_ceil": F.max_pool2d(x, 2, ceil_mode=True),
    "avg_pool2d": F.avg_pool2d(x, 3, stride=2, padding=1),
    "adaptive_avg_pool2d": F.adaptive_avg_pool2d(x, (2, 3)),
    "batch_norm": F.batch_norm(x, None, None, training=True),
    "leaky_relu": F.leaky_relu(x, 0.2),
    "silu": F.silu(x),
    "gelu": F.gelu(x),
    "hardswish": F.hardswish(x * 4),
    "softmax": F.softmax(logits, 1),
    "log_softmax": F.log_softmax(logits, 1),
    "cross_entropy": F.cross_entropy(logits, target),
    "cross_entropy_smooth": F.cross_entropy(logits, target, label_smoothing=0.1),
    "cross_entropy_weighted": F.cross_entropy(logits, target, weight=torch.tensor([1.0, 2.0, 0.5, 3.0])),
    "bce_with_logits": F.binary_cross_entropy_with_logits(logits, binary),
    "mse": F.mse_loss(logits, binary),
    "bilinear": F.interpolate(x, size=(8, 4), mode="bilinear", align_corners=False),
    "reflect": F.pad(x, (1, 2, 2, 1), mode="reflect"),
    "one_hot": F.one_hot(target, 4),
}
golden["functions"] = {name: flat(value) for name, value in functions.items()}

pathlib.Path(__file__).with_name("torch_basics.json").write_text(json.dumps(golden, indent=1) + "\n")
