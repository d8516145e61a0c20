"""Writes nn_modules.json: what PyTorch's modules give, their gradients and what training leaves in their buffers.

Run with Debian's Python: OMP_NUM_THREADS=1 /usr/bin/python3 tests/golden/nn_modules.py
"""

import torch
from torch import nn

from nn_cases import classes, fill, numbers, probe, run, write

signal, image, volume = numbers(2, 4, 11), numbers(2, 4, 7, 6), numbers(2, 4, 3, 5, 4)
wide = numbers(3, 10, factor=0.7, scale=4.0)  # reaches every piece of a piecewise activation


class ChannelShuffle(nn.Module):
    """nn.ChannelShuffle, which has no gradient in this version."""

    def forward(self, x):
        shuffled = x.unflatten(1, (2, -1)).transpose(1, 2).flatten(1, 2)
        assert torch.equal(shuffled, nn.ChannelShuffle(2)(x.detach()))
        return shuffled


modules = {
    "linear": (nn.Linear(6, 5), [numbers(3, 6)]),
    "linear_no_bias": (nn.Linear(6, 5, bias=False), [numbers(2, 3, 6)]),
    "bilinear": (nn.Bilinear(3, 4, 2), [numbers(5, 3), numbers(5, 4, factor=0.9)]),
    "conv1d": (nn.Conv1d(4, 6, 3, stride=2, padding=1, dilation=2, groups=2), [signal]),
    "conv1d_same": (nn.Conv1d(4, 3, 4, padding="same"), [signal]),
    "conv1d_circular": (nn.Conv1d(4, 3, 3, padding=2, padding_mode="circular"), [signal]),
    "conv1d_unbatched": (nn.Conv1d(4, 3, 3), [numbers(4, 9)]),
    "conv2d": (nn.Conv2d(4, 5, 3), [image]),
    "conv2d_uneven": (nn.Conv2d(4, 5, (3, 2), stride=(2, 1), padding=(1, 2), dilation=(1, 2)), [image]),
    "conv2d_groups": (nn.Conv2d(4, 6, 3, groups=2, bias=False), [image]),
    "conv2d_depthwise": (nn.Conv2d(4, 8, 3, padding=1, groups=4), [image]),
    "conv2d_same": (nn.Conv2d(4, 3, (2, 5), padding="same", dilation=(2, 1)), [image]),
    "conv2d_valid": (nn.Conv2d(4, 3, (2, 5), stride=2, padding="valid"), [image]),
    "conv2d_reflect": (nn.Conv2d(4, 3, 3, padding=(2, 1), padding_mode="reflect"), [image]),
    "conv2d_replicate": (nn.Conv2d(4, 3, 3, padding=(2, 1), stride=2, padding_mode="replicate"), [image]),
    "conv2d_circular": (nn.Conv2d(4, 3, 3, padding=(2, 1), padding_mode="circular"), [image]),
    "conv2d_same_reflect": (nn.Conv2d(4, 3, 4, padding="same", padding_mode="reflect"), [image]),
    "conv2d_unbatched": (nn.Conv2d(4, 3, 3), [numbers(4, 5, 6)]),
    "conv3d": (nn.Conv3d(4, 3, (1, 2, 3), stride=(1, 2, 1), padding=(0, 1, 1)), [volume]),
    "conv3d_same": (nn.Conv3d(4, 2, 3, padding="same", groups=2), [volume]),
    "conv3d_replicate": (nn.Conv3d(4, 2, 3, padding=1, padding_mode="replicate"), [volume]),
    "conv_transpose1d": (nn.ConvTranspose1d(4, 6, 3, stride=3, padding=1, output_padding=2, groups=2), [signal]),
    "conv_transpose2d": (nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2), [image]),
    "conv_transpose2d_uneven": (nn.ConvTranspose2d(4, 3, (2, 3), stride=(1, 2), padding=(0, 1), dilation=(2, 1), bias=False), [image]),
    "conv_transpose3d": (nn.ConvTranspose3d(4, 2, 2, stride=2), [volume]),
    "batch_norm1d": (nn.BatchNorm1d(4), [numbers(5, 4)]),
    "batch_norm1d_signal": (nn.BatchNorm1d(4, momentum=0.3), [signal]),
    "batch_norm2d": (nn.BatchNorm2d(4), [image]),
    "batch_norm2d_eval": (nn.BatchNorm2d(4, eps=1e-3).eval(), [image]),
    "batch_norm2d_plain": (nn.BatchNorm2d(4, affine=False, track_running_stats=False), [image]),
    "batch_norm2d_plain_eval": (nn.BatchNorm2d(4, affine=False, track_running_stats=False).eval(), [image]),
    "batch_norm3d": (nn.BatchNorm3d(4), [volume]),
    "instance_norm1d": (nn.InstanceNorm1d(4), [signal]),
    "instance_norm1d_unbatched": (nn.InstanceNorm1d(4, affine=True), [numbers(4, 9)]),
    "instance_norm2d": (nn.InstanceNorm2d(4, affine=True), [image]),
    "instance_norm2d_track": (nn.InstanceNorm2d(4, track_running_stats=True), [image]),
    "instance_norm2d_track_eval": (nn.InstanceNorm2d(4, affine=True, track_running_stats=True).eval(), [image]),
    "instance_norm3d": (nn.InstanceNorm3d(4), [volume]),
    "group_norm": (nn.GroupNorm(2, 4), [image]),
    "group_norm_plain": (nn.GroupNorm(4, 4, eps=1e-2, affine=False), [signal]),
    "layer_norm": (nn.LayerNorm(6), [image]),
    "layer_norm_shape": (nn.LayerNorm([7, 6], eps=1e-3), [image]),
    "layer_norm_plain": (nn.LayerNorm([4, 11], elementwise_affine=False), [signal]),
    "local_response_norm": (nn.LocalResponseNorm(3, alpha=0.5, beta=0.6, k=1.5), [image]),
    "embedding": (nn.Embedding(6, 4), [classes([0, 5, 2, 2, 1, 0], 2, 3)]),
    "embedding_padding": (nn.Embedding(6, 4, padding_idx=-4), [classes([0, 5, 2, 2, 1, 0])]),
    "embedding_max_norm": (nn.Embedding(6, 4, max_norm=0.5, norm_type=1.0, scale_grad_by_freq=True), [classes([0, 5, 2, 2, 1, 0])]),
    "max_pool1d": (nn.MaxPool1d(3, stride=2, padding=1, dilation=2), [signal]),
    "max_pool1d_ceil": (nn.MaxPool1d(4, ceil_mode=True), [signal]),
    "max_pool2d": (nn.MaxPool2d(2), [image]),
    "max_pool2d_uneven": (nn.MaxPool2d((3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2)), [image]),
    "max_pool2d_ceil": (nn.MaxPool2d(3, stride=2, ceil_mode=True), [image]),
    "max_pool2d_unbatched": (nn.MaxPool2d(2), [numbers(4, 5, 6)]),
    "max_pool3d": (nn.MaxPool3d((1, 2, 2), padding=(0, 1, 1)), [volume]),
    "max_pool3d_ceil": (nn.MaxPool3d(2, ceil_mode=True), [volume]),
    "avg_pool1d": (nn.AvgPool1d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False), [signal]),
    "avg_pool2d": (nn.AvgPool2d(2), [image]),
    "avg_pool2d_uneven": (nn.AvgPool2d((3, 2), stride=(2, 1), padding=(1, 0), ceil_mode=True), [image]),
    "avg_pool2d_no_pad": (nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False), [image]),
    "avg_pool2d_divisor": (nn.AvgPool2d(3, stride=2, padding=1, divisor_override=5), [image]),
    "avg_pool3d": (nn.AvgPool3d((1, 2, 2), padding=(0, 1, 1)), [volume]),
    "avg_pool3d_divisor": (nn.AvgPool3d(2, ceil_mode=True, divisor_override=3), [volume]),
    "lp_pool1d": (nn.LPPool1d(2.0, 3, stride=2), [numbers(2, 4, 11, shift=1.5)]),
    "lp_pool2d": (nn.LPPool2d(1.5, (2, 3), ceil_mode=True), [numbers(2, 4, 7, 6, shift=1.5)]),
    "adaptive_avg_pool1d": (nn.AdaptiveAvgPool1d(4), [signal]),
    "adaptive_avg_pool2d": (nn.AdaptiveAvgPool2d((3, 5)), [image]),
    "adaptive_avg_pool2d_one": (nn.AdaptiveAvgPool2d(1), [image]),
    "adaptive_avg_pool3d": (nn.AdaptiveAvgPool3d((2, 3, 1)), [volume]),
    "adaptive_max_pool1d": (nn.AdaptiveMaxPool1d(4), [signal]),
    "adaptive_max_pool2d": (nn.AdaptiveMaxPool2d((3, 5)), [image]),
    "relu": (nn.ReLU(), [wide]),
    "relu6": (nn.ReLU6(), [numbers(3, 10, factor=0.7, scale=9.0)]),
    "leaky_relu": (nn.LeakyReLU(0.2), [wide]),
    "rrelu_eval": (nn.RReLU(0.1, 0.4).eval(), [wide]),
    "prelu": (nn.PReLU(1), [wide]),
    "prelu_channels": (nn.PReLU(4), [image]),
    "elu": (nn.ELU(1.3), [wide]),
    "celu": (nn.CELU(1.3), [wide]),
    "selu": (nn.SELU(), [wide]),
    "gelu": (nn.GELU(), [wide]),
    "gelu_tanh": (nn.GELU(approximate="tanh"), [wide]),
    "glu": (nn.GLU(), [wide]),
    "silu": (nn.SiLU(), [wide]),
    "mish": (nn.Mish(), [wide]),
    "sigmoid": (nn.Sigmoid(), [wide]),
    "log_sigmoid": (nn.LogSigmoid(), [wide]),
    "tanh": (nn.Tanh(), [wide]),
    "hardsigmoid": (nn.Hardsigmoid(), [wide]),
    "hardswish": (nn.Hardswish(), [wide]),
    "hardshrink": (nn.Hardshrink(0.7), [wide]),
    "softshrink": (nn.Softshrink(0.7), [wide]),
    "tanhshrink": (nn.Tanhshrink(), [wide]),
    "softsign": (nn.Softsign(), [wide]),
    "softplus": (nn.Softplus(2.0, 3.0), [wide]),
    "threshold": (nn.Threshold(0.5, -2.0), [wide]),
    "softmax": (nn.Softmax(1), [image]),
    "softmax2d": (nn.Softmax2d(), [image]),
    "softmin": (nn.Softmin(1), [wide]),
    "log_softmax": (nn.LogSoftmax(1), [wide]),
    "dropout_eval": (nn.Dropout(0.9).eval(), [wide]),
    "dropout1d_eval": (nn.Dropout1d(0.9).eval(), [signal]),
    "dropout2d_eval": (nn.Dropout2d(0.9).eval(), [image]),
    "dropout3d_eval": (nn.Dropout3d(0.9).eval(), [volume]),
    "alpha_dropout_eval": (nn.AlphaDropout(0.9).eval(), [wide]),
    "flatten": (nn.Flatten(), [image]),
    "flatten_part": (nn.Flatten(2, 3), [volume]),
    "unflatten": (nn.Unflatten(1, (2, 2)), [image]),
    "identity": (nn.Identity(), [image]),
    "pixel_shuffle": (nn.PixelShuffle(2), [image]),
    "pixel_unshuffle": (nn.PixelUnshuffle(2), [numbers(2, 3, 4, 6)]),
    "channel_shuffle": (ChannelShuffle(), [image]),
    "unfold": (nn.Unfold((3, 2), dilation=(1, 2), padding=1, stride=(2, 1)), [image]),
    "fold": (nn.Fold((4, 5), (2, 2), padding=1), [numbers(2, 12, 30)]),
    "zero_pad2d": (nn.ZeroPad2d((1, 2, 0, 3)), [image]),
    "constant_pad1d": (nn.ConstantPad1d((2, 1), 3.5), [signal]),
    "constant_pad2d": (nn.ConstantPad2d(2, -0.5), [image]),
    "constant_pad3d": (nn.ConstantPad3d((1, 0, 2, 1, 0, 1), 0.25), [volume]),
    "reflection_pad1d": (nn.ReflectionPad1d((3, 1)), [signal]),
    "reflection_pad2d": (nn.ReflectionPad2d((1, 2, 3, 0)), [image]),
    "reflection_pad3d": (nn.ReflectionPad3d((1, 2, 0, 1, 2, 1)), [volume]),
    "replication_pad1d": (nn.ReplicationPad1d(2), [signal]),
    "replication_pad2d": (nn.ReplicationPad2d((1, 2, 3, 0)), [image]),
    "replication_pad3d": (nn.ReplicationPad3d(1), [volume]),
    "upsample_nearest": (nn.Upsample(scale_factor=(2.0, 1.5)), [image]),
    "upsample_linear": (nn.Upsample(size=(17,), mode="linear", align_corners=True), [signal]),
    "upsample_bilinear": (nn.Upsample(size=(5, 11), mode="bilinear"), [image]),
    "upsample_bicubic": (nn.Upsample(scale_factor=(2.0, 2.0), mode="bicubic", align_corners=True), [image]),
    "upsample_trilinear": (nn.Upsample(scale_factor=(2.0, 2.0, 1.5), mode="trilinear", align_corners=False), [volume]),
    "cosine_similarity": (nn.CosineSimilarity(dim=1), [numbers(3, 5), numbers(3, 5, factor=0.9)]),
    "pairwise_distance": (nn.PairwiseDistance(p=3.0, keepdim=True), [numbers(3, 5), numbers(3, 5, factor=0.9)]),
    "sequential": (nn.Sequential(nn.Conv2d(4, 3, 3), nn.BatchNorm2d(3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(12, 2)), [image]),
}


def record(module, inputs):
    case = run(module, inputs, list(fill(module).named_parameters()))
    case["training"] = module.training
    case["buffers"] = {name: probe(b) for name, b in module.named_buffers()}
    return case


cases = {name: record(*parts) for name, parts in modules.items()}

attention = {
    "attention": (dict(), dict()),
    "attention_extras": (dict(bias=False, add_bias_kv=True, add_zero_attn=True, kdim=5, vdim=5), dict()),
    "attention_masked": (dict(), dict(attn_mask=torch.full((3, 4), -torch.inf, dtype=torch.float64).triu(2), key_padding_mask=torch.tensor([[False] * 4, [False, False, False, True]]))),
}
for name, (options, masks) in attention.items():
    module = nn.MultiheadAttention(6, 2, **options)
    inputs = [numbers(3, 2, 6), numbers(4, 2, options.get("kdim", 6), factor=0.8), numbers(4, 2, options.get("vdim", 6), factor=1.1)]
    for part, wanted in enumerate(("output", "weights")):
        fill(module).zero_grad()
        case = run(lambda q, k, v: module(q, k, v, **masks)[part], inputs, [(n, p) for n, p in module.named_parameters() if part == 0])
        cases[f"{name}_{wanted}"] = case

write(__file__, cases)
