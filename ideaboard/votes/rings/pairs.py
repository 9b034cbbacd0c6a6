"""Who supported the same author's ideas soon after each other: the pairs worth a closer look."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ideaboard.votes.rings.settings import Settings
from ideaboard.votes.rings.votes import Cast, Ledger

Key = tuple[int, int, int]  # the smaller id, the larger one, the author


@dataclass(slots=True)
class Company:
    """What two people's votes for one author's ideas have in common."""

    together: int = 0  # ideas that they supported within some hours of each other
    at_once: int = 0  # of them, those within minutes
    both_young: bool = False  # on one of them, both accounts were less than a day old


def companies(ledger: Ledger, settings: Settings) -> dict[Key, Company]:
    """Return every pair that supported an author's idea within hours of each other, by pair and author.

    A vote is compared with at most `settings.neighbours` later ones, so that the work grows with the votes and not
    with their square.
    """
    found: dict[Key, Company] = defaultdict(Company)
    for casts in ledger.on.values():
        for one, other in _near(casts, settings):
            company = found[_key(one, other)]
            company.together += 1
            company.at_once += other.at - one.at <= settings.at_once
            company.both_young |= one.is_young and other.is_young
    return found


def _near(casts: list[Cast], settings: Settings) -> Iterator[tuple[Cast, Cast]]:
    for place, one in enumerate(casts, 1):
        for other in casts[place : place + settings.neighbours]:
            if other.at - one.at > settings.together:
                break
            yield one, other


def _key(one: Cast, other: Cast) -> Key:
    return min(one.voter, other.voter), max(one.voter, other.voter), one.author
