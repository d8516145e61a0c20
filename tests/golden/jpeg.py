"""Decodes the JPEG files in jpeg.json with Pillow and writes the pixels beside them.

The files are those of ImageNotebooks.Jpeg (JpegTests says which); this script says what an independent decoder makes of them.
"""
import base64
import io
import json
import pathlib

from PIL import Image

PATH = pathlib.Path(__file__).with_suffix(".json")


def pattern(width, height, channels):
    """The same numbers as JpegTests.Pattern."""
    return [
        min(255, 20 + (x * (3 + c) + y * (5 - c)) * 2 % 150 + (60 if x > width // 2 else 0) + ((x + y) % 2 * 40 if x < 8 and y < 8 else 0))
        for y in range(height) for x in range(width) for c in range(channels)
    ]


cases = json.loads(PATH.read_text())
for name, case in cases.items():
    picture = Image.open(io.BytesIO(base64.b64decode(case["file"])))
    assert picture.format == "JPEG" and picture.mode == {1: "L", 3: "RGB", 4: "CMYK"}[case["channels"]], name
    assert picture.size == (case["width"], case["height"]), name
    decoded = picture.tobytes()
    error = [abs(a - b) for a, b in zip(decoded, pattern(case["width"], case["height"], case["channels"]))]
    case["pixels"] = base64.b64encode(decoded).decode()
    # What Pillow's own encoder loses at this quality, and a little more.
    again = io.BytesIO()
    Image.frombytes(picture.mode, picture.size, bytes(pattern(case["width"], case["height"], case["channels"]))).save(
        again, "JPEG", quality=case["quality"], subsampling=2 if case["halve"] and case["channels"] == 3 else 0)
    theirs = Image.open(again).tobytes()
    lost = [abs(a - b) for a, b in zip(theirs, pattern(case["width"], case["height"], case["channels"]))]
    case["tolerance"] = round(sum(lost) / len(lost) * 1.05 + 0.05, 3)
    print(name, "mean error %.3f, Pillow's own %.3f" % (sum(error) / len(error), sum(lost) / len(lost)))
PATH.write_text(json.dumps(cases, indent=1) + "\n")
