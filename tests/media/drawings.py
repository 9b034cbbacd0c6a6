"""Pictures for tests, drawn in memory."""

import io
import random
import struct
import zlib

from PIL import Image

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def encoded(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def noise(width, height):
    return Image.frombytes("RGB", (width, height), random.Random(7).randbytes(width * height * 3))


def quarters():
    """A picture of 64 x 32: red and green above, blue and white below."""
    image = Image.new("RGB", (2, 2))
    for place, colour in zip([(0, 0), (1, 0), (0, 1), (1, 1)], [RED, GREEN, BLUE, WHITE], strict=True):
        image.putpixel(place, colour)
    return image.resize((64, 32), Image.Resampling.NEAREST)


def png(width, height, *chunks):
    """A PNG that declares a size and holds whatever chunks we like."""
    header = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    parts = [struct.pack(">I", len(b)) + t + b + struct.pack(">I", zlib.crc32(t + b)) for t, b in [header, *chunks]]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)
