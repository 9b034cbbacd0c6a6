"""A share that says how much it is worth: small numbers stay numbers, larger ones come with what chance allows."""

import math
from dataclasses import dataclass

LEAST = 20  # fewer than these are said as "3 of 7" and never as a per cent
_SURE = 1.96  # 95 %


@dataclass(frozen=True)
class Rate:
    """How many of how many."""

    hits: int
    of: int

    @property
    def is_enough(self) -> bool:
        """Say whether a per cent says anything."""
        return self.of >= LEAST

    @property
    def percent(self) -> int | None:
        """Return the share in per cent; None without a single one."""
        return round(100 * self.hits / self.of) if self.of else None

    @property
    def interval(self) -> tuple[int, int]:
        """Return between which per cents the share lies in 95 of 100 such samples (after Wilson)."""
        if not self.of:
            return 0, 100
        share, number, square = self.hits / self.of, self.of, _SURE**2
        middle = share + square / (2 * number)
        spread = _SURE * math.sqrt(share * (1 - share) / number + square / (4 * number**2))
        low, high = ((middle + sign * spread) / (1 + square / number) for sign in (-1, 1))
        return math.floor(100 * max(low, 0)), math.ceil(100 * min(high, 1))

    def __add__(self, other: "Rate") -> "Rate":
        """Put two together."""
        return Rate(self.hits + other.hits, self.of + other.of)


@dataclass(frozen=True)
class Times:
    """How long something took: the number of cases, the middle one and the one that nine of ten stay under."""

    count: int
    median: float | None = None  # seconds
    most: float | None = None

    @classmethod
    def of(cls, seconds: list[float]) -> "Times":
        """Take the times that really happened, not ones between them."""
        if not seconds:
            return cls(0)
        ordered = sorted(seconds)
        middle, most = (ordered[math.ceil(len(ordered) * share) - 1] for share in (0.5, 0.9))
        return cls(len(ordered), middle, most)
