#!/usr/bin/python3
"""Writes segmentation_losses.json: losses of segmentations and their gradients, by their definitions, pixel by pixel, in plain Python and by finite differences.

Lovász-softmax: for each class that an image shows, errors in falling order, each times the growth of the Jaccard loss of the set of all pixels up to it (Berman et al. 2018, definition 3).
Run with Debian's Python and python3-numpy; everything is seeded, so a second run writes the same file.
"""

import json
import math
import pathlib

import numpy

VOID = 255


def softmax(logits):
    e = [math.exp(z - max(logits)) for z in logits]
    return [v / sum(e) for v in e]


def pixels_of(logits, labels):
    """Of one image: probabilities and true class of each pixel that counts."""
    classes = len(logits)
    flat = [(softmax([logits[c][y][x] for c in range(classes)]), labels[y][x]) for y in range(len(labels)) for x in range(len(labels[0]))]
    return [(p, label) for p, label in flat if label != VOID]


def jaccard_loss(mistaken, members):
    """1 - IoU where the pixels of the set are wrong: members missed, others taken in."""
    missed, added = len(mistaken & members), len(mistaken - members)
    return 1 - (len(members) - missed) / (len(members) + added)


def lovasz(pixels, c):
    members = {i for i, (_, label) in enumerate(pixels) if label == c}
    errors = [1 - p[c] if label == c else p[c] for p, label in pixels]
    order = sorted(range(len(pixels)), key=lambda i: -errors[i])
    total, mistaken, before = 0, set(), 0
    for i in order:
        mistaken.add(i)
        now = jaccard_loss(mistaken, members)
        total += errors[i] * (now - before)
        before = now
    return total


def dice(pixels, c):
    both = sum(p[c] for p, label in pixels if label == c)
    return 1 - 2 * both / sum(p[c] + (label == c) for p, label in pixels)


def over_classes(loss, pixels):
    shown = sorted({label for _, label in pixels})
    return sum(loss(pixels, c) for c in shown) / len(shown) if shown else 0


def losses(name, logits, labels):
    images = [pixels_of(z, t) for z, t in zip(logits, labels)]
    counted = sum(len(pixels) for pixels in images)
    entropy = [len(images) / counted * sum(-math.log(p[label]) for p, label in pixels) for pixels in images]
    if name == "CrossEntropy":
        return entropy
    if name == "LovaszSoftmax":
        return [over_classes(lovasz, pixels) for pixels in images]
    soft = [over_classes(dice, pixels) for pixels in images]
    return soft if name == "Dice" else [a + b for a, b in zip(entropy, soft)]


def gradient(name, logits, labels, step=1e-6):
    z = numpy.array(logits)
    result = numpy.zeros_like(z)
    for place in numpy.ndindex(z.shape):
        up, down = z.copy(), z.copy()
        up[place] += step
        down[place] -= step
        result[place] = (numpy.mean(losses(name, up.tolist(), labels)) - numpy.mean(losses(name, down.tolist(), labels))) / (2 * step)
    return result.ravel().round(8).tolist()


def main():
    random = numpy.random.RandomState(8)
    logits = random.randn(3, 4, 3, 4).round(3).tolist()
    labels = random.randint(0, 4, (3, 3, 4))
    labels[0][labels[0] == 2] = 0  # an image without a class
    labels[1, :, :2] = VOID
    labels[2] = VOID  # and one of which nothing is known
    labels = labels.tolist()
    names = ["CrossEntropy", "Dice", "CrossEntropyAndDice", "LovaszSoftmax"]
    case = {
        "shape": [3, 4, 3, 4], "logits": numpy.array(logits).ravel().tolist(), "labels": numpy.array(labels).ravel().tolist(),
        "losses": {name: [round(v, 12) for v in losses(name, logits, labels)] for name in names},
        "gradients": {name: gradient(name, logits, labels) for name in names},
    }
    pathlib.Path(__file__).with_suffix(".json").write_text("{\n" + ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in case.items()) + "\n}\n", encoding="utf-8")


main()
