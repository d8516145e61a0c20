"""Writes images.json: small image files of every kind with the pixels that Pillow reads from them, sizes that Pillow and tf.image.resize's formula
make of one, and digests of the real images' pixels where those are at hand.

Run with Debian's Python: /usr/bin/python3 tests/golden/images.py [FOLDER-OF-REAL-DATA]
"""

import base64
import hashlib
import io
import json
import pathlib
import struct
import sys
import zlib

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 19, 13


def text(data):
    return base64.b64encode(bytes(data)).decode()


def picture(width=WIDTH, height=HEIGHT):
    """Smooth colours with an edge in them, so that rows, columns and channels cannot be mistaken for each other."""
    y, x = np.mgrid[0:height, 0:width]
    rgb = np.stack([255 * x / (width - 1), 255 * y / (height - 1), 127 + 120 * np.sin(x / 3 + y / 2)], axis=2)
    rgb[2:5, 3:9] = [250, 20, 40]
    return Image.fromarray(rgb.astype(np.uint8))


def jpeg(image, **options):
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90, **options)
    return file.getvalue()


def png(image, **options):
    file = io.BytesIO()
    image.save(file, "PNG", **options)
    return file.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def raw_png(rows, width, height, depth, colour, interlaced=False, extra=b""):
    """A PNG from packed rows, for what Pillow cannot write."""
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def adam7(rgb):
    rows = []
    for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        part = rgb[y0::dy, x0::dx]
        if part.size:
            rows += [row.tobytes() for row in part]
    return raw_png(rows, rgb.shape[1], rgb.shape[0], 8, 2, interlaced=True)


def bits(values, depth):
    """Rows of numbers packed into bytes, the first in the highest bits."""
    return [np.packbits(np.unpackbits(row.astype(np.uint8)[:, None], axis=1)[:, 8 - depth:].reshape(-1)).tobytes() for row in values]


def files():
    rgb = picture()
    exif = Image.Exif()
    yield "jpeg 4:4:4", jpeg(rgb, subsampling=0), None
    yield "jpeg 4:2:0", jpeg(rgb, subsampling=2), None
    yield "jpeg progressive", jpeg(rgb, progressive=True), None
    yield "jpeg grey", jpeg(rgb.convert("L")), None
    yield "jpeg cmyk", jpeg(rgb.convert("CMYK")), None
    for orientation in range(1, 9):
        exif[0x0112] = orientation
        yield f"jpeg orientation {orientation}", jpeg(rgb, exif=exif), None
    for mode in "RGB", "RGBA", "L", "LA", "1":
        image = rgb.convert(mode) if mode != "RGBA" else Image.merge("RGBA", [*rgb.split(), rgb.convert("L")])
        yield f"png {mode}", png(image), None
    yield "png palette 8", png(rgb.quantize(200)), None
    yield "png palette 4", png(rgb.quantize(16), bits=4), None
    yield "png palette 2", png(rgb.quantize(4), bits=2), None
    yield "png palette transparent", png(rgb.quantize(30), transparency=3), None
    a = np.array(rgb)
    yield "png interlaced", adam7(a), a
    gamma = chunk(b"gAMA", struct.pack(">I", 100000))
    yield "png with gamma", raw_png([row.tobytes() for row in a], WIDTH, HEIGHT, 8, 2, extra=gamma), a
    deep = (a.astype(np.uint16) * 257 + 100 * (a % 3)).clip(0, 65535).astype(np.uint16)
    eight = np.round(deep / 257.0).astype(np.uint8)
    yield "png 16 bit", raw_png([row.astype(">u2").tobytes() for row in deep], WIDTH, HEIGHT, 16, 2), eight
    grey = deep[:, :, 0]
    yield "png 16 bit grey", raw_png([row.astype(">u2").tobytes() for row in grey], WIDTH, HEIGHT, 16, 0), np.repeat(eight[:, :, :1], 3, axis=2)
    for depth in (2, 4):
        levels = a[:, :, 0] >> (8 - depth)
        shown = (levels * (255 // (2**depth - 1))).astype(np.uint8)
        yield f"png {depth} bit grey", raw_png(bits(levels, depth), WIDTH, HEIGHT, depth, 0), np.repeat(shown[:, :, None], 3, axis=2)


def entry(name, data, expected):
    image = Image.open(io.BytesIO(data))
    if expected is None:
        from PIL import ImageOps

        expected = np.array(ImageOps.exif_transpose(image).convert("RGB"))
    # 16-bit grey has been "I;16" since Pillow 11; Debian's older one says "I".
    palette = len(image.palette.palette) // 3 if image.mode == "P" else None
    return {"name": name, "file": text(data), "width": image.width, "height": image.height, "mode": "I;16" if image.mode == "I" else image.mode, "palette": palette,
            "orientation": image.getexif().get(0x0112, 1), "pixels": text(expected.tobytes())}


def tensorflow(image, width, height):
    """tf.image.resize, bilinear, half-pixel centres, no antialiasing: floats."""
    a = np.asarray(image).astype(np.float64)
    h, w = a.shape[:2]

    def axis(n, m):
        at = np.clip((np.arange(m) + 0.5) * n / m - 0.5, 0, None)
        low = np.floor(at).astype(int).clip(0, n - 1)
        return low, (low + 1).clip(0, n - 1), (at - low)

    y0, y1, v = axis(h, height)
    x0, x1, u = axis(w, width)
    top = a[y0][:, x0] * (1 - u)[None, :, None] + a[y0][:, x1] * u[None, :, None]
    bottom = a[y1][:, x0] * (1 - u)[None, :, None] + a[y1][:, x1] * u[None, :, None]
    return top * (1 - v)[:, None, None] + bottom * v[:, None, None]


def resized():
    image = picture(47, 31)
    for width, height in [(47, 31), (20, 20), (10, 7), (100, 60), (3, 50), (1, 1), (46, 30)]:
        yield {"width": width, "height": height, "pillow": text(np.array(image.resize((width, height), Image.BILINEAR)).tobytes()),
               "tensorflow": text(tensorflow(image, width, height).astype("<f4").tobytes())}


def digests(folder):
    """By set, over the files in the order of their names, a SHA-256 of the pixels that Pillow reads, and the mean of the files' mean levels."""
    for name, pattern in [("intel", "seg_test/*/*"), ("animals10", "raw-img/*/*"), ("malaria", "cell_images/*/*"), ("voc", "JPEGImages/*")]:
        paths = sorted(folder.glob(f"{name}/{pattern}"), key=lambda p: p.relative_to(folder / name).as_posix())[::10]
        digest, means = hashlib.sha256(), []
        for path in paths:
            pixels = np.array(Image.open(path).convert("RGB"))
            digest.update(pixels.tobytes())
            means.append(pixels.mean())
        yield {"set": name, "files": len(paths), "sha256": digest.hexdigest(), "mean": round(float(np.mean(means)), 4)}


here = pathlib.Path(__file__)
source = picture(47, 31)
golden = {"files": [entry(*f) for f in files()], "resize": {"width": 47, "height": 31, "pixels": text(source.tobytes()), "cases": list(resized())}}
old = json.loads(here.with_suffix(".json").read_text()) if here.with_suffix(".json").exists() else {}
golden["real"] = list(digests(pathlib.Path(sys.argv[1]))) if len(sys.argv) > 1 else old.get("real", [])
here.with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n")
