"""What screening noticed, as a moderator reads it: of which kind, how strong, in one sentence, with its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from ideaboard.moderation.desk.covering import covered
from ideaboard.screening.sentences import sentence
from ideaboard.screening.signals import ABUSE, STRENGTHS, WEAK
from ideaboard.web.bidi import without_bidi

MOST_OF_A_FAMILY = 2  # more of them would say the same again
FAMILIES = {
    "gambling": (_l("Gambling"), "warning"),
    "fraud": (_l("Fraud or asks for money"), "warning"),
    "abuse": (_l("Insulting or demeaning"), "comment"),
    "hoax": (_l("False news"), "info"),
    "spam": (_l("Advertising or spam"), "link"),
    "personal": (_l("Someone's personal data"), "lock"),
    "disguise": (_l("Disguised writing"), "eye"),
    "behaviour": (_l("How it was sent"), "clock"),
}
WORDS = {"strong": (_l("Strong"), "problem"), "medium": (_l("Medium"), "attention"), "weak": (_l("Weak"), "")}
_OTHER = (_l("To be reviewed"), "info")


@dataclass(frozen=True)
class Sign:
    """One thing that was noticed."""

    family: Any
    symbol: str
    strength: str
    sentence: str
    words: str  # as typed, cut; strong words covered

    @property
    def chip(self) -> tuple[Any, str]:
        """Return the word for the strength, and how its chip looks."""
        return WORDS[self.strength]


def signs_in(signals: Iterable[dict[str, Any]]) -> list[Sign]:
    """Return each signal once, the strongest first, at most two of a family."""
    strongest: dict[str, dict[str, Any]] = {}
    for signal in signals:
        known = strongest.get(signal["name"], signal)
        strongest[signal["name"]] = max(known, signal, key=lambda one: STRENGTHS.index(one["strength"]))
    order = sorted(strongest.values(), key=lambda signal: -STRENGTHS.index(signal["strength"]))
    return [_sign(signal) for signal in _few(order)]


def _sign(signal: dict[str, Any]) -> Sign:
    family = signal["name"].partition(".")[0]
    name, symbol = FAMILIES.get(family, _OTHER)
    words = without_bidi(str(signal.get("words") or ""))
    if family == ABUSE and signal["strength"] != WEAK:
        words = covered(words, [(0, len(words))])
    return Sign(name, symbol, signal["strength"], sentence(signal["name"], str(get_locale().language)), words)


def _few(signals: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    seen: dict[str, int] = {}
    kept = []
    for signal in signals:
        family = signal["name"].partition(".")[0]
        seen[family] = seen.get(family, 0) + 1
        if seen[family] <= MOST_OF_A_FAMILY:
            kept.append(signal)
    return kept
