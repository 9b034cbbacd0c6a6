"""Charts drawn by the server: where everything stands in the picture, in units of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 320
_TALL = 120  # of the columns and the line
_ABOVE, _BELOW = 16, 18  # room for the values and the names
_ROW, _BAR = 34, 12  # of a chart with rows


@dataclass(frozen=True)
class Value:
    """One value: its name, its size (None: there is none), and how it is written."""

    name: str
    size: float | None
    said: str


@dataclass(frozen=True)
class Mark:
    """A bar or a point with its words: the middle of the name and of the value."""

    x: float
    y: float
    width: float
    height: float
    name: str
    said: str


@dataclass(frozen=True)
class Chart:
    """A picture and what it says: `values` are the rows of the table beside it."""

    height: float
    values: Sequence[Value]
    marks: Sequence[Mark] = ()
    lines: Sequence[str] = ()  # points of polylines: a gap where there is no value
    names: Sequence[tuple[float, str]] = ()  # below a line: where each stands
    width: int = WIDTH

    @property
    def label(self) -> str:
        """Say everything in one line, for who does not see the picture."""
        return "; ".join(f"{value.name}: {value.said}" for value in self.values)

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to see in it."""
        return not any(value.size for value in self.values)


def columns(values: Sequence[Value]) -> Chart:
    """Return standing bars, one beside the other."""
    step, highest = WIDTH / max(len(values), 1), _highest(values)
    marks = []
    for place, value in enumerate(values):
        height = round(_TALL * (value.size or 0) / highest, 1)
        x, y = round(place * step + step * 0.15, 1), round(_ABOVE + _TALL - height, 1)
        marks.append(Mark(x, y, round(step * 0.7, 1), height, value.name, value.said if value.size else ""))
    return Chart(_ABOVE + _TALL + _BELOW, values, marks)


def rows(values: Sequence[Value], highest: float = 0) -> Chart:
    """Return lying bars, one below the other, each under its name; `highest` is the whole width."""
    highest = highest or _highest(values)
    marks = [
        Mark(0, place * _ROW + 18, round(WIDTH * (value.size or 0) / highest, 1), _BAR, value.name, value.said)
        for place, value in enumerate(values)
    ]
    return Chart(len(values) * _ROW, values, marks)


def line(values: Sequence[Value]) -> Chart:
    """Return points joined by a line, which has a gap where there is no value."""
    step, highest = WIDTH / max(len(values), 1), _highest(values)
    marks: list[Mark] = []
    runs: list[list[Mark]] = [[]]
    for place, value in enumerate(values):
        if value.size is None:
            runs.append([])
            continue
        y = round(_ABOVE + _TALL * (1 - value.size / highest), 1)
        said = value.said if value.size == highest else ""  # one tells the scale; the table tells them all
        marks.append(Mark(round(place * step + step / 2, 1), y, 0, 0, value.name, said))
        runs[-1].append(marks[-1])
    lines = [" ".join(f"{mark.x},{mark.y}" for mark in run) for run in runs if len(run) > 1]
    names = [(round(place * step + step / 2, 1), value.name) for place, value in enumerate(values)]
    return Chart(_ABOVE + _TALL + _BELOW, values, marks, lines, names)


def _highest(values: Sequence[Value]) -> float:
    return max([value.size or 0 for value in values], default=0) or 1
