"""Writes augment.json: images moved as Keras moves them.

generator: ImageDataGenerator's apply_affine_transform, that is a product of matrices about the image's centre, given to scipy's affine_transform.
  (Keras takes half the height for the centre's x and half the width for its y, which is the centre of square images alone, and square images are what it was used on.)
layers: the preprocessing layers RandomRotation and RandomZoom, that is their matrices given to ImageProjectiveTransformV3, here written out in numpy.
beta: quantiles of Beta(alpha, alpha), for the shares that mixup draws.

Run with Debian's Python: /usr/bin/python3 tests/golden/augment.py
"""

import json
import pathlib

import numpy as np
from scipy import ndimage, stats


def wave(height, width):
    return 0.5 + 0.5 * np.sin(0.9 * np.arange(1, 2 * height * width + 1)).reshape(2, height, width)


def generator(image, theta, ty, tx, shear, zy, zx, mode):
    """Matrices over (x, y), as Keras multiplies them, with rows and columns swapped for scipy."""
    height, width = image.shape[1:]
    theta, shear = np.deg2rad(theta), np.deg2rad(shear)
    turn = np.array([[np.cos(theta), -np.sin(theta), 0], [np.sin(theta), np.cos(theta), 0], [0, 0, 1]])
    move = np.array([[1, 0, tx], [0, 1, ty], [0, 0, 1]])
    slant = np.array([[1, -np.sin(shear), 0], [0, np.cos(shear), 0], [0, 0, 1]])
    zoom = np.diag([zx, zy, 1])
    centre = np.array([[1, 0, width / 2 - 0.5], [0, 1, height / 2 - 0.5], [0, 0, 1]])
    matrix = centre @ turn @ move @ slant @ zoom @ np.linalg.inv(centre)
    matrix = matrix[[1, 0, 2]][:, [1, 0, 2]]
    return np.stack([ndimage.affine_transform(plane, matrix[:2, :2], offset=matrix[:2, 2], order=1, mode=mode) for plane in image])


def inside(place, length, mode):
    """ImageProjectiveTransformV3's MapCoordinate."""
    if mode == "constant":
        return place
    if mode == "reflect":
        place = place % (2 * length) if place >= 0 else (-place - 1) % (2 * length)
        if place >= length:
            place = 2 * length - place - 1
    return min(max(place, 0), length - 1)


def project(image, row, mode):
    """ImageProjectiveTransformV3, bilinear: output pixel (x, y) reads ((a0 x + a1 y + a2), (b0 x + b1 y + b2)); what is outside is zero."""
    channels, height, width = image.shape
    a0, a1, a2, b0, b1, b2 = row
    moved = np.zeros_like(image)
    for y in range(height):
        for x in range(width):
            u, v = inside(a0 * x + a1 * y + a2, width, mode), inside(b0 * x + b1 * y + b2, height, mode)
            left, top = int(np.floor(u)), int(np.floor(v))
            for i, j in [(top, left), (top, left + 1), (top + 1, left), (top + 1, left + 1)]:
                if 0 <= i < height and 0 <= j < width:
                    moved[:, y, x] += image[:, i, j] * (1 - abs(v - i)) * (1 - abs(u - j))
    return moved


def rotation(angle, height, width):
    x = ((width - 1) - (np.cos(angle) * (width - 1) - np.sin(angle) * (height - 1))) / 2
    y = ((height - 1) - (np.sin(angle) * (width - 1) + np.cos(angle) * (height - 1))) / 2
    return [np.cos(angle), -np.sin(angle), x, np.sin(angle), np.cos(angle), y]


def zoom(vertical, horizontal, height, width):
    return [horizontal, 0, (width - 1) / 2 * (1 - horizontal), 0, vertical, (height - 1) / 2 * (1 - vertical)]


height, width = 6, 8
modes = {"Nearest": ("nearest", "nearest"), "Reflect": ("reflect", "reflect"), "Constant": ("grid-constant", "constant")}
steps = [
    dict(ty=0, tx=0), dict(ty=1, tx=0), dict(ty=0, tx=-2), dict(ty=0.5, tx=0.25), dict(ty=-1.3, tx=2.7), dict(ty=5.2, tx=-7.9),
    dict(theta=20), dict(theta=-135), dict(shear=0.2), dict(shear=-30), dict(zy=0.8, zx=1.2), dict(zy=2.6, zx=2.6),
    dict(theta=-17, ty=0.6, tx=-1.1, shear=12, zy=1.15, zx=0.85),
]
image = wave(height, width)
cases = []
for fill, (scipy_mode, _) in modes.items():
    for step in steps:
        step = dict(theta=0, ty=0, tx=0, shear=0, zy=1, zx=1) | step
        cases.append(step | {"fill": fill, "expected": generator(image, mode=scipy_mode, **step).round(7).flatten().tolist()})
layers = []
for fill, (_, mode) in modes.items():
    for factor in [0.2, -0.07, 0.5]:
        angle = factor * 2 * np.pi
        layers.append({"rotation": factor, "fill": fill, "expected": project(image, rotation(angle, height, width), mode).round(7).flatten().tolist()})
    for vertical, horizontal in [(1.3, 1.3), (0.7, 0.7), (1.2, 0.9), (4, 4)]:
        layers.append({"height": vertical, "width": horizontal, "fill": fill,
                       "expected": project(image, zoom(vertical, horizontal, height, width), mode).round(7).flatten().tolist()})
beta = [{"alpha": alpha, "quantiles": stats.beta.ppf(np.arange(1, 10) / 10, alpha, alpha).tolist()} for alpha in [0.05, 0.2, 1, 3]]
golden = {"height": height, "width": width, "generator": cases, "layers": layers, "beta": beta}
pathlib.Path(__file__).with_name("augment.json").write_text("{\n" + ",\n".join(
    f'"{key}": ' + ("[\n" + ",\n".join(map(json.dumps, value)) + "\n]" if isinstance(value, list) else json.dumps(value)) for key, value in golden.items()) + "\n}\n")
