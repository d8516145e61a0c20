"""How tensor_ops.json writes the results of one call: {"out": tensors, "grad": gradients of the inputs}, a tensor being [type, sizes,
numbers] and a gradient its numbers."""

import numpy
import torch

from models import wave

TYPES = {
    torch.bool: "Bool", torch.uint8: "Byte", torch.int8: "Int8", torch.int16: "Int16", torch.int32: "Int32", torch.int64: "Int64",
    torch.float16: "Float16", torch.bfloat16: "BFloat16", torch.float32: "Float32", torch.float64: "Float64",
}


def number(x):
    """As short as its type allows; JSON has no word for infinities and NaN but a string."""
    text = str(x)
    return text if text in ("nan", "inf", "-inf") else int(x) if isinstance(x, (numpy.bool_, numpy.integer)) else float(text)


def numbers(t):
    t = t.detach().clone()  # a gradient of nothing but zeros has no memory before it is copied
    return [number(x) for x in (t.float() if t.dtype in (torch.bfloat16, torch.float16) else t).flatten().numpy()]


def written(t):
    return [TYPES[t.dtype], list(t.shape), numbers(t)]


def tensors(result):
    if isinstance(result, (tuple, list)):
        return [t for part in result for t in tensors(part)]
    return [result if isinstance(result, torch.Tensor) else torch.tensor(result)]


def gradients(outputs, inputs):
    """Of all outputs, each weighed by a wave; none where PyTorch has none."""
    weighed = [(t * wave(t.shape, 0.31, 1).to(t.dtype)).sum() for t in outputs if t.requires_grad]
    wanted = [t for t in inputs if t.requires_grad]
    if not weighed or not wanted:
        return []
    try:
        found = torch.autograd.grad(weighed, wanted, allow_unused=True)
    except RuntimeError:
        return []
    return [None if g is None else numbers(g) for g in found]


def row(result, inputs):
    outputs = tensors(result)
    grads = gradients(outputs, inputs)
    return {"out": [written(t) for t in outputs]} | ({"grad": grads} if any(g is not None for g in grads) else {})
