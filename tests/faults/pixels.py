"""A small picture."""

from __future__ import annotations

import io

from PIL import Image


def small_picture(shade: int = 90) -> bytes:
    """Return a PNG of 64 by 64 pixels."""
    file = io.BytesIO()
    Image.new("RGB", (64, 64), (shade, 120, 60)).save(file, "PNG")
    return file.getvalue()
