"""The sheet that demo pictures are drawn on, its colours, and the motifs of the cloth."""

import math
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw, ImageFont

COLOURS = {
    "mori": "#f6f6f3",
    "kain": "#ffffff",
    "lipat": "#ebebf1",
    "bayang": "#b9ae9c",
    "tinta": "#1a2142",
    "nila": "#2c3d86",
    "pita": "#1d2860",
    "kunyit": "#f3b53f",
    "krem": "#fdf0d2",
    "pandan": "#17613f",
    "daun": "#86b88f",
    "merah": "#a02a28",
    "kopi": "#6b4630",
    "tanah": "#c9a36b",
    "langit": "#dfe6f5",
    "meja": "#e6d9c2",
}
_FINE = 2  # Drawn this much larger and made smaller, so that edges are smooth.


class Sheet:
    """A canvas whose units are the pixels of the finished picture."""

    def __init__(self, size: tuple[int, int], ground: str) -> None:
        self.size = size
        self.image = Image.new("RGB", (size[0] * _FINE, size[1] * _FINE), COLOURS[ground])
        self.pen = ImageDraw.Draw(self.image)

    def shape(self, points: Sequence[tuple[float, float]], fill: str, line: str = "tinta", width: int = 3) -> None:
        """Draw a closed shape with an outline."""
        scaled = [(x * _FINE, y * _FINE) for x, y in points]
        self.pen.polygon(scaled, fill=COLOURS[fill])
        if width:
            self.pen.line([*scaled, scaled[0], scaled[1]], fill=COLOURS[line], width=width * _FINE, joint="curve")

    def box(self, x: float, y: float, w: float, h: float, fill: str, radius: float = 8, width: int = 3) -> None:
        """Draw a box with round corners."""
        corners = tuple(value * _FINE for value in (x, y, x + w, y + h))
        self.pen.rounded_rectangle(
            corners,
            radius * _FINE,
            fill=COLOURS[fill],
            outline=COLOURS["tinta"] if width else None,
            width=width * _FINE,
        )

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str, width: int = 0) -> None:
        """Draw an oval around (x, y)."""
        corners = tuple(value * _FINE for value in (x - rx, y - ry, x + rx, y + ry))
        self.pen.ellipse(
            corners, fill=COLOURS[fill], outline=COLOURS["tinta"] if width else None, width=width * _FINE
        )

    def stroke(self, points: Sequence[tuple[float, float]], colour: str = "tinta", width: int = 4) -> None:
        """Draw a line."""
        self.pen.line([(x * _FINE, y * _FINE) for x, y in points], COLOURS[colour], width * _FINE, joint="curve")

    def words(self, x: float, y: float, text: str, size: int, colour: str = "tinta") -> None:
        """Write centred on (x, y)."""
        font = ImageFont.load_default(size * _FINE)
        self.pen.text((x * _FINE, y * _FINE), text, fill=COLOURS[colour], font=font, anchor="mm", align="center")

    def finished(self) -> Image.Image:
        """Return the picture in its true size."""
        return self.image.reduce(_FINE)


# Cloth: one repeat of each motif around (x, y), 40 pixels wide


def _kawung(sheet: Sheet, x: float, y: float) -> None:
    for dx, dy in ((-10, -10), (10, -10), (-10, 10), (10, 10)):
        sheet.oval(x + dx, y + dy, 8, 8, "nila")
        sheet.oval(x + dx, y + dy, 2, 2, "kunyit")


def _parang(sheet: Sheet, x: float, y: float) -> None:
    sheet.shape([(x - 18, y + 18), (x - 4, y + 18), (x + 18, y - 18), (x + 4, y - 18)], "nila", width=0)
    sheet.oval(x, y, 4, 4, "kunyit")


def _anyaman(sheet: Sheet, x: float, y: float) -> None:
    sheet.box(x - 18, y - 17, 16, 34, "nila", 2, 0)
    sheet.box(x + 2, y - 8, 34, 16, "kunyit" if int(x) % 80 else "nila", 2, 0)


def _truntum(sheet: Sheet, x: float, y: float) -> None:
    for turn in range(8):
        angle = math.pi * turn / 4
        sheet.stroke([(x, y), (x + 14 * math.cos(angle), y + 14 * math.sin(angle))], "nila", 3)
    sheet.oval(x, y, 4, 4, "kunyit")


def _tumpal(sheet: Sheet, x: float, y: float) -> None:
    sheet.shape([(x - 18, y + 18), (x + 18, y + 18), (x, y - 18)], "nila", width=0)
    sheet.oval(x, y + 8, 4, 4, "kunyit")


MOTIFS: dict[str, Callable[[Sheet, float, float], None]] = {
    "kawung": _kawung,
    "parang": _parang,
    "anyaman": _anyaman,
    "truntum": _truntum,
    "tumpal": _tumpal,
}
