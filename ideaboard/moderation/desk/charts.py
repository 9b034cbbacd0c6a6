"""Small bars drawn by the server: where each one stands, in whole units of the picture."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP = 160, 44, 6


@dataclass(frozen=True)
class Bar:
    """One bar of a chart."""

    x: int
    y: int
    width: int
    height: int


def bars(values: Sequence[int]) -> list[Bar]:
    """Return a bar for each value, the highest as high as the picture; nothing still shows a line."""
    width = (WIDTH + GAP) // max(len(values), 1) - GAP
    highest = max([*values, 1])
    tall = [max(2, value * (HEIGHT - 2) // highest) for value in values]
    return [Bar(place * (width + GAP), HEIGHT - size, width, size) for place, size in enumerate(tall)]
