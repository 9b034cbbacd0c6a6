"""Signals become one score per kind."""

from collections.abc import Iterable, Mapping

from ideaboard.screening.signals import BEHAVIOUR, DISGUISE, GAMBLING, KINDS, MEDIUM, SPAM, STRONG, WEAK, Signal

WEIGHTS: Mapping[str, float] = {WEAK: 0.2, MEDIUM: 0.5, STRONG: 0.8}
# A disguise or a hurry says nothing by itself: it makes worse what is already there.
_WORSENED_BY: Mapping[str, tuple[str, ...]] = {GAMBLING: (DISGUISE, BEHAVIOUR), SPAM: (BEHAVIOUR,)}
_WORSENING = 0.5


def score_all(signals: Iterable[Signal]) -> dict[str, float]:
    """Return the score of every kind."""
    signals = tuple(signals)
    return {kind: score(kind, signals) for kind in KINDS}


def score(kind: str, signals: Iterable[Signal]) -> float:
    """Return how much the signals say for a kind: 0 nothing, towards 1 with each further one.

    A name counts once, at its strongest, so that repeating a word proves no more than saying it.
    """
    strongest: dict[str, float] = {}
    for signal in signals:
        strongest[signal.name] = max(strongest.get(signal.name, 0.0), WEIGHTS[signal.strength])
    left = 1.0
    for name, weight in strongest.items():
        if name.partition(".")[0] == kind:
            left *= 1 - weight
    if left == 1.0:
        return 0.0
    for name, weight in strongest.items():
        if name.partition(".")[0] in _WORSENED_BY.get(kind, ()):
            left *= 1 - weight * _WORSENING
    return round(1 - left, 4)
