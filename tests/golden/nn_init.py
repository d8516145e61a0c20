"""Writes nn_init.json: the numbers that PyTorch's initial weights are for a seed, by function and by module, and what dropout leaves.

Run with Debian's Python: OMP_NUM_THREADS=1 /usr/bin/python3 tests/golden/nn_init.py
"""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn import init

from nn_cases import probe, write

functions = {
    "uniform": lambda: init.uniform_(torch.empty(3, 5), -1.0, 2.0),
    "normal": lambda: init.normal_(torch.empty(4, 8), 1.0, 2.0),
    "eye": lambda: init.eye_(torch.empty(3, 5)),
    "dirac": lambda: init.dirac_(torch.empty(4, 3, 3, 5)),
    "xavier_uniform": lambda: init.xavier_uniform_(torch.empty(4, 3, 3, 2), gain=1.5),
    "xavier_normal": lambda: init.xavier_normal_(torch.empty(6, 4)),
    "kaiming_uniform": lambda: init.kaiming_uniform_(torch.empty(4, 3, 3, 2), a=0.2),
    "kaiming_uniform_out": lambda: init.kaiming_uniform_(torch.empty(4, 3, 3, 2), mode="fan_out", nonlinearity="relu"),
    "kaiming_normal": lambda: init.kaiming_normal_(torch.empty(6, 4), mode="fan_out", nonlinearity="tanh"),
    "orthogonal": lambda: init.orthogonal_(torch.empty(3, 5)),
    "orthogonal_tall": lambda: init.orthogonal_(torch.empty(6, 2, 2), gain=2.0),
    "dropout": lambda: F.dropout(torch.ones(40), 0.4),
    "dropout2d": lambda: F.dropout2d(torch.ones(4, 5, 2, 2), 0.3),
    "alpha_dropout": lambda: F.alpha_dropout(torch.ones(40), 0.4, training=True),
    "feature_alpha_dropout": lambda: F.feature_alpha_dropout(torch.ones(4, 5, 2, 2), 0.4, training=True),
    "trunc_normal": lambda: init.trunc_normal_(torch.empty(4, 8), 0.5, 2.0, -1.0, 1.5),
}
modules = {
    "linear": lambda: nn.Linear(4, 3),
    "bilinear": lambda: nn.Bilinear(3, 4, 2),
    "conv1d": lambda: nn.Conv1d(4, 6, 3, groups=2),
    "conv2d": lambda: nn.Conv2d(3, 4, (3, 2)),
    "conv3d": lambda: nn.Conv3d(2, 3, 2, bias=False),
    "conv_transpose1d": lambda: nn.ConvTranspose1d(4, 6, 3, groups=2),
    "conv_transpose2d": lambda: nn.ConvTranspose2d(3, 4, 2),
    "conv_transpose3d": lambda: nn.ConvTranspose3d(2, 3, 2),
    "batch_norm": lambda: nn.BatchNorm2d(3),
    "instance_norm": lambda: nn.InstanceNorm2d(3, affine=True, track_running_stats=True),
    "layer_norm": lambda: nn.LayerNorm([2, 3]),
    "group_norm": lambda: nn.GroupNorm(2, 4),
    "prelu": lambda: nn.PReLU(3, init=0.1),
    "embedding": lambda: nn.Embedding(5, 3, padding_idx=1),
    "attention": lambda: nn.MultiheadAttention(4, 2),
    "attention_extras": lambda: nn.MultiheadAttention(4, 2, add_bias_kv=True, kdim=3, vdim=5),
}


def seeded(make):
    torch.manual_seed(17)
    return make()


cases = {name: {"output": probe(seeded(make))} for name, make in functions.items()}
cases |= {f"{name} module": {"state": {key: probe(value) for key, value in seeded(make).state_dict().items()}} for name, make in modules.items()}
write(__file__, cases)
