"""PyTorch's verdict on operations, for the fuzz test: lines of JSON in, lines of JSON out.

{"expression": "a.add(b)", "tensors": [{"shape": [2], "dtype": "float32", "seed": 1, "transposed": false}], "i": 0, "j": 1}
  ->  {"results": [{"shape": [2], "dtype": "float32", "values": [0.5, "nan"]}]}  or  {"error": TEXT, "of_libtorch": true}
"""

import json
import math
import os
import sys

import torch

torch.set_num_threads(1)


def make(shape, dtype, seed, transposed):
    """The tensor that tests/SystemTorch.Tests/Fuzz/Operand.cs makes of the same description."""
    numbers = [(k * 37 + seed * 11) % 19 for k in range(math.prod(shape))]
    t = torch.tensor(numbers, dtype=torch.int64).reshape(shape)
    if dtype not in ("uint8", "bool"):
        t = t - 9
    t = t.to(getattr(torch, dtype))
    if t.is_floating_point():
        t = t / 4
    return t.transpose(0, -1).contiguous().transpose(0, -1) if transposed and t.dim() > 1 else t


def number(x):
    return x if math.isfinite(x) else str(x)


def describe(t):
    values = [number(float(x)) for x in t.double().flatten().tolist()]
    return {"shape": list(t.shape), "dtype": str(t.dtype).split(".")[1], "values": values}


def verdict(case):
    a, b, c = ([make(**t) for t in case["tensors"]] + [None] * 3)[:3]
    names = {"torch": torch, "F": torch.nn.functional, "a": a, "b": b, "c": c, "i": case["i"], "j": case["j"]}
    try:
        result = eval(case["expression"], names)
    except (RuntimeError, IndexError, TypeError, ValueError) as problem:
        # The other kinds are raised by Python's side, in words that no other caller of libtorch meets.
        return {"error": str(problem).split("\n")[0], "of_libtorch": isinstance(problem, RuntimeError)}
    results = [result] if isinstance(result, torch.Tensor) else list(result)
    return {"results": [describe(r) for r in results]}


answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # whatever a library prints must not come between the answers
for line in sys.stdin:
    print(json.dumps(verdict(json.loads(line))), file=answers, flush=True)
