"""Verdicts: who is asked, who waits, and how little a machine refuses."""

import json

import pytest

from ideaboard.screening.context import TRUSTED, Context
from ideaboard.screening.settings import NEVER, SHIPPED, Choice, Settings
from ideaboard.screening.signals import ABUSE, FRAUD, GAMBLING, HOAX, KINDS, MEDIUM, SPAM, STRONG, WEAK, Signal
from ideaboard.screening.verdicts import ALLOW, HOLD, REFUSE, VERDICTS, WARN, decide, worst

SETTINGS = Settings()


def verdict(kind="", score=0.0, *signals, context=None, settings=SETTINGS, points=None):
    scores = {**dict.fromkeys(KINDS, 0.0), **({kind: score} if kind else {})}
    return decide(scores, signals, settings, context or Context(), points)


CERTAIN = {kind: Signal(f"{kind}.sign", STRONG, certain=True) for kind in KINDS}


def test_nothing_found_is_allowed():
    assert verdict() == ALLOW


@pytest.mark.parametrize("kind", [GAMBLING, FRAUD, SPAM])
def test_a_high_score_is_held(kind):
    assert verdict(kind, 0.99) == HOLD


@pytest.mark.parametrize("kind", [GAMBLING, FRAUD, SPAM])
def test_only_what_is_certain_is_refused(kind):
    assert verdict(kind, 0.99, CERTAIN[kind]) == REFUSE


@pytest.mark.parametrize("kind", [GAMBLING, FRAUD, SPAM])
def test_what_is_certain_but_scores_lower_waits(kind):
    assert verdict(kind, 0.8, CERTAIN[kind]) == HOLD


@pytest.mark.parametrize("kind", [ABUSE, HOAX])
def test_abuse_and_hoaxes_are_never_refused(kind):
    assert verdict(kind, 1.0, CERTAIN[kind]) != REFUSE


def test_certainty_about_another_kind_refuses_nothing():
    assert verdict(GAMBLING, 0.99, CERTAIN[FRAUD]) == HOLD


def test_the_author_of_abuse_is_asked_first():
    assert verdict(ABUSE, 0.99) == WARN


def test_who_sends_it_as_it_is_waits():
    assert verdict(ABUSE, 0.99, context=Context(warned_before=True)) == HOLD


def test_a_weak_sign_of_abuse_is_allowed():
    assert verdict(ABUSE, 0.2, context=Context(warned_before=True)) == ALLOW


def test_a_hoax_never_gets_a_verdict():
    assert verdict(HOAX, 1.0) == ALLOW


def test_data_of_somebody_else_waits():
    assert verdict("", 0, Signal("personal.phone", STRONG)) == HOLD


@pytest.mark.parametrize("strength", [WEAK, MEDIUM])
def test_a_number_of_ones_own_does_not(strength):
    assert verdict("", 0, Signal("personal.phone", strength)) == ALLOW


@pytest.mark.parametrize("name", ["behaviour.new_link", "behaviour.new_picture"])
def test_links_and_pictures_of_new_accounts_wait(name):
    assert verdict("", 0, Signal(name, MEDIUM)) == HOLD


def test_trusted_members_are_asked_where_others_wait_for_advertising():
    assert verdict(SPAM, 0.8, context=Context(trust=TRUSTED)) == WARN
    assert verdict(GAMBLING, 0.8, context=Context(trust=TRUSTED)) == HOLD


def test_the_sternest_of_several_kinds_counts():
    assert decide({ABUSE: 0.9, GAMBLING: 0.9}, (), SETTINGS, Context()) == HOLD


def test_a_stricter_point_holds_more():
    strict = Settings({**SHIPPED, GAMBLING: Choice(hold="1%")})
    assert verdict(GAMBLING, 0.65) == ALLOW
    assert verdict(GAMBLING, 0.65, settings=strict) == HOLD


def test_a_kind_may_be_switched_off():
    assert verdict(GAMBLING, 1.0, settings=Settings({**SHIPPED, GAMBLING: Choice()})) == ALLOW


def test_a_model_brings_its_own_points():
    assert verdict(GAMBLING, 0.3, points={GAMBLING: {"0.3%": 0.25}}) == HOLD


def test_a_point_nobody_knows_acts_on_nothing():
    assert SETTINGS.threshold("unknown", "hold") > 1
    assert Settings({GAMBLING: Choice(hold=NEVER)}).threshold(GAMBLING, "hold") > 1


def test_settings_survive_being_stored():
    chosen = Settings({**SHIPPED, SPAM: Choice(warn="3%")})
    assert Settings.from_data(json.loads(json.dumps(chosen.as_data()))) == chosen


def test_settings_stored_before_a_kind_was_there_are_completed():
    assert Settings.from_data({}) == SETTINGS


def test_the_order_of_verdicts_is_from_mild_to_stern():
    assert [worst(list(VERDICTS[:count])) for count in range(1, 5)] == list(VERDICTS)
