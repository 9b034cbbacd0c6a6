"""What is counted: decisions that stand, by topic and outcome, and how often everybody was right."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from ideaboard.data.clock import now
from ideaboard.moderation.appeals.models import CHANGED, OVERTURNED, UPHELD
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.numbers.judged import own_record
from ideaboard.moderation.numbers.queries import numbers
from ideaboard.moderation.numbers.rates import Rate
from tests.database import context, statements
from tests.factories import make_idea, make_user
from tests.moderation.appeals.steps import appeal, rule
from tests.moderation.judging.steps import age, case_about, decide, report, undo
from tests.moderation.steps import make_held_comment, make_moderator, note_signals


def counted():
    with context():
        return numbers()


def decided(dewi, action: str = "remove", topic: str = "spam", hours: float = 1, **more):
    """A decision about a new idea whose case was opened so long before."""
    idea = make_idea()
    case = case_about(idea, topic=topic)
    decision = decide(idea, dewi, action, **{"reason": "spam" if action != "keep" else "", **more})
    age(Case, case.id, opened_at=timedelta(hours=hours))
    return idea, decision


def test_an_empty_board_has_empty_numbers(app):
    found = counted()
    assert (found.decided.count, found.volume.waiting, found.appeals.made, found.alone) == (0, 0, 0, 0)
    assert found.decided.times.median is None
    assert sum(found.volume.opened) == 0


def test_decisions_are_counted_by_topic_and_outcome(dewi):
    decided(dewi, "remove")
    decided(dewi, "keep")
    decided(dewi, "hide", topic="fraud")
    found = counted().decided
    assert found.count == 3
    assert found.by_topic == {"spam": {"remove": 1, "keep": 1}, "fraud": {"hide": 1}}


def test_what_was_taken_back_proposed_or_asked_blind_is_not_counted(dewi, sari):
    _, decision = decided(dewi)
    undo(decision, dewi)
    decided(dewi, "remove", measure="suspend", reason="abuse")
    decided(dewi, "second", reason="")
    assert counted().decided.count == 0


def test_times_run_from_the_opening_to_the_decision(dewi):
    for hours in (1, 2, 30):
        decided(dewi, hours=hours)
    found = counted().decided
    assert round(found.times.median / 3600) == 2
    assert round(found.times.most / 3600) == 30
    assert found.times_by_topic["spam"].count == 3
    assert found.times_by_month[-1].count == 3


def test_in_time_is_before_the_clock_ran_out(dewi):
    decided(dewi)
    _, late = decided(dewi)
    age(Case, late.case_id, due_at=timedelta(days=3))
    assert counted().decided.in_time == Rate(1, 2)


def test_volume_is_counted_by_month(dewi):
    idea, _ = decided(dewi)
    report(make_idea(), make_user())
    age(Case, case_about(idea).id, opened_at=timedelta(days=40))
    found = counted().volume
    assert (sum(found.opened), sum(found.opened[:-1]), found.opened[-1]) == (2, 1, 1)
    assert (sum(found.reported), found.waiting) == (1, 1)


def test_a_year_later_nothing_of_it_is_counted(dewi):
    decided(dewi)
    with time_machine.travel(now() + timedelta(days=400), tick=False):
        found = counted()
    assert (found.decided.count, sum(found.volume.opened)) == (0, 0)


def test_appeals_are_counted_by_outcome(dewi, sari):
    for outcome, milder in ((UPHELD, {}), (CHANGED, {"action": "hide"}), (OVERTURNED, {}), ("", {})):
        idea, decision = decided(dewi)
        made = appeal(decision, make_author(idea))
        if outcome:
            rule(made, sari, outcome, **milder)
    found = counted().appeals
    assert (found.made, found.waiting, found.moot) == (4, 1, 0)
    assert found.overturned == Rate(1, 3)
    assert found.times.count == 3


def test_an_overturned_decision_was_made_all_the_same_and_its_appeal_is_no_case_of_its_own(dewi, sari):
    idea, decision = decided(dewi)
    rule(appeal(decision, make_author(idea)), sari, OVERTURNED)
    found = counted()
    assert found.decided.by_topic == {"spam": {"remove": 1}}
    assert sum(found.volume.opened) == 1


def test_who_decided_alone_is_counted(app):
    alone = make_moderator()
    idea, decision = decided(alone)
    made = appeal(decision, make_author(idea))
    age(Case, made.case_id, opened_at=timedelta(hours=25))
    rule(made, alone, UPHELD)
    assert counted().alone == 1


def test_a_signal_is_right_when_the_post_was_not_left_as_it_was(dewi):
    for action, reason in (("remove", "gambling"), ("remove", "gambling"), ("keep", "")):
        comment = make_held_comment()
        note_signals(comment, ("gambling.slang", "strong", []), ("gambling.site", "weak", []))
        decide(comment, dewi, action, reason=reason)
    found = counted().signals
    assert found["gambling.slang"] == found["gambling"] == Rate(2, 3)


def test_a_report_is_right_when_it_was_upheld(dewi):
    for action, reason in (("remove", "abuse"), ("keep", "")):
        idea = make_idea()
        report(idea, make_user())
        decide(idea, dewi, action, reason=reason)
    report(make_idea(), make_user())
    assert counted().reports == {"abuse": Rate(1, 2)}


def test_moderators_see_how_their_own_decisions_fared(dewi, sari):
    idea, decision = decided(dewi)
    decided(dewi)
    rule(appeal(decision, make_author(idea)), sari, OVERTURNED)
    with context():
        assert own_record(dewi.id, now() - timedelta(days=1)) == (2, 1, 1)
        assert own_record(make_user().id, now() - timedelta(days=1)) == (0, 0, 0)


@pytest.mark.parametrize("many", [1, 12])
def test_they_cost_a_fixed_number_of_statements_and_then_one(dewi, many):
    for _ in range(many):
        decided(dewi)
    with context():
        with statements() as first:
            numbers()
        with statements() as again:
            numbers()
    assert (len(first), len(again)) == (12, 1)


def test_they_are_new_as_soon_as_something_happened(dewi):
    assert counted().decided.count == 0
    _, decision = decided(dewi)
    assert counted().decided.count == 1
    undo(decision, dewi)
    assert counted().decided.count == 0


def make_author(idea):
    from ideaboard.accounts.models import User
    from tests.moderation.judging.steps import fresh_of

    return fresh_of(User, idea.author_id)
