"""Writes tensor_ops.json: what PyTorch computes for the operations on tensors, and the gradients of their inputs, for StackContract's tensor tests.

Functions of one and of two tensors are called by name on families of inputs. Every other case is written here in Python and, under the same
key, in tests/StackContract/TensorOps in C#. Run with Debian's Python: OMP_NUM_THREADS=1 /usr/bin/python3 tests/golden/tensor_ops.py
"""

import json
import pathlib

import torch
import torch.nn.functional as F

from models import wave
from tensor_cases import CASES, RANDOM, Inputs
from tensor_rows import row

torch.set_num_threads(1)

inf, nan = float("inf"), float("nan")


def alone(factor, scale, shift=0.0):
    """A scalar, a tensor without elements, a vector, and a matrix whose columns lie next to each other."""
    x = [wave(s, factor, scale, shift) for s in [(), (0, 3), (4,), (2, 3)]]
    return [[x[0]], [x[1]], [x[2]], [x[3].t()]]


def together(factor, scale, shift=0.0):
    """Two of one shape, two that broadcast, a scalar with a vector, and one transposed."""
    shapes = [((2, 3), (2, 3)), ((2, 1), (3,)), ((), (4,)), ((2, 3), (3, 2))]
    two = [[wave(a, factor, scale, shift), wave(b, factor * 1.9, scale, shift)] for a, b in shapes]
    two[3][0] = two[3][0].t()
    return two


def whole(*numbers, dtype=torch.int64):
    return torch.tensor(numbers, dtype=dtype)


# TensorOpsInputs.cs has the same families under the same names.
FAMILIES = {
    "any": alone(0.7, 3),
    "open": alone(0.7, 0.9),
    "positive": alone(0.7, 1, 1.5),
    "above one": alone(0.7, 1, 2.1),
    "unit": alone(0.7, 0.4, 0.5),
    "special": [[torch.tensor([nan, inf, -inf, 0.0, -0.0, 1.5])]],
    "whole": [[whole(3, -2, 0, 7)], [whole(1, 5, 2, 5, dtype=torch.int32).reshape(2, 2)], [whole(200, 3, dtype=torch.uint8)]],
    "truth": [[whole(1, 0, 1, dtype=torch.bool)], [torch.tensor(False)]],
    "square": [[wave((3, 3), 0.5, 0.3) + torch.eye(3)]],
    "matrix": [[wave((2, 3), 0.7, 1)]],
    "double": [[wave((5,), 0.7, 1).double()]],
    "half": [[wave((5,), 0.7, 0.4, 0.5).half()]],
    "brain": [[wave((5,), 0.7, 0.4, 0.5).bfloat16()]],
    "two": together(0.7, 3),
    "two positive": together(0.7, 1, 1.5),
    "two whole": [[whole(3, -2, 10, 7), whole(2, 3, 4, 1)], [whole(12, 5, dtype=torch.int32).reshape(2, 1), whole(1, 2, 3, dtype=torch.int32)]],
    "two truths": [[whole(1, 0, 1, dtype=torch.bool), whole(1, 1, 0, dtype=torch.bool)]],
    "two types": [[whole(3, -2), wave((2,), 0.7, 1, 2)], [wave((2,), 0.7, 1, 2).double(), wave((2,), 1.3, 1)], [whole(1, 0, dtype=torch.bool), whole(4, 5)]],
    "two vectors": [[wave((4,), 0.7, 1), wave((4,), 1.3, 1)]],
    "two matrices": [[wave((2, 3), 0.7, 1), wave((3, 4), 1.3, 1)]],
    "two batches": [[wave((2, 2, 3), 0.7, 1), wave((2, 3, 2), 1.3, 1)]],
}

NAMES = {
    "any": """abs absolute arctan arcsinh asinh atan ceil cos cosh deg2rad erf erfc exp exp2 expm1 fix floor frac isfinite logical_not neg negative positive rad2deg
        round sgn sign signbit sin sinc sinh square tan tanh trunc sigmoid relu relu6 selu celu silu gelu elu hardsigmoid hardswish softplus log_sigmoid
        sum nansum mean prod std all any count_nonzero numel norm flatten ravel squeeze clone nonzero argwhere atleast_1d atleast_2d atleast_3d""",
    "open": "acos arccos arcsin arctanh asin atanh erfinv",
    "positive": "digamma lgamma log log10 log1p log2 reciprocal rsqrt sqrt",
    "above one": "acosh arccosh",
    "unit": "logit",
    "special": "abs isfinite isinf isnan isneginf isposinf isreal nan_to_num nansum nanmedian sign sgn exp",
    "whole": """abs neg bitwise_not logical_not sum nansum prod max min argmax argmin argsort msort unique unique_consecutive all any square sign isfinite sin
        count_nonzero nonzero positive""",
    "truth": "bitwise_not logical_not all any sum count_nonzero nonzero",
    "matrix": """max min argmax argmin argsort msort aminmax var std_mean var_mean median nanmedian fliplr flipud rot90 adjoint trace tril triu diag diagflat diagonal diag_embed
        t cov corrcoef t""",
    "square": "det logdet inverse matrix_exp slogdet sort mode frexp pinverse",
    "double": "sin exp lgamma sum std erfinv logit",
    "half": "abs neg sum",
    "brain": "abs exp sum neg sqrt log sigmoid",
    "two": """add sub subtract mul multiply div divide true_divide floor_divide remainder fmod maximum minimum fmax fmin max min atan2 arctan2 hypot logaddexp logaddexp2
        copysign heaviside ldexp nextafter dist eq ne lt le gt ge not_equal less less_equal greater greater_equal isclose logical_and logical_or logical_xor""",
    "two positive": "pow float_power xlogy",
    "two whole": """add sub mul div floor_divide remainder fmod gcd lcm bitwise_and bitwise_or bitwise_xor bitwise_left_shift bitwise_right_shift eq lt maximum isin
        true_divide""",
    "two truths": "bitwise_and bitwise_or bitwise_xor logical_and logical_or logical_xor eq mul",
    "two types": "add mul div eq",
    "two vectors": "dot vdot inner outer ger",
    "two matrices": "mm matmul kron",
    "two batches": "bmm matmul",
}


def function(name):
    return {"log_sigmoid": F.logsigmoid}.get(name) or getattr(torch, name, None) or getattr(torch.Tensor, name, None) or getattr(F, name)


def called(name, inputs):
    x = [t.clone().requires_grad_() if t.is_floating_point() else t for t in inputs]
    return row(function(name)(*x), x)


def seeded(draw):
    torch.manual_seed(1)
    return row(draw(), [])


rows = {f"{name} of {family}": [called(name, inputs) for inputs in FAMILIES[family]] for family, names in NAMES.items() for name in dict.fromkeys(names.split())}
for name, case in CASES.items():
    inputs = Inputs()
    rows[name] = [row(case(inputs), inputs.differentiable())]
for name, draw in RANDOM.items():
    rows[f"random {name}"] = [seeded(draw)]

lines = [f"{json.dumps(name)}: {json.dumps(results, separators=(',', ':'))}" for name, results in rows.items()]
pathlib.Path(__file__).with_name("tensor_ops.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
