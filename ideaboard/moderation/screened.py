"""What screening noticed about held posts, brought into the form that the list shows."""

from collections.abc import Sequence
from typing import Any

from flask_babel import get_locale

from ideaboard.moderation.evidence import Evidence, Sign
from ideaboard.screening.models import ScreeningResult
from ideaboard.screening.records import results_of
from ideaboard.screening.sentences import sentence
from ideaboard.screening.signals import STRENGTHS, Span


def evidence_of(post_ids: Sequence[int]) -> dict[int, Evidence]:
    """Return what was noticed about these posts, in the reader's language; one query."""
    return {ident: _evidence(result) for ident, result in results_of(post_ids).items()}


def kinds_in(result: ScreeningResult | None) -> frozenset[str]:
    """Return the families that had something to say."""
    return frozenset(signal["name"].partition(".")[0] for signal in result.signals) if result else frozenset()


def _evidence(result: ScreeningResult) -> Evidence:
    return Evidence(signs_of(result.signals), _spans(result.signals))


def signs_of(signals: Sequence[dict[str, Any]]) -> list[Sign]:
    """Return each signal once, at its strongest, the strongest first."""
    strongest: dict[str, str] = {}
    for signal in signals:
        known = strongest.get(signal["name"], signal["strength"])
        strongest[signal["name"]] = max(known, signal["strength"], key=STRENGTHS.index)
    order = sorted(strongest.items(), key=lambda item: -STRENGTHS.index(item[1]))
    language = str(get_locale().language)
    return [Sign(sentence(name, language), strength) for name, strength in order]


def _spans(signals: Sequence[dict[str, Any]]) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    for signal in signals:
        for name, begin, end in signal["places"]:
            spans.setdefault(name, []).append((begin, end))
    return spans
