"""Writes nn_losses.json: every loss of PyTorch in its three reductions, with gradients.

Run with Debian's Python: OMP_NUM_THREADS=1 /usr/bin/python3 tests/golden/nn_losses.py
"""

import math

import torch
import torch.nn.functional as F

from nn_cases import classes, numbers, run, values, write

x, y, z = numbers(4, 5), numbers(4, 5, factor=0.83, shift=0.2), numbers(4, 5, factor=1.27)
inside = numbers(4, 5, factor=0.37, scale=0.4, shift=0.5)  # probabilities
binary = values([1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 1], 4, 5)
signs = values([1, -1, -1, 1])
weights = values([0.5, 2.0, 1.0, 3.0, 0.25])
picture = numbers(2, 3, 2, 4)


def gaussian(full):
    """TorchSharp's reading: the elements of an image are added up, and the reduction is over images."""

    def loss(x, y, v, reduction):
        v = v.clamp(min=1e-6)
        rows = (0.5 * (v.log() + (x - y) ** 2 / v) + (0.5 * math.log(2 * math.pi) if full else 0)).sum(1)
        return {"mean": rows.mean, "sum": rows.sum, "none": lambda: rows}[reduction]()

    return loss


losses = {
    "cross_entropy": (F.cross_entropy, [x, classes([0, 4, 2, 2])]),
    "cross_entropy_weighted": (lambda x, t, w, **r: F.cross_entropy(x, t, w, **r), [x, classes([0, 4, 2, 2]), weights]),
    "cross_entropy_ignore": (lambda x, t, **r: F.cross_entropy(x, t, ignore_index=2, **r), [x, classes([0, 4, 2, 2])]),
    "cross_entropy_smooth": (lambda x, t, w, **r: F.cross_entropy(x, t, w, label_smoothing=0.2, **r), [x, classes([0, 4, 2, 2]), weights]),
    "cross_entropy_pictures": (F.cross_entropy, [picture, classes([0, 1, 2, 1, 0, 2, 2, 1, 1, 1, 0, 0, 2, 1, 0, -100], 2, 2, 4)]),
    "cross_entropy_probabilities": (F.cross_entropy, [x, values([0.1, 0.2, 0.3, 0.1, 0.3] * 4, 4, 5)]),
    "nll": (F.nll_loss, [x, classes([0, 4, 2, 2])]),
    "nll_weighted": (lambda x, t, w, **r: F.nll_loss(x, t, w, **r), [x, classes([0, 4, 2, 2]), weights]),
    "multi_margin": (F.multi_margin_loss, [x, classes([0, 4, 2, 2])]),
    "multi_margin_squared": (lambda x, t, w, **r: F.multi_margin_loss(x, t, p=2, margin=0.7, weight=w, **r), [x, classes([0, 4, 2, 2]), weights]),
    "multi_label_margin": (F.multilabel_margin_loss, [x, classes([3, 0, -1, 1, 1, 1, -1, 0, 0, 0, 4, 3, 2, 1, 0, -1, 0, 0, 0, 0], 4, 5)]),
    "multi_label_soft_margin": (F.multilabel_soft_margin_loss, [x, binary]),
    "multi_label_soft_margin_weighted": (lambda x, t, w, **r: F.multilabel_soft_margin_loss(x, t, w, **r), [x, binary, weights]),
    "bce": (F.binary_cross_entropy, [inside, binary]),
    "bce_weighted": (lambda x, t, w, **r: F.binary_cross_entropy(x, t, w, **r), [inside, binary, weights]),
    "bce_with_logits": (F.binary_cross_entropy_with_logits, [x, binary]),
    "bce_with_logits_weighted": (lambda x, t, w, p, **r: F.binary_cross_entropy_with_logits(x, t, w, pos_weight=p, **r), [x, binary, weights, values([1, 2, 0.5, 1.5, 3])]),
    "kl_div": (lambda x, t, **r: F.kl_div(x, t, log_target=True, **r), [x, y]),
    "kl_div_probabilities": (F.kl_div, [x, inside]),
    "poisson": (F.poisson_nll_loss, [x, values(range(20), 4, 5)]),
    "poisson_full": (lambda x, t, **r: F.poisson_nll_loss(x, t, log_input=False, full=True, **r), [inside, values(range(20), 4, 5)]),
    "gaussian": (gaussian(False), [x, y, values([0.5, 0.1, 2.0, 1.0, 0.7] * 4, 4, 5)]),
    "gaussian_full": (gaussian(True), [x, y, values([0.5, 0.1, 2.0, 1.0, 0.7] * 4, 4, 5)]),
    "mse": (F.mse_loss, [x, y]),
    "l1": (F.l1_loss, [x, y]),
    "smooth_l1": (F.smooth_l1_loss, [x, y]),
    "smooth_l1_beta": (lambda x, t, **r: F.smooth_l1_loss(x, t, beta=0.3, **r), [x, y]),
    "huber": (lambda x, t, **r: F.huber_loss(x, t, delta=0.4, **r), [x, y]),
    "soft_margin": (F.soft_margin_loss, [x, values([1, -1, -1, 1] * 5, 4, 5)]),
    "hinge_embedding": (lambda x, t, **r: F.hinge_embedding_loss(x, t, margin=0.6, **r), [x, values([1, -1, -1, 1] * 5, 4, 5)]),
    "cosine_embedding": (lambda x, y, t, **r: F.cosine_embedding_loss(x, y, t, margin=0.1, **r), [x, y, signs]),
    "margin_ranking": (lambda x, y, t, **r: F.margin_ranking_loss(x, y, t, margin=0.3, **r), [numbers(4), numbers(4, factor=0.9), signs]),
    "triplet": (F.triplet_margin_loss, [x, y, z]),
    "triplet_swap": (lambda x, y, z, **r: F.triplet_margin_loss(x, y, z, margin=2.0, p=3, eps=1e-4, swap=True, **r), [x, y, z]),
    "triplet_distance": (lambda x, y, z, **r: F.triplet_margin_with_distance_loss(x, y, z, distance_function=lambda a, b: (a - b).abs().sum(1), swap=True, **r), [x, y, z]),
    "triplet_distance_default": (lambda x, y, z, **r: F.triplet_margin_with_distance_loss(x, y, z, margin=0.5, **r), [x, y, z]),
    "ctc": (lambda x, t, i, n, **r: F.ctc_loss(x.log_softmax(2), t, i, n, **r), [numbers(6, 2, 4), classes([1, 2, 2, 3, 1, 1], 2, 3), classes([6, 5]), classes([3, 2])]),
}

cases = {}
for name, (loss, inputs) in losses.items():
    for reduction in ("none", "mean", "sum"):
        cases[f"{name} {reduction}"] = run(lambda *x: loss(*x, reduction=reduction), inputs)
write(__file__, cases)
