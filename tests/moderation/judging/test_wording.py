"""What authors read of a decision, in both languages."""

from __future__ import annotations

import pytest

from ideaboard.moderation.judging.choices import MEASURES_WITH, Choice
from ideaboard.moderation.judging.wording import message_to_author
from ideaboard.moderation.models import Decision
from ideaboard.moderation.reasons import REASONS
from tests.database import fresh
from tests.moderation.judging.steps import decide
from tests.moderation.steps import make_held_comment, make_moderator


def preview(language="en", **choice) -> list[str]:
    return message_to_author(Choice(**choice), language, what="Comment on “Keripik”").splitlines()


def test_the_message_says_what_why_the_rule_and_how_to_appeal(in_request):
    lines = preview(action="hide", reason="abuse", measure="week", message="Tolong tanpa makian.")
    assert lines == [
        "Hidden by a moderator: Comment on “Keripik”.",
        "The reason: it insults or demeans people.",
        "The rule: Criticise the idea, not the person.",
        "You can change it: then a moderator reads it again.",
        "You cannot write for 7 days. You can still read everything.",
        "Tolong tanpa makian.",
        "If this is wrong, you can appeal once within 14 days. Another moderator decides.",
    ]


def test_the_days_of_an_appeal_are_a_setting(in_request, monkeypatch):
    monkeypatch.setitem(in_request.config, "APPEAL_DAYS", 30)
    assert "within 30 days" in preview(action="remove", reason="spam")[-1]


def test_what_was_decided_names_the_last_day_of_an_appeal(app, in_request):
    decision = fresh(decide(make_held_comment(), make_moderator(), "remove", reason="spam"))
    assert isinstance(decision, Decision)
    assert "until" in message_to_author(decision, "en").splitlines()[-1]


def test_what_is_good_news_offers_no_appeal(in_request):
    assert preview(action="keep") == ["Reviewed by a moderator and on show: Comment on “Keripik”."]
    assert "trusted more" in preview(action="keep", measure="trust")[-1]
    assert preview(action="second") == []


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_a_rule(in_request, reason):
    assert any(line.startswith("The rule: ") for line in preview(action="remove", reason=reason))


@pytest.mark.parametrize(("action", "measure"), [(a, m) for a, some in MEASURES_WITH.items() for m in some])
def test_every_choice_can_be_previewed(in_request, action, measure):
    assert len(preview(action=action, measure=measure, reason="")) <= 7


def test_the_message_is_in_the_authors_language(in_request):
    assert "iklan" in preview("id", action="remove", reason="spam")[1]
