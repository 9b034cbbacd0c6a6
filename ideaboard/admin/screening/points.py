"""Operating points as admins read and choose them: by name, never by score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from ideaboard.screening.settings import NEVER, Choice
from ideaboard.screening.signals import ABUSE, FRAUD, GAMBLING, SPAM

KINDS: Mapping[str, Any] = {
    GAMBLING: _l("Gambling"),
    FRAUD: _l("Fraud"),
    ABUSE: _l("Insults"),
    SPAM: _l("Advertising and spam"),
}
ACTIONS: Mapping[str, Any] = {
    "warn": _l("Ask the author to reword"),
    "hold": _l("Hold for a moderator"),
    "refuse": _l("Refuse, if a certain rule says so too"),
}
POINTS: Mapping[str, Any] = {
    NEVER: _l("Never"),
    "0.1%": _l("Very careful: at most 1 of 1,000 ordinary posts"),
    "0.3%": _l("Careful: at most 3 of 1,000"),
    "0.5%": _l("Usual: at most 5 of 1,000"),
    "1%": _l("Strict: at most 1 of 100"),
    "3%": _l("Very strict: at most 3 of 100"),
}
# Machines refuse only what is certain; about people's words only people decide.
_REFUSES = (NEVER, "0.1%")
_OFFERED: Mapping[str, Mapping[str, Iterable[str]]] = {
    ABUSE: {"warn": POINTS},
    **{kind: {"warn": POINTS, "hold": POINTS, "refuse": _REFUSES} for kind in (GAMBLING, FRAUD, SPAM)},
}


@dataclass(frozen=True)
class Question:
    """One thing to choose about a kind: from which point on something is done."""

    name: str  # warn, hold or refuse
    label: Any
    chosen: str
    options: tuple[tuple[str, Any], ...]


def questions(kind: str, choice: Choice) -> list[Question]:
    """Return what can be chosen about a kind, and what is chosen."""
    return [
        Question(name, ACTIONS[name], getattr(choice, name), tuple((point, POINTS[point]) for point in points))
        for name, points in _OFFERED[kind].items()
    ]


def choice_from(kind: str, sent: Mapping[str, str]) -> Choice | None:
    """Read a choice from a form; None when something in it was never offered."""
    chosen = {name: sent.get(name, "") for name in _OFFERED.get(kind, {})}
    if not chosen or any(point not in _OFFERED[kind][name] for name, point in chosen.items()):
        return None
    return Choice(**chosen)
