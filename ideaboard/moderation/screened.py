"""What screening noticed, brought into the form that pages show."""

from collections.abc import Sequence
from typing import Any

from flask_babel import get_locale

from ideaboard.moderation.evidence import Sign
from ideaboard.screening.models import ScreeningResult
from ideaboard.screening.sentences import sentence
from ideaboard.screening.signals import STRENGTHS, WEAK, Span


def kinds_in(result: ScreeningResult | None, *, but_weak: bool = False) -> frozenset[str]:
    """Return the families that had something to say, or more than a weak word."""
    signals = result.signals if result else []
    said = [signal["name"] for signal in signals if not (but_weak and signal["strength"] == WEAK)]
    return frozenset(name.partition(".")[0] for name in said)


def signs_of(signals: Sequence[dict[str, Any]]) -> list[Sign]:
    """Return each signal once, at its strongest, the strongest first."""
    strongest: dict[str, str] = {}
    for signal in signals:
        known = strongest.get(signal["name"], signal["strength"])
        strongest[signal["name"]] = max(known, signal["strength"], key=STRENGTHS.index)
    order = sorted(strongest.items(), key=lambda item: -STRENGTHS.index(item[1]))
    language = str(get_locale().language)
    return [Sign(sentence(name, language), strength) for name, strength in order]


def places_in(signals: Sequence[dict[str, Any]]) -> dict[str, list[Span]]:
    """Return where it was noticed, by name of the text."""
    spans: dict[str, list[Span]] = {}
    for signal in signals:
        for name, begin, end in signal["places"]:
            spans.setdefault(name, []).append((begin, end))
    return spans
