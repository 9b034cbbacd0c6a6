"""The cases of the demo content, whose expected verdicts stand beside them."""

import json

import pytest

from ideaboard.config import ROOT
from ideaboard.screening.context import Context, NearDuplicate
from ideaboard.screening.engine import ALLOW, HOLD, REFUSE, WARN, screen
from ideaboard.screening.signals import STRONG, WEAK

CASES = {case["id"]: case for case in json.loads((ROOT / "ideaboard/demo/content.json").read_text())["abuse"]}


def said(case):
    return screen(CASES[case]["body"])


@pytest.mark.parametrize("case", ["x01", "x02", "x03", "x04"])
def test_gambling_and_fraud_never_reach_readers(case):
    assert said(case).verdict in (HOLD, REFUSE)


@pytest.mark.parametrize("case", ["x05", "x06"])
def test_claims_are_published_and_want_a_source(case):
    assert (said(case).verdict, said(case).needs_source) == (ALLOW, True)


@pytest.mark.parametrize("case", ["x07", "x08"])
def test_insults_are_asked_to_be_reworded(case):
    assert said(case).verdict == WARN


def test_a_slight_on_a_region_is_at_least_noticed():
    assert any(signal.family == "abuse" for signal in said("x09").signals)


@pytest.mark.parametrize("case", ["x10", "x11"])
def test_advertisements_wait(case):
    assert said(case).verdict == HOLD


def test_the_address_of_somebody_else_is_masked_and_waits():
    result = said("x12")
    body = CASES["x12"]["body"]
    assert result.verdict == HOLD
    assert {body[begin:end] for begin, end in result.masked} >= {"0812-0000-0001"}


def test_a_copied_idea_is_noticed():
    context = Context(near_duplicates=(NearDuplicate(31, 0.93),))
    names = [signal.name for signal in screen(CASES["x14"]["body"], context).signals]
    assert "spam.near_duplicate" in names


def test_praise_in_strong_words_is_allowed():
    result = said("x15")
    assert result.verdict == ALLOW
    assert {signal.strength for signal in result.signals} <= {WEAK}
    assert STRONG not in {signal.strength for signal in result.signals}
