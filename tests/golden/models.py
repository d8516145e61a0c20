"""The CIFAR-10 study's network in PyTorch, as the reference for tests and benchmarks."""

import math

import torch
from torch import nn
import torch.nn.functional as F


class CifarBatchNormCnn(nn.Module):
    def __init__(self, classes=10, dropout=0.2):
        super().__init__()
        widths = [(3, 32), (32, 32), (32, 64), (64, 64), (64, 128), (128, 128)]
        for i, (a, b) in enumerate(widths, 1):
            setattr(self, f"conv{i}", nn.Conv2d(a, b, 3, padding=1))
            setattr(self, f"bn{i}", nn.BatchNorm2d(b, eps=1e-3, momentum=0.01))
        self.dense1 = nn.Linear(2048, 1024)
        self.dense2 = nn.Linear(1024, classes)
        self.dropout = dropout
        for m in self.modules():
            if isinstance(m, (nn.Conv2d, nn.Linear)):
                nn.init.xavier_uniform_(m.weight)
                nn.init.zeros_(m.bias)

    def forward(self, x):
        for i in (1, 3, 5):
            for j in (i, i + 1):
                x = getattr(self, f"bn{j}")(F.relu(getattr(self, f"conv{j}")(x)))
            x = F.max_pool2d(x, 2)
        x = F.dropout(torch.flatten(x, 1), self.dropout, self.training)
        x = F.dropout(F.relu(self.dense1(x)), self.dropout, self.training)
        return self.dense2(x)


def wave(shape, factor, scale, shift=0.0):
    """Numbers that any language can make again: shift + scale * sin(factor * (i + 1)), computed in double."""
    i = torch.arange(1, math.prod(shape) + 1, dtype=torch.float64)
    return (shift + scale * torch.sin(factor * i)).to(torch.float32).reshape(shape)


def fill(model):
    """Gives every parameter the numbers that tests/ImageNotebooks.Tests/Golden.cs gives it."""
    with torch.no_grad():
        for k, (name, p) in enumerate(sorted(model.named_parameters()), 1):
            if name.startswith("bn"):
                p.copy_(wave(p.shape, 0.7 * k, 0.1, 1.0 if name.endswith("weight") else 0.0))
            else:
                fan_in = p[0].numel() if p.dim() > 1 else 1
                p.copy_(wave(p.shape, 0.37 * k, 1.0 / math.sqrt(fan_in) if p.dim() > 1 else 0.1))
    return model
