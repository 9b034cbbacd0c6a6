"""Reads a QR code from its SVG as a telephone reads clean paper: versions 1 to 3, plain bytes, no correction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

Matrix = list[list[bool]]
MASKS = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, x: y % 2 == 0,
    lambda y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)


def modules(svg: str, border: int = 4) -> Matrix:
    """Return what is dark in the drawing, without its quiet margin, which has to be light."""
    drawn = ElementTree.fromstring(svg)
    side = int(float((drawn.get("viewBox") or "").split()[2]))
    dark = [[False] * side for _ in range(side)]
    [path] = [part for part in drawn.iter() if part.get("stroke")]
    x, y = 0.0, 0.0
    for sign, numbers in re.findall(r"([Mmh])([^Mmh]*)", path.get("d") or ""):
        steps = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if sign == "h":
            for place in range(int(x), int(x + steps[0])):
                dark[int(y)][place] = True
            x += steps[0]
        else:
            x, y = (steps[0], steps[1]) if sign == "M" else (x + steps[0], y + steps[1])
    inner = range(border, side - border)
    assert sum(map(sum, dark)) == sum(dark[row][column] for row in inner for column in inner)
    return [[dark[row][column] for column in inner] for row in inner]


def text_of(code: Matrix) -> str:
    """Return the text of a code of version 1 to 3."""
    side = len(code)
    assert side in (21, 25, 29)
    mask = MASKS[_number(code[8][2:5]) ^ 0b101]  # of the format bits, which are XORed with 101010000010010
    bits = [code[y][x] != mask(y, x) for y, x in _walk(side)]
    words = _blocks_in_order(
        [bits[n : n + 8] for n in range(0, len(bits) - 7, 8)], side, _number(code[8][:2]) ^ 0b10
    )
    said = [bit for word in words for bit in word]
    assert _number(said[:4]) == 0b0100, "not in bytes"
    length = _number(said[4:12])
    return bytes(_number(said[12 + 8 * n : 20 + 8 * n]) for n in range(length)).decode()


def _blocks_in_order(words: Matrix, side: int, level: int) -> Matrix:
    """Version 3 has two blocks at the levels Q and H, whose words take turns."""
    per_block = {0b11: 17, 0b10: 13}.get(level) if side == 29 else None
    return [*words[: 2 * per_block : 2], *words[1 : 2 * per_block : 2]] if per_block else words


def _number(bits: list[bool]) -> int:
    return int("".join("1" if bit else "0" for bit in bits), 2)


def _walk(side: int) -> Iterator[tuple[int, int]]:
    """Go up and down in columns of two from the right, past everything that is no data."""
    upwards = True
    for right in (*range(side - 1, 6, -2), 5, 3, 1):
        for y in range(side - 1, -1, -1) if upwards else range(side):
            for x in (right, right - 1):
                if not _is_pattern(y, x, side):
                    yield y, x
        upwards = not upwards


def _is_pattern(y: int, x: int, side: int) -> bool:
    corner = (y < 9 and (x < 9 or x >= side - 8)) or (x < 9 and y >= side - 8)
    small = side > 21 and abs(y - (side - 7)) <= 2 and abs(x - (side - 7)) <= 2
    return corner or small or 6 in (x, y)
