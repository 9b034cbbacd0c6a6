"""The five cloths as lines on a tile of 44 units, drawn fine and scaled down."""

from collections.abc import Callable

from PIL import Image, ImageDraw

UNIT = 44
FINE = 4  # drawn four times as large, so that the edges come out smooth
Points = list[tuple[float, float]]
Line = Points


def tile(motif: str, size: int, ground: str, ink: str) -> Image.Image:
    """Return one square of the cloth, `size` pixels wide."""
    scale = size * FINE / UNIT
    image = Image.new("RGB", (size * FINE, size * FINE), ground)
    pen = ImageDraw.Draw(image)
    for line in LINES.get(motif, _kawung)():
        pen.line([(x * scale, y * scale) for x, y in line], fill=ink, width=round(1.6 * scale), joint="curve")
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _curve(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]) -> Line:
    """Return a Bézier curve from `a` to `d` as a line of many points."""
    line = []
    for step in range(17):
        t = step / 16
        parts = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        line.append(tuple(sum(w * p[axis] for w, p in zip(parts, (a, b, c, d), strict=True)) for axis in (0, 1)))
    return line  # type: ignore[return-value]


def _turned(lines: list[Line], times: int = 4) -> list[Line]:
    """Return the lines and their quarter turns about the middle of the tile."""
    turned = list(lines)
    for _n in range(times - 1):
        lines = [[(UNIT - y, x) for x, y in line] for line in lines]
        turned += lines
    return turned


def _kawung() -> list[Line]:
    petal = [_curve((2, 2), (16, 2), (22, 8), (22, 22)), _curve((22, 22), (8, 22), (2, 16), (2, 2))]
    strokes: list[Line] = [[(10, 10), (14, 14)], [(22, 1), (22, 5)]]
    return _turned([*petal, *strokes])


def _parang() -> list[Line]:
    rails = [[(-4.0, c + 4.0), (c + 4.0, -4.0)] for c in (-3, 3, 19, 25, 41, 47, 63, 69, 85, 91)]
    blades = [
        _curve((x, y), (x + 7, y - 3), (x - 1, y - 6), (x + 6, y - 9))
        for start in (11, 33, 55, 77)
        for x, y in ((k, start - k + 5.5) for k in range(-11, 56, 11))
    ]
    return [*rails, *blades]


def _anyaman() -> list[Line]:
    return [
        *(line for x, y in ((3.0, 3.0), (25.0, 25.0)) for line in _woven(x, y)),
        *([(b, a) for a, b in line] for x, y in ((3.0, 25.0), (25.0, 3.0)) for line in _woven(x, y)),
    ]


def _woven(x: float, y: float) -> list[Line]:
    return [_box(x, y), [(x, y + 5), (x + 16, y + 5)], [(x, y + 11), (x + 16, y + 11)]]


def _box(x: float, y: float) -> Line:
    return [(x, y), (x + 16, y), (x + 16, y + 16), (x, y + 16), (x, y)]


def _truntum() -> list[Line]:
    star: list[Line] = [[(10, 22), (34, 22)], [(22, 10), (22, 34)], [(14, 14), (30, 30)], [(30, 14), (14, 30)]]
    corners: list[Line] = [
        line
        for x in (0, 44)
        for y in (0, 44)
        for line in ([(x - 8.0, float(y)), (x + 8.0, float(y))], [(float(x), y - 8.0), (float(x), y + 8.0)])
    ]
    return [*star, *corners]


def _tumpal() -> list[Line]:
    return [
        [(0, 41), (22, 5), (44, 41)],
        [(8, 41), (22, 18), (36, 41)],
        [(22, 41), (22, 28)],
        [(17, 41), (22, 35), (27, 41)],
        [(0, 43), (44, 43)],
        [(0, 12), (0, 21)],
        [(44, 12), (44, 21)],
    ]


LINES: dict[str, Callable[[], list[Line]]] = {
    "kawung": _kawung,
    "parang": _parang,
    "anyaman": _anyaman,
    "truntum": _truntum,
    "tumpal": _tumpal,
}
