"""Writes nn_functions.json: what PyTorch's torch.nn.functional gives where no module shows it.

Run with Debian's Python: OMP_NUM_THREADS=1 /usr/bin/python3 tests/golden/nn_functions.py
"""

import math

import torch
import torch.nn.functional as F

from nn_cases import classes, numbers, run, values, write

signal, image, volume = numbers(2, 3, 9), numbers(2, 3, 6, 7), numbers(2, 3, 3, 5, 4)
positions, places = numbers(2, 4, 5, 2, factor=0.71, scale=1.3), numbers(2, 2, 4, 3, 3, factor=0.71, scale=1.3)


def resize(size=None, factor=None, **options):
    return lambda x: F.interpolate(x, size=size, scale_factor=factor, **options)


def pad(sides, mode="constant", value=0.0):
    return lambda x: F.pad(x, sides, mode=mode, **({"value": value} if mode == "constant" else {}))


def attention(causal=False, hidden=None):
    def function(q, k, v, *mask):
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        if causal:
            scores = scores.masked_fill(torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1), -torch.inf)
        if hidden is not None:
            scores = scores.masked_fill(torch.tensor(hidden), -torch.inf)
        if mask:
            scores = scores + mask[0]
        return scores.softmax(-1) @ v

    return function


qkv = [numbers(2, 3, 4), numbers(2, 5, 4, factor=0.8), numbers(2, 5, 6, factor=1.1)]
functions = {
    "nearest": (resize(size=(4, 13)), [image]),
    "nearest_signal": (resize(factor=2.5), [signal]),
    "nearest_volume": (resize(size=(4, 3, 9)), [volume]),
    "nearest_exact": (resize(size=(4, 13), mode="nearest-exact"), [image]),
    "linear": (resize(size=14, mode="linear", align_corners=False), [signal]),
    "bilinear": (resize(size=(9, 4), mode="bilinear", align_corners=False), [image]),
    "bilinear_corners": (resize(factor=(1.5, 2.0), mode="bilinear", align_corners=True), [image]),
    "bilinear_factor": (resize(factor=(1.3, 0.6), mode="bilinear", align_corners=False), [image]),
    "bilinear_recomputed": (resize(factor=(1.3, 0.6), mode="bilinear", align_corners=False, recompute_scale_factor=True), [image]),
    "bilinear_antialias": (resize(size=(3, 4), mode="bilinear", align_corners=False, antialias=True), [image]),
    "bicubic": (resize(size=(9, 4), mode="bicubic", align_corners=False), [image]),
    "bicubic_antialias": (resize(size=(3, 4), mode="bicubic", align_corners=False, antialias=True), [image]),
    "trilinear": (resize(size=(5, 3, 6), mode="trilinear", align_corners=False), [volume]),
    "area": (resize(size=(3, 5), mode="area"), [image]),
    "grid_sample": (lambda x, g: F.grid_sample(x, g, align_corners=False), [image, positions]),
    "grid_sample_border": (lambda x, g: F.grid_sample(x, g, padding_mode="border", align_corners=True), [image, positions]),
    "grid_sample_reflection": (lambda x, g: F.grid_sample(x, g, padding_mode="reflection", align_corners=False), [image, positions]),
    "grid_sample_nearest": (lambda x, g: F.grid_sample(x, g, mode="nearest", padding_mode="border", align_corners=False), [image, positions]),
    "grid_sample_volume": (lambda x, g: F.grid_sample(x, g[..., [0, 1, 2]], align_corners=True), [volume, places]),
    "affine_grid": (lambda t: F.affine_grid(t, [2, 3, 4, 5], align_corners=False), [numbers(2, 2, 3)]),
    "affine_grid_corners": (lambda t: F.affine_grid(t, [2, 1, 2, 3, 4], align_corners=True), [numbers(2, 3, 4)]),
    "pad_constant": (pad((1, 2), value=2.5), [image]),
    "pad_all": (pad((1, 1, 1, 1, 1, 1)), [signal]),
    "pad_crop": (pad((-1, 2, 0, -2, 1, 0)), [image]),
    "pad_reflect_signal": (pad((2, 3), "reflect"), [signal]),
    "pad_reflect": (pad((1, 2, 3, 0), "reflect"), [image]),
    "pad_replicate": (pad((1, 2, 3, 0), "replicate"), [image]),
    "pad_replicate_volume": (pad((1, 2, 0, 1, 2, 0), "replicate"), [volume]),
    "pad_circular": (pad((1, 2, 3, 0), "circular"), [image]),
    "pad_circular_signal": (pad((4, 1), "circular"), [signal]),
    "pad_circular_volume": (pad((1, 2, 0, 1, 2, 0), "circular"), [volume]),
    "one_hot": (lambda t: F.one_hot(t), [classes([0, 3, 1, 2, 2, 0], 2, 3)]),
    "one_hot_wide": (lambda t: F.one_hot(t, 6), [classes([0, 3, 1, 2, 2, 0])]),
    "normalize": (lambda x: F.normalize(x), [image]),
    "normalize_rows": (lambda x: F.normalize(x, p=1.5, dim=-1, eps=1e-3), [image]),
    "cosine_similarity": (lambda x, y: F.cosine_similarity(x, y, dim=-1), [image, numbers(2, 3, 6, 7, factor=0.9)]),
    "pairwise_distance": (lambda x, y: F.pairwise_distance(x, y, p=1.0), [numbers(4, 6), numbers(4, 6, factor=0.9)]),
    "unfold": (lambda x: F.unfold(x, (2, 3), dilation=2, padding=(1, 0), stride=(1, 2)), [image]),
    "fold": (lambda x: F.fold(x, (5, 6), (2, 3), padding=1, stride=(1, 2)), [numbers(2, 12, 18)]),
    "conv1d": (lambda x, w, b: F.conv1d(x, w, b, stride=2, padding=1), [signal, numbers(4, 3, 3, factor=0.7), numbers(4, factor=0.5)]),
    "conv2d": (lambda x, w: F.conv2d(x, w, padding=(1, 0), dilation=2, groups=3), [image, numbers(6, 1, 3, 2, factor=0.7)]),
    "conv2d_padding": (lambda x, w: F.conv2d(x, w, padding="same"), [image, numbers(2, 3, 3, 4, factor=0.7)]),
    "conv3d": (lambda x, w: F.conv3d(x, w, padding=(0, 1, 1), stride=(1, 2, 1)), [volume, numbers(2, 3, 2, 3, 3, factor=0.7)]),
    "conv_transpose1d": (lambda x, w: F.conv_transpose1d(x, w, stride=2, padding=1, output_padding=1), [signal, numbers(3, 2, 3, factor=0.7)]),
    "conv_transpose2d": (lambda x, w, b: F.conv_transpose2d(x, w, b, stride=(2, 1), padding=(0, 1), output_padding=(1, 0)), [image, numbers(3, 2, 3, 2, factor=0.7), numbers(2, factor=0.5)]),
    "conv_transpose3d": (lambda x, w: F.conv_transpose3d(x, w, stride=2, dilation=2), [volume, numbers(3, 2, 1, 2, 2, factor=0.7)]),
    "batch_norm": (lambda x, m, v, w, b: F.batch_norm(x, m, v, w, b, eps=0.1), [image, values([0.1, -0.2, 0.3]), values([0.5, 1.5, 2.0]), numbers(3), numbers(3, factor=0.9)]),
    "layer_norm": (lambda x, w, b: F.layer_norm(x, [7], w, b), [image, numbers(7), numbers(7, factor=0.9)]),
    "group_norm": (lambda x: F.group_norm(x, 3), [image]),
    "instance_norm": (lambda x, w: F.instance_norm(x, weight=w), [image, numbers(3)]),
    "max_pool_values": (lambda x: F.max_pool2d(x, (2, 3), stride=2, padding=1), [image]),
    "max_pool_indices": (lambda x: F.max_pool2d_with_indices(x, (2, 3), stride=2, padding=1)[1], [image]),
    "max_pool_indices_signal": (lambda x: F.max_pool1d_with_indices(x, 3, padding=1, dilation=2)[1], [signal]),
    "max_pool_indices_volume": (lambda x: F.max_pool3d_with_indices(x, (1, 2, 2))[1], [volume]),
    "adaptive_max_pool_indices": (lambda x: F.adaptive_max_pool2d_with_indices(x, (3, 4))[1], [image]),
    "adaptive_max_pool_indices_signal": (lambda x: F.adaptive_max_pool1d_with_indices(x, 4)[1], [signal]),
    "max_unpool": (lambda x: F.max_unpool2d(*F.max_pool2d(x, 2, return_indices=True), 2), [numbers(2, 3, 6, 8)]),
    "max_unpool_signal": (lambda x: F.max_unpool1d(*F.max_pool1d(x, 3, return_indices=True), 3), [signal]),
    "max_unpool_volume": (lambda x: F.max_unpool3d(*F.max_pool3d(x, 2, return_indices=True), 2), [numbers(1, 2, 4, 2, 6)]),
    "softmax_double": (lambda x: F.softmax(x, 0, dtype=torch.float64), [image]),
    "attention": (attention(), qkv),
    "attention_causal": (attention(causal=True), [numbers(2, 4, 4), numbers(2, 4, 4, factor=0.8), numbers(2, 4, 3, factor=1.1)]),
    "attention_hidden": (attention(hidden=[[False, True, False, False, True]] * 3), qkv),
    "attention_added": (attention(), qkv + [numbers(3, 5, factor=0.6)]),
}
write(__file__, {name: run(function, inputs) for name, (function, inputs) in functions.items()})
