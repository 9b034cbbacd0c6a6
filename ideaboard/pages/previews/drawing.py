"""Draws what a link shows in chats (1200 × 630) and the icons of the site."""

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from ideaboard.pages.previews.cloth import tile
from ideaboard.pages.previews.lettering import fitted, font, writable

SIZE = (1200, 630)
LABEL = (72, 66, 1128, 548)  # the white label sewn on the cloth
TOOTH = 24
INDIGO, MOTIF, TURMERIC = "#1d2860", "#4557a6", "#f3b53f"
WHITE, INK, MUTED, EDGE = "#ffffff", "#1a2142", "#535973", "#767b94"
TITLE_ROOMS = ((96, 2), (84, 2), (72, 3), (62, 3), (52, 4))  # size and how many lines of it fit
VERSION = 1  # part of the hash: raise it when the drawing changes


@dataclass(frozen=True)
class Words:
    """What is written: a line above the title, the title, a line at the foot; and the cloth below."""

    above: str
    title: str
    foot: str
    motif: str


def draw_preview(words: Words) -> bytes:
    """Return the PNG."""
    image = _cloth(words.motif)
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle(LABEL, 10, fill=WHITE)
    _stitch(pen, tuple(edge + step for edge, step in zip(LABEL, (16, 16, -16, -16), strict=True)))
    left, top, right, bottom = LABEL
    _write(pen, (left + 56, top + 52), _cut(writable(words.above), 34, right - left - 112), 34, MUTED)
    size, lines = fitted(writable(words.title) or "ideaboard", TITLE_ROOMS, right - left - 112)
    for n, line in enumerate(lines):
        _write(pen, (left + 56, top + 112 + n * round(size * 1.16)), line, size, INK, bold=2)
    _foot(image, pen, _cut(writable(words.foot), 34, 640), bottom - 92)
    return _png(image.quantize(64, dither=Image.Dither.NONE))


def draw_icon(size: int, maskable: bool = False) -> bytes:
    """Return the button on indigo as PNG; a maskable one keeps to the middle, because its corners are cut."""
    big = size * 4
    image = Image.new("RGBA", (big, big), INDIGO if maskable else (0, 0, 0, 0))
    if not maskable:
        ImageDraw.Draw(image).rounded_rectangle((0, 0, big - 1, big - 1), big // 4, fill=INDIGO)
    _button(image, big // 2, big // 2, round(big * (0.26 if maskable else 0.32)))
    return _png(image.resize((size, size), Image.Resampling.LANCZOS))


def _cloth(motif: str) -> Image.Image:
    image = Image.new("RGB", SIZE, INDIGO)
    square = tile(motif, 88, INDIGO, MOTIF)
    for x in range(0, SIZE[0], 88):
        for y in range(0, SIZE[1], 88):
            image.paste(square, (x, y))
    pen = ImageDraw.Draw(image)
    for x in range(0, SIZE[0], TOOTH * 2):
        pen.polygon([(x, SIZE[1]), (x + TOOTH, SIZE[1] - TOOTH), (x + TOOTH * 2, SIZE[1])], fill=TURMERIC)
    return image


def _stitch(pen: ImageDraw.ImageDraw, box: tuple[int, ...]) -> None:
    left, top, right, bottom = box
    for x in range(left, right - 8, 20):
        pen.line([(x, top), (x + 11, top)], EDGE, 3)
        pen.line([(x, bottom), (x + 11, bottom)], EDGE, 3)
    for y in range(top, bottom - 8, 20):
        pen.line([(left, y), (left, y + 11)], EDGE, 3)
        pen.line([(right, y), (right, y + 11)], EDGE, 3)


def _foot(image: Image.Image, pen: ImageDraw.ImageDraw, text: str, y: int) -> None:
    right = LABEL[2] - 56
    _write(pen, (LABEL[0] + 56, y), text, 34, INK, bold=1)
    name = "ideaboard"
    _write(pen, (right - round(font(38).getlength(name)), y - 3), name, 38, INK, bold=1)
    _button(image, right - round(font(38).getlength(name)) - 40, y + 20, 24)


def _button(image: Image.Image, x: int, y: int, radius: int) -> None:
    """Draw the mark: a turmeric button with its four holes."""
    pen = ImageDraw.Draw(image)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=TURMERIC)
    step, hole = radius * 0.31, radius * 0.19
    for dx in (-step, step):
        for dy in (-step, step):
            pen.ellipse((x + dx - hole, y + dy - hole, x + dx + hole, y + dy + hole), fill=INDIGO)


def _write(pen: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int, ink: str, bold: int = 0) -> None:
    pen.text(at, text, font=font(size), fill=ink, stroke_width=bold, stroke_fill=ink)


def _cut(text: str, size: int, width: int) -> str:
    return fitted(text, ((size, 1),), width)[1][0] if text else ""


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
