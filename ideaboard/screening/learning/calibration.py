"""Turn margins into probabilities, and find the probability that so many kept posts reach by mistake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, log1p, nextafter

from ideaboard.screening.learning.weights import probability
from ideaboard.screening.settings import POINTS

# A share of 1 in 1,000 cannot be counted among fewer posts; below this many even the tail says nothing.
LEAST_KEPT = 200
_TAIL = 0.1  # the highest tenth of the kept posts tells how fast they thin out
_COUNTED = 3  # so many mistakes make a share a count and not chance
_ROUNDS = 50
_CLOSE = 1e-7


@dataclass(frozen=True)
class Calibration:
    """A logistic of the margin (Platt): what the model says becomes what is true so often."""

    slope: float = 1.0
    offset: float = 0.0

    def __call__(self, margin: float) -> float:
        """Return the probability of a margin."""
        return probability(self.slope * margin + self.offset)

    def as_data(self) -> dict[str, float]:
        """Return it as JSON can hold it."""
        return {"slope": self.slope, "offset": self.offset}

    @classmethod
    def from_data(cls, data: Mapping[str, float]) -> "Calibration":
        """Read what `as_data` gave."""
        return cls(**data)


def calibrate(margins: Sequence[float], labels: Sequence[bool]) -> Calibration:
    """Fit slope and offset to margins of texts that the model did not learn (Newton's method, smoothed labels)."""
    of_kind = sum(labels)
    kept = len(labels) - of_kind
    if not of_kind or not kept:
        return Calibration()
    # Smoothed as Platt does, so that a perfect separation does not end in certainty.
    aims = [(of_kind + 1) / (of_kind + 2) if label else 1 / (kept + 2) for label in labels]
    slope, offset = 1.0, 0.0
    for _ in range(_ROUNDS):
        change = _newton(margins, aims, slope, offset)
        step = 1.0
        while step > _CLOSE and _loss(margins, aims, slope - step * change[0], offset - step * change[1]) > _loss(
            margins, aims, slope, offset
        ):
            step /= 2
        slope, offset = slope - step * change[0], offset - step * change[1]
        if max(abs(change[0]), abs(change[1])) < _CLOSE:
            break
    # A model that knows nothing must not be read upside down.
    return Calibration(max(slope, 0.01), offset)


def _newton(margins: Sequence[float], aims: Sequence[float], slope: float, offset: float) -> tuple[float, float]:
    by_slope = by_offset = 0.0
    twice_slope = twice_offset = 1e-9
    mixed = 0.0
    for margin, aim in zip(margins, aims, strict=True):
        chance = probability(slope * margin + offset)
        missed, curve = chance - aim, chance * (1 - chance)
        by_slope += missed * margin
        by_offset += missed
        twice_slope += curve * margin * margin
        mixed += curve * margin
        twice_offset += curve
    whole = twice_slope * twice_offset - mixed * mixed
    if whole <= 0:
        return 0.0, 0.0
    return (
        (by_slope * twice_offset - by_offset * mixed) / whole,
        (by_offset * twice_slope - by_slope * mixed) / whole,
    )


def _loss(margins: Sequence[float], aims: Sequence[float], slope: float, offset: float) -> float:
    total = 0.0
    for margin, aim in zip(margins, aims, strict=True):
        value = slope * margin + offset
        # log(1 + e^v) - aim * v, written so that nothing overflows.
        total += max(value, 0.0) + log1p(exp(-abs(value))) - aim * value
    return total


def points_of(kept: Sequence[float], calibration: Calibration) -> dict[str, float]:
    """Return the probability of every operating point, from the margins of kept posts; nothing when too few."""
    if len(kept) < LEAST_KEPT:
        return {}
    falling = sorted(kept, reverse=True)
    return {name: nextafter(calibration(margin_at(falling, share)), 1.0) for name, share in POINTS.items()}


def margin_at(falling: Sequence[float], share: float) -> float:
    """Return the margin that this share of kept posts exceeds.

    Where too few of them are beyond it to be counted, the thinning out of the tail is carried on, and never
    ends below what was seen.
    """
    allowed = int(share * len(falling))
    if allowed >= _COUNTED:
        return falling[allowed]
    tail = max(_COUNTED, int(_TAIL * len(falling)))
    mean_excess = sum(margin - falling[tail] for margin in falling[:tail]) / tail
    return max(falling[allowed], falling[tail] + mean_excess * log(tail / (share * len(falling))))
