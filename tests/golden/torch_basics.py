"""Writes torch_basics.json: random numbers and initial weights of PyTorch, for the tests of every stack.

Run with Debian's Python: /usr/bin/python3 tests/golden/torch_basics.py
"""

import json
import pathlib

import torch

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

pathlib.Path(__file__).with_name("torch_basics.json").write_text(json.dumps(golden, indent=1) + "\n")
