"""Pictures that people send: checked by content, drawn anew without their metadata, written as WebP.

Nothing of the file that was sent is kept but its colours. Pillow is imported when the first picture comes.
"""

import io
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ideaboard.media.signature import Kind, is_cut_off, kind_of, wastes_time

if TYPE_CHECKING:
    from PIL.Image import Image

Size = tuple[int, int]

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 25_000_000
MAX_SIDE = 12_000
FULL_BOX = (1600, 1600)
FULL_QUALITY = 80
THUMB_BOX = (480, 960)
THUMB_BYTES = 40_000
THUMB_QUALITIES = (75, 60, 45, 30)


class Refusal(StrEnum):
    """Why a picture was not taken; the sentences are in `messages.py`."""

    TOO_LARGE = "too_large"
    NOT_A_PICTURE = "not_a_picture"
    WRONG_TYPE = "wrong_type"
    TOO_MANY_PIXELS = "too_many_pixels"
    DAMAGED = "damaged"


class PictureRefused(Exception):
    """The file cannot be taken as a picture; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class EncodedPicture:
    """Two WebP files of one picture and their sizes in pixels, as seen after turning it upright."""

    full: bytes
    thumb: bytes
    width: int
    height: int
    thumb_width: int
    thumb_height: int


def check_and_encode(data: bytes) -> EncodedPicture:
    """Return the picture in `data` (a JPEG, PNG or WebP file; of an animation the first frame).

    `full` has at most 1,600 pixels a side, `thumb` at most 480 across, 960 down and 40,000 bytes; neither is
    ever larger than the original. Takes up to a second and, with the largest pictures, 250 MB (WebP 450 MB):
    call it outside transactions and for few pictures at a time. Raises PictureRefused.
    """
    picture = _decode(data, _kind(data))
    small, thumb = _thumbnail(picture)
    return EncodedPicture(_webp(picture, FULL_QUALITY), thumb, *picture.size, *small.size)


def _kind(data: bytes) -> Kind:
    if len(data) > MAX_BYTES:
        raise PictureRefused(Refusal.TOO_LARGE)
    kind = kind_of(data)
    if kind is None:
        raise PictureRefused(Refusal.NOT_A_PICTURE)
    if kind == "OTHER":
        raise PictureRefused(Refusal.WRONG_TYPE)
    if is_cut_off(data, kind) or wastes_time(data, kind):
        raise PictureRefused(Refusal.DAMAGED)
    return kind


def _decode(data: bytes, kind: Kind) -> "Image":
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=(kind,)) as image:
            _check_size(image.size)
            return _draw_anew(image)
    except PictureRefused:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PictureRefused(Refusal.TOO_MANY_PIXELS) from error
    except Exception as error:
        # Decoders answer broken files with almost any exception; to the sender they all mean the same.
        raise PictureRefused(Refusal.DAMAGED) from error


def _check_size(size: Size) -> None:
    if size[0] * size[1] > MAX_PIXELS or max(size) > MAX_SIDE:
        raise PictureRefused(Refusal.TOO_MANY_PIXELS)


def _draw_anew(image: "Image") -> "Image":
    """Return a fresh RGB picture in a 1,600 pixel box: upright, in sRGB, on white, without metadata."""
    size = _fit(image.size, FULL_BOX)
    # A JPEG can be decoded at a half, a quarter or an eighth of its size, which saves most of the work.
    image.draft(None, size)
    plain = _without_special_modes(image)
    pixels = _on_white(plain.resize(size, reducing_gap=2.0) if plain.size != size else plain)
    return _upright(_in_srgb(pixels, image.info.get("icc_profile")), image)


def _fit(size: Size, box: Size) -> Size:
    scale = min(1, box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _without_special_modes(image: "Image") -> "Image":
    """Return `image` as grey, RGB, RGBA or CMYK with 8 bits each; the others cannot be resized well."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 257).convert("L")
        image.info.pop("transparency", None)
    mode = "RGBA" if image.has_transparency_data else image.mode
    mode = mode if mode in ("L", "RGB", "RGBA", "CMYK") else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _on_white(image: "Image") -> "Image":
    if image.mode != "RGBA":
        return image
    from PIL import Image

    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _in_srgb(image: "Image", profile: bytes | None) -> "Image":
    from PIL import Image

    fresh = Image.new("RGB", image.size)
    fresh.paste((profile and _converted(image, profile)) or image.convert("RGB"))
    return fresh


def _converted(image: "Image", profile: bytes) -> "Image | None":
    """Return `image` with its colours moved to sRGB, or None if its profile is broken or for other colours."""
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except Exception:
        return None  # What the numbers say without a profile is close enough.


def _upright(image: "Image", original: "Image") -> "Image":
    """Turn `image` as the metadata of `original` says; a broken note is no reason to refuse a picture."""
    from PIL import ExifTags, ImageOps

    try:
        image.getexif()[ExifTags.Base.Orientation] = original.getexif()[ExifTags.Base.Orientation]
        return ImageOps.exif_transpose(image)
    except Exception:
        return image


def _thumbnail(picture: "Image") -> tuple["Image", bytes]:
    """Return the small picture and its file: worse first, then smaller, until it is light enough."""
    box = THUMB_BOX
    while True:
        small = picture.resize(_fit(picture.size, box))
        for quality in THUMB_QUALITIES:
            data = _webp(small, quality)
            if len(data) <= THUMB_BYTES:
                return small, data
        box = (box[0] * 3 // 4, box[1] * 3 // 4)


def _webp(image: "Image", quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality)
    return out.getvalue()
