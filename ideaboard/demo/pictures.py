"""Drawn pictures of the demo: covers with a strip of cloth, sketches of ideas, and logos."""

import io
import math
from collections.abc import Callable
from typing import Any

from PIL import Image

from ideaboard.demo.sheet import MOTIFS, Sheet
from ideaboard.media.images import EncodedPicture

SIZE = (720, 480)
LOGO_SIZE = (320, 320)
Spec = dict[str, Any]


def picture(spec: Spec) -> EncodedPicture:
    """Draw what `spec` asks for: {"draw": a kind, "colours": two names, "words": lines, "motif": a cloth}."""
    sheet = Sheet(LOGO_SIZE, spec["colours"][0]) if spec["draw"] == "logo" else _table(spec)
    KINDS[spec["draw"]](sheet, spec["colours"], spec.get("words", []))
    return encode(sheet.finished())


def encode(image: Image.Image) -> EncodedPicture:
    """Return the two files of a picture that we drew ourselves; like any other, but nothing in it to check."""
    small = image.resize((480, image.height * 480 // image.width)) if image.width > 480 else image
    return EncodedPicture(_webp(image, 82), _webp(small, 75), *image.size, *small.size)


def _webp(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=3)
    return out.getvalue()


def _table(spec: Spec) -> Sheet:
    """Return a sheet with a table, and with a strip of cloth at its foot when the picture is a cover."""
    sheet = Sheet(SIZE, spec.get("ground", "langit"))
    sheet.shape([(0, 350), (720, 350), (720, 480), (0, 480)], "meja", width=0)
    if motif := spec.get("motif"):
        sheet.shape([(0, 400), (720, 400), (720, 480), (0, 480)], "pita", width=0)
        for x in range(0, 760, 40):
            for y in (420, 460):
                MOTIFS[motif](sheet, x, y)
    return sheet


# Things


def _pouch(sheet: Sheet, colours: list[str], words: list[str]) -> None:
    sheet.oval(360, 392, 170, 20, "bayang")
    sides = [(255, 90), (465, 90), (478, 240), (490, 380), (230, 380), (242, 240)]
    sheet.shape(sides, colours[0])
    teeth = [(255 + step * 10.5, 90 if step % 2 else 78) for step in range(21)]
    sheet.shape([*teeth, (465, 112), (255, 112)], colours[1])
    sheet.box(275, 165, 170, 130, "kain")
    _lines(sheet, 360, 230, words)
    for x, y in ((150, 375), (205, 392), (545, 385), (590, 370), (630, 392)):
        sheet.oval(x, y, 30, 14, "kunyit", 3)
        sheet.oval(x, y, 10, 5, "krem")


def _bottle(sheet: Sheet, colours: list[str], words: list[str]) -> None:
    sheet.oval(360, 392, 110, 16, "bayang")
    sheet.box(335, 70, 50, 40, colours[1])
    neck = [
        (340, 108),
        (380, 108),
        (384, 150),
        (430, 200),
        (432, 370),
        (415, 388),
        (305, 388),
        (288, 370),
        (290, 200),
    ]
    sheet.shape([*neck, (336, 150)], colours[0])
    sheet.box(294, 225, 132, 110, "kain", 4)
    _lines(sheet, 360, 280, words)
    sheet.stroke([(310, 205), (310, 360)], "krem", 5)


def _bag(sheet: Sheet, colours: list[str], words: list[str]) -> None:
    sheet.oval(360, 394, 210, 18, "bayang")
    sheet.stroke([(275, 170), (290, 85), (430, 85), (445, 170)], "tinta", 12)
    sheet.box(190, 165, 340, 222, colours[0], 22)
    sheet.box(190, 165, 340, 120, colours[1], 22)
    for column in range(7):
        x = 222 + column * 46
        sheet.shape([(x, 200), (x + 18, 224), (x, 248), (x - 18, 224)], "kunyit", "kain", 2)
        sheet.shape([(x, 213), (x + 8, 224), (x, 235), (x - 8, 224)], "merah", width=0)
    _lines(sheet, 360, 335, words, "kain" if colours[0] in ("tinta", "nila", "pita", "pandan", "kopi") else "tinta")


def _weave(sheet: Sheet, colours: list[str], words: list[str]) -> None:
    sheet.box(250, 45, 220, 345, colours[0], 10)
    for row in range(17):
        for column in range(11):
            if (row + column) % 2:
                sheet.box(253 + column * 19.6, 50 + row * 20, 18, 17, colours[1], 3, 0)
    for row in range(len(words)):
        y = 90 + row * 100
        sheet.box(268, y, 184, 76, "krem", 6)
        sheet.words(360, y + 38, words[row], 22)


def _tin(sheet: Sheet, colours: list[str], words: list[str]) -> None:
    sheet.oval(360, 390, 130, 18, "bayang")
    for dx, top in ((-50, 70), (0, 40), (48, 80)):
        sheet.stroke([(360, 190), (360 + dx, top + 30)], "pandan", 6)
        sheet.oval(360 + dx, top + 25, 30, 22, "daun", 3)
    sheet.shape([(260, 185), (460, 185), (446, 385), (274, 385)], colours[0])
    sheet.oval(360, 187, 100, 16, colours[1], 3)
    sheet.box(285, 235, 150, 100, "kain")
    _lines(sheet, 360, 285, words)


def _label(sheet: Sheet, colours: list[str], words: list[str]) -> None:
    sheet.box(170, 40, 380, 330, colours[0], 14)
    sheet.box(186, 56, 348, 298, colours[0], 8, 2)
    sheet.shape([(205, 130), (255, 98), (320, 130), (255, 162)], colours[1])
    sheet.shape([(312, 130), (342, 106), (342, 154)], colours[1])
    sheet.oval(235, 124, 5, 5, "kain")
    sheet.box(385, 85, 135, 76, "kain")
    _lines(sheet, 452, 123, words[:2])
    sheet.words(360, 205, words[2] if len(words) > 2 else "Abon ikan", 34, colours[1])
    for row in range(5):
        sheet.stroke([(215, 250 + row * 19), (505 - (row % 3) * 40, 250 + row * 19)], colours[1], 5)


def _soap(sheet: Sheet, colours: list[str], words: list[str]) -> None:
    sheet.oval(360, 380, 220, 20, "bayang")
    sheet.box(160, 190, 400, 185, colours[0], 40)
    sheet.box(270, 188, 180, 189, colours[1], 4)
    _lines(sheet, 360, 283, words, "kain")
    for x, y, r in ((190, 120, 34), (260, 90, 22), (470, 110, 28), (540, 140, 18), (420, 60, 14)):
        sheet.oval(x, y, r, r, "kain", 3)


def _lanes(sheet: Sheet, colours: list[str], words: list[str]) -> None:
    sheet.box(60, 40, 600, 340, "mori", 14)
    for y in (120, 215, 310):
        sheet.stroke([(90, y), (630, y)], "lipat", 30)
        for x in range(120, 640, 85):
            sheet.shape([(x - 22, y - 24), (x + 22, y - 24), (x, y - 48)], colours[0], width=2)
            sheet.box(x - 18, y - 24, 36, 26, "kain", 2, 2)
    sheet.stroke([(90, 130), (600, 130), (600, 225), (120, 225), (120, 320), (380, 320)], colours[1], 5)
    for x, y in ((600, 130), (120, 225), (380, 320)):
        sheet.oval(x, y, 14, 14, "kunyit", 3)
    for number, word in enumerate(words):
        sheet.words(560, 330 + number * 24, word, 20)


def _sack(sheet: Sheet, colours: list[str], words: list[str]) -> None:
    sheet.oval(360, 392, 150, 18, "bayang")
    body = [(300, 140), (420, 140), (480, 230), (500, 340), (460, 388), (260, 388), (220, 340), (240, 230)]
    sheet.shape(body, colours[0])
    sheet.shape([(290, 80), (430, 80), (415, 142), (305, 142)], colours[0])
    sheet.stroke([(298, 142), (422, 142)], colours[1], 12)
    sheet.oval(360, 275, 66, 66, "kain", 3)
    _lines(sheet, 360, 275, words)


def _card(sheet: Sheet, colours: list[str], words: list[str]) -> None:
    sheet.box(150, 70, 420, 270, colours[0], 18)
    sheet.box(150, 70, 420, 74, colours[1], 18)
    _lines(sheet, 360, 107, words[:1], "kain")
    for number in range(8):
        x, y = 205 + (number % 4) * 103, 195 + (number // 4) * 90
        sheet.oval(x, y, 32, 32, "kunyit" if number < 5 else "kain", 3)
        sheet.words(x, y, str(number + 1), 22)


def _message(sheet: Sheet, colours: list[str], words: list[str]) -> None:
    sheet.box(235, 25, 250, 410, "tinta", 30)
    sheet.box(248, 55, 224, 350, "kain", 12, 0)
    sheet.box(262, 90, 180, 44 + 28 * len(words), colours[0], 14, 0)
    for number, word in enumerate(words):
        sheet.words(352, 126 + number * 28, word, 18)
    sheet.box(370, 290, 84, 52, colours[1], 14, 0)
    sheet.words(412, 316, "1", 26, "kain")


def _ice(sheet: Sheet, colours: list[str], words: list[str]) -> None:
    for number, x in enumerate((230, 360, 490)):
        sheet.box(x - 14, 290, 28, 100, "tanah", 10)
        sheet.box(x - 48, 70, 96, 240, colours[number % 2], 46)
        sheet.stroke([(x - 24, 120), (x - 24, 230)], "krem", 8)
        if number < len(words):
            sheet.words(x, 260, words[number], 18, "tinta" if number != 1 else "kain")


def _logo(sheet: Sheet, colours: list[str], words: list[str]) -> None:
    sheet.oval(160, 160, 146, 146, colours[1])
    sheet.oval(160, 160, 132, 132, colours[0])
    for turn in range(24):
        angle = math.pi * turn / 12
        sheet.oval(160 + 119 * math.cos(angle), 160 + 119 * math.sin(angle), 6, 6, colours[1])
    sheet.words(160, 160, words[0], 96, colours[1])


def _lines(sheet: Sheet, x: float, y: float, words: list[str], colour: str = "tinta") -> None:
    """Write up to four words under each other, as large as the longest allows."""
    size = min(30, 190 // max(len(word) for word in words) + 6) if words else 0
    for number, word in enumerate(words):
        sheet.words(x, y + (number - (len(words) - 1) / 2) * size * 1.3, word, size, colour)


KINDS: dict[str, Callable[[Sheet, list[str], list[str]], None]] = {
    "pouch": _pouch,
    "bottle": _bottle,
    "bag": _bag,
    "weave": _weave,
    "tin": _tin,
    "label": _label,
    "soap": _soap,
    "lanes": _lanes,
    "sack": _sack,
    "card": _card,
    "message": _message,
    "ice": _ice,
    "logo": _logo,
}
