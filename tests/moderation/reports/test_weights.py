"""What a report weighs, and when reports hide a post. No database."""

from __future__ import annotations

import pytest

from ideaboard.moderation.reports.models import (
    ABUSE,
    COPIED,
    FRAUD,
    GAMBLING,
    HOAX,
    PERSONAL,
    REASONS,
    VISITOR,
)
from ideaboard.moderation.reports.weights import (
    Said,
    accuracy_of,
    confidence_of,
    must_hide,
    total,
    weight_of,
)


def said(*trusts: int, reason: str = ABUSE, is_team: bool = False) -> list[Said]:
    """Reports of different people, each trusted so far."""
    return [Said(n, reason, trust, weight_of(trust), is_team) for n, trust in enumerate(trusts, 1)]


def hides(reports: list[Said], *noticed: str, is_newcomer: bool = False) -> bool:
    return must_hide(reports, noticed=frozenset(noticed), is_newcomer=is_newcomer)


@pytest.mark.parametrize(("trust", "weight"), [(VISITOR, 0.25), (0, 0.5), (1, 1.0), (2, 1.5), (3, 2.0)])
def test_a_report_weighs_by_trust(trust, weight):
    assert weight_of(trust) == weight


@pytest.mark.parametrize(
    ("upheld", "declined", "factor"), [(0, 0, 1), (4, 0, 1), (0, 4, 1), (5, 0, 1.5), (0, 5, 0.5), (6, 2, 1.25)]
)
def test_accuracy_counts_once_five_reports_were_judged(upheld, declined, factor):
    assert accuracy_of(upheld, declined) == factor


def test_reports_of_one_voice_count_once_with_the_heaviest():
    assert total([Said(1, ABUSE, 1, 1.0), Said(1, ABUSE, 2, 1.5), Said(2, ABUSE, 0, 0.5)]) == 2.0


@pytest.mark.parametrize("crowd", [3, 20, 500])
@pytest.mark.parametrize("trust", [VISITOR, 0, 1])
@pytest.mark.parametrize("reason", REASONS)
def test_no_crowd_of_strangers_hides_anything(crowd, trust, reason):
    assert not hides(said(*[trust] * crowd, reason=reason), is_newcomer=True)


def test_a_crowd_makes_its_case_earlier():
    growing = [confidence_of(said(*[0] * crowd)) for crowd in (1, 3, 6, 10)]
    assert growing == sorted(set(growing))
    assert confidence_of(said(*[0] * 500)) == 4


@pytest.mark.parametrize(
    ("trusts", "is_hidden"), [((2,), False), ((2, 1), False), ((2, 2), True), ((2, 1, 0), True), ((3, 1), True)]
)
def test_two_people_of_whom_one_is_known_hide_with_a_sum_of_three(trusts, is_hidden):
    assert hides(said(*trusts)) is is_hidden


@pytest.mark.parametrize("reason", [FRAUD, PERSONAL])
def test_half_of_that_is_enough_for_fraud_and_personal_data(reason):
    assert hides(said(2, 1, reason=reason))
    assert hides(said(2, 0, reason=reason))
    assert not hides(said(2, reason=reason))
    assert not hides(said(3, reason=reason))


def test_the_smaller_sum_counts_only_who_says_the_same():
    assert not hides([*said(2, reason=FRAUD), Said(9, COPIED, 1, 1.0)])
    assert not hides([*said(2, reason=FRAUD), Said(9, PERSONAL, 0, 0.5)])


def test_a_visitor_is_nobody_who_could_be_the_second_person():
    assert not hides(said(2, *[VISITOR] * 30, reason=FRAUD))
    assert not hides(said(3, *[VISITOR] * 30))


def test_one_voice_is_one_person():
    assert not hides([Said(1, FRAUD, 2, 1.5), Said(1, FRAUD, 1, 1.0)])


@pytest.mark.parametrize("reason", [FRAUD, GAMBLING, ABUSE, HOAX, PERSONAL])
def test_strangers_hide_what_screening_noticed_too(reason):
    family = reason
    assert not hides(said(0, 0, 0, 0, 0, reason=reason), family)
    assert hides(said(0, 0, 0, 0, 0, 0, reason=reason), family)
    assert hides(said(1, 1, 1, reason=reason), family)


def test_what_screening_noticed_of_another_kind_counts_nothing():
    assert not hides(said(*[1] * 20, reason=ABUSE), "fraud", "gambling", "spam")
    assert not hides(said(*[1] * 20, reason=COPIED), *REASONS, "spam")
    assert not hides([*said(1, 1, reason=ABUSE), Said(9, FRAUD, 1, 1.0)], "abuse")


def test_advertising_is_noticed_as_spam():
    assert hides(said(1, 1, 1, reason=GAMBLING), "spam")


def test_a_trusted_member_alone_hides_spam_of_a_newcomer():
    assert hides(said(3, reason=GAMBLING), is_newcomer=True)
    assert not hides(said(3, reason=GAMBLING))
    assert not hides(said(3, reason=ABUSE), is_newcomer=True)
    assert not hides(said(2, reason=GAMBLING), is_newcomer=True)


def test_the_team_hides_only_what_screening_noticed_too():
    assert hides(said(0, reason=ABUSE, is_team=True), "abuse")
    assert not hides(said(3, reason=ABUSE, is_team=True))
    assert not hides(said(3, reason=ABUSE, is_team=True), "hoax")


def test_somebody_who_reports_badly_weighs_less():
    assert not hides([Said(1, FRAUD, 2, weight_of(2, 0, 10)), Said(2, FRAUD, 0, weight_of(0))])
