"""Where the lines are drawn between a ring and people who happen to agree."""

from dataclasses import dataclass

MINUTE, HOUR = 60.0, 3600.0


@dataclass(frozen=True)
class Settings:
    """How near, how often and how many. Chosen on made-up votes of other seeds than the one that is reported."""

    at_once: float = 10 * MINUTE
    together: float = 10 * HOUR
    neighbours: int = 60  # later votes on the same idea that one vote is compared with
    often_at_once: int = 3  # ideas of one author within minutes: two are what one shared link brings
    often_together: int = 2  # ideas of one author within hours
    nearly_always: float = 0.8  # of what either of the two gives to this author
    loyal: float = 0.35  # of a person's votes go to one author
    crowded: int = 12  # people behind one address: from there on it says nothing (a carrier, a market, a school)
    thin: float = 0.5  # different voters over votes of one author
    smallest: int = 3  # people in a ring
    smallest_once: int = 5  # people in a ring that shows on one evening: a family around one table is smaller


USUAL = Settings()
