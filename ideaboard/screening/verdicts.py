"""Scores, settings and context become a verdict. A machine refuses only what is certain."""

from collections.abc import Mapping

from ideaboard.screening.context import TRUSTED, Context
from ideaboard.screening.settings import Settings
from ideaboard.screening.signals import ABUSE, FRAUD, GAMBLING, HOAX, PERSONAL, SPAM, STRONG, Signal

ALLOW, WARN, HOLD, REFUSE = "allow", "warn", "hold", "refuse"
VERDICTS = (ALLOW, WARN, HOLD, REFUSE)  # mildest first
MAY_REFUSE = (GAMBLING, FRAUD, SPAM)  # of spam only what is certain: exact copies of a campaign, blocklists
# Whatever the score: these wait for a person.
_ALWAYS_HELD = ("behaviour.new_link", "behaviour.new_picture")

# What admins put on a list of this board does what they chose (blocklists/matching.py).
_LISTED: Mapping[str, str] = {"board.warn": WARN, "board.hold": HOLD, "board.refuse": REFUSE}

ModelPoints = Mapping[str, Mapping[str, float]]


def worst(verdicts: list[str]) -> str:
    """Return the sternest of some verdicts."""
    return max(verdicts, key=VERDICTS.index, default=ALLOW)


def decide(
    scores: Mapping[str, float],
    signals: tuple[Signal, ...],
    settings: Settings,
    context: Context,
    model_points: ModelPoints | None = None,
) -> str:
    """Return the verdict on a text: the sternest of its kinds."""
    found = [HOLD] if _held_anyway(signals) else []
    found += [_LISTED[signal.name] for signal in signals if signal.name in _LISTED]
    for kind, score in scores.items():
        points = (model_points or {}).get(kind)
        found.append(_of_kind(kind, score, signals, settings, context, points))
    return worst(found)


def _of_kind(
    kind: str,
    score: float,
    signals: tuple[Signal, ...],
    settings: Settings,
    context: Context,
    points: Mapping[str, float] | None,
) -> str:
    if kind == HOAX or score <= 0:
        return ALLOW
    if kind == ABUSE:
        return _of_abuse(score, settings, context, points)
    if kind in MAY_REFUSE and score >= settings.threshold(kind, "refuse", points) and _certain(kind, signals):
        return REFUSE
    if score >= settings.threshold(kind, "hold", points):
        return WARN if kind == SPAM and context.trust == TRUSTED else HOLD
    return WARN if score >= settings.threshold(kind, "warn", points) else ALLOW


def _of_abuse(score: float, settings: Settings, context: Context, points: Mapping[str, float] | None) -> str:
    """Ask once to reword; who sends it as it is waits for a person."""
    steps = [settings.threshold(ABUSE, action, points) for action in ("warn", "hold")]
    if score < min(steps):
        return ALLOW
    return HOLD if context.warned_before else WARN


def _certain(kind: str, signals: tuple[Signal, ...]) -> bool:
    return any(signal.certain and signal.family == kind for signal in signals)


def _held_anyway(signals: tuple[Signal, ...]) -> bool:
    somebody_elses = [signal for signal in signals if signal.family == PERSONAL and signal.strength == STRONG]
    return bool(somebody_elses) or any(signal.name in _ALWAYS_HELD for signal in signals)
