"""Writes nn_corrected.json: what PyTorch gives where TorchSharp 0.107 errs, so only the system stack can be held to it.

Run with Debian's Python: OMP_NUM_THREADS=1 /usr/bin/python3 tests/golden/nn_corrected.py
"""

import torch
import torch.nn.functional as F
from torch import nn

from nn_cases import classes, fill, numbers, run, values, write

image, wide = numbers(2, 4, 7, 6), numbers(3, 10, factor=0.7, scale=4.0)
attention = fill(nn.MultiheadAttention(6, 2))
hidden = torch.ones(3, 4, dtype=torch.bool).triu(2)


def layer(module, *inputs):
    return run(module, inputs, list(fill(module).named_parameters()))


def gaussian(x, y, v):
    return (0.5 * (v.log() + (x - y) ** 2 / v)).sum(1).mean()


cases = {
    "hardtanh": layer(nn.Hardtanh(-1.5, 2.0), wide),
    "adaptive_max_pool3d": layer(nn.AdaptiveMaxPool3d((2, 3, 1)), numbers(2, 4, 3, 5, 4)),
    "conv_transpose2d_output_padding": layer(nn.ConvTranspose2d(4, 3, 3, stride=2, output_padding=(1, 0)), image),
    "conv2d_same_reflect": layer(nn.Conv2d(4, 3, (2, 5), padding="same", padding_mode="reflect"), image),
    "max_unpool_size": run(lambda x: F.max_unpool2d(*F.max_pool2d(x, 3, stride=2, return_indices=True), 3, stride=2, output_size=(7, 6)), [image]),
    "attention_hidden": run(lambda q, k, v: attention(q, k, v, attn_mask=hidden)[0], [numbers(3, 2, 6), numbers(4, 2, 6, factor=0.8), numbers(4, 2, 6, factor=1.1)]),
    "gaussian_variance": run(gaussian, [numbers(4, 5), numbers(4, 5, factor=0.83), numbers(4, 5, factor=0.5, scale=0.4, shift=0.6)]),
    "poisson_eps": run(lambda x, t: F.poisson_nll_loss(x, t, log_input=False, eps=0.25), [numbers(4, 5, scale=0.4, shift=0.5), values(range(20), 4, 5)]),
    "embedding_from_pretrained": run(nn.Embedding.from_pretrained(fill(nn.Embedding(6, 4)).weight.detach(), padding_idx=2), [classes([0, 5, 2, 2, 1, 0])]),
    "upsample_nearest": run(lambda x: F.interpolate(x, scale_factor=2.0), [image]),
}
write(__file__, cases)
