"""What a case is about follows from what screening is sure of."""

from __future__ import annotations

from ideaboard.moderation.cases.opening import gravest
from ideaboard.moderation.screened import kinds_in
from ideaboard.screening.models import ScreeningResult


def result(*signals: tuple[str, str]) -> ScreeningResult:
    return ScreeningResult(signals=[{"name": name, "strength": strength} for name, strength in signals])


def test_a_weak_sign_of_something_grave_does_not_name_the_case():
    found = result(("spam.advert", "strong"), ("fraud.urgent", "weak"))
    assert gravest(kinds_in(found, but_weak=True)) == "spam"


def test_the_gravest_of_what_is_sure_names_the_case():
    found = result(("spam.advert", "strong"), ("gambling.term", "medium"))
    assert gravest(kinds_in(found, but_weak=True)) == "gambling"
