"""Writes augment.json: images shifted as Keras's ImageDataGenerator does it, that is by scipy's affine_transform.

Run with Debian's Python: /usr/bin/python3 tests/golden/augment.py
"""

import json
import pathlib

import numpy as np
from scipy import ndimage

height, width = 6, 8
image = 0.5 + 0.5 * np.sin(0.9 * np.arange(1, 2 * height * width + 1)).reshape(2, height, width)
cases = []
for dy, dx in [(0, 0), (1, 0), (0, -2), (0.5, 0.25), (-1.3, 2.7), (5.2, -7.9)]:
    for flip in (False, True):
        moved = np.stack([ndimage.affine_transform(plane, np.eye(2), offset=(dy, dx), order=1, mode="nearest") for plane in image])
        if flip:
            moved = moved[:, :, ::-1]
        cases.append({"dy": dy, "dx": dx, "flip": flip, "expected": moved.flatten().tolist()})
golden = {"height": height, "width": width, "cases": cases}
pathlib.Path(__file__).with_name("augment.json").write_text(json.dumps(golden, indent=1) + "\n")
