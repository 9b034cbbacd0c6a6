"""What a report weighs, and when reports put a post under review at once. Pure."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from ideaboard.moderation.reports.models import ABUSE, COPIED, FRAUD, GAMBLING, HOAX, PERSONAL, VISITOR
from ideaboard.screening import signals
from ideaboard.screening.context import REGULAR, TRUSTED

OF_TRUST: Mapping[int, float] = {VISITOR: 0.25, 0: 0.5, 1: 1.0, 2: 1.5, 3: 2.0}
JUDGED_ENOUGH = 5  # before so many of their reports were decided, a person's accuracy says nothing
ENOUGH = 3.0
ENOUGH_SERIOUS: Mapping[str, float] = {FRAUD: 1.5, PERSONAL: 1.5}  # what does harm while it waits
_ROUNDING = 1e-9
# The families of screening's signals that speak of the same thing as a reason.
FAMILIES: Mapping[str, frozenset[str]] = {
    FRAUD: frozenset({signals.FRAUD}),
    GAMBLING: frozenset({signals.GAMBLING, signals.SPAM}),
    ABUSE: frozenset({signals.ABUSE}),
    HOAX: frozenset({signals.HOAX}),
    COPIED: frozenset(),
    PERSONAL: frozenset({signals.PERSONAL}),
}


@dataclass(frozen=True)
class Said:
    """An open report as the rule counts it; those with the same `voice` count once together."""

    voice: int
    reason: str
    trust: int
    weight: float
    is_team: bool = False


def accuracy_of(upheld: int, declined: int) -> float:
    """Return the factor for how often a person's reports were right: 0.5 to 1.5, and 1 until that is known."""
    judged = upheld + declined
    return 1.0 if judged < JUDGED_ENOUGH else 0.5 + upheld / judged


def weight_of(trust: int, upheld: int = 0, declined: int = 0) -> float:
    """Return what a report weighs by who makes it. Visitors have no past that could count."""
    return OF_TRUST[trust] * (1.0 if trust == VISITOR else accuracy_of(upheld, declined))


def total(said: Iterable[Said]) -> float:
    """Return what reports weigh together: of each voice its heaviest."""
    heaviest: dict[int, float] = {}
    for each in said:
        heaviest[each.voice] = max(each.weight, heaviest.get(each.voice, 0.0))
    return sum(heaviest.values())


def confidence_of(said: Iterable[Said]) -> float:
    """Return the factor by which reports raise a case: a crowd makes it earlier, up to four times its weight."""
    return 0.5 + min(total(said), 5.25) / 1.5


def must_hide(said: list[Said], *, noticed: Set[str], is_newcomer: bool) -> bool:
    """Say whether a post goes under review at once. However many strangers agree, they alone never do that.

    `noticed` are the families of which screening found a medium or strong signal, `is_newcomer` is its author.
    """
    agreeing = [each for each in said if FAMILIES[each.reason] & noticed]
    return (
        _people_agree(said)
        or total(agreeing) >= ENOUGH - _ROUNDING
        or any(each.is_team for each in agreeing)
        or (is_newcomer and any(each.trust == TRUSTED and each.reason == GAMBLING for each in said))
    )


def _people_agree(said: list[Said]) -> bool:
    """Two people with accounts at least, one of them known for long; what does harm needs less."""
    serious = ([each for each in said if each.reason == reason] for reason in ENOUGH_SERIOUS)
    return _enough(said, ENOUGH) or any(_enough(some, ENOUGH_SERIOUS[some[0].reason]) for some in serious if some)


def _enough(said: list[Said], least: float) -> bool:
    people = {each.voice for each in said if each.trust != VISITOR}
    is_known = any(each.trust >= REGULAR for each in said)
    return len(people) >= 2 and is_known and total(said) >= least - _ROUNDING
