"""One decision in ten is asked again of somebody who does not see the first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ideaboard.data.clock import now
from ideaboard.moderation.cases.models import DECIDED, OPEN, SAMPLE, Case
from ideaboard.moderation.judging import samples
from ideaboard.moderation.judging.agreement import agreement
from ideaboard.moderation.judging.models import Sample
from ideaboard.moderation.judging.tasks import ask_second_looks, close_second_looks
from ideaboard.moderation.models import Decision
from ideaboard.moderation.sanctions.models import Sanction
from ideaboard.posts.models import PUBLISHED, REMOVED
from ideaboard.screening.learning.models import LearningExample
from ideaboard.web.problems import NotAllowed
from tests.database import context, count, fresh, rows
from tests.factories import make_idea, make_user
from tests.moderation.judging.steps import age, audited, decide, report, undo
from tests.moderation.steps import make_held_comment, make_moderator


@pytest.fixture
def everything(monkeypatch):
    """Ask again about every decision."""
    monkeypatch.setattr("ideaboard.moderation.judging.tasks.is_chosen", lambda _decision: True)


@pytest.fixture
def dewi(app):
    """A moderator."""
    return make_moderator("Dewi")


@pytest.fixture
def sari(app):
    """A second one."""
    return make_moderator("Sari")


def ask(*decisions) -> int:
    for decision in decisions:
        age(Decision, decision.id, made_at=timedelta(minutes=11))
    with context():
        return ask_second_looks()


def only_sample() -> Case:
    [case] = rows(select(Case).where(Case.kind == SAMPLE))
    return case


def test_about_one_in_ten_is_chosen_and_always_the_same(in_request):
    chosen = {ident for ident in range(5000) if samples.is_chosen(ident)}
    assert 400 < len(chosen) < 600
    assert chosen == {ident for ident in range(5000) if samples.is_chosen(ident)}


def test_a_second_look_is_a_case_that_changes_nothing(everything, dewi, sari):
    idea = make_idea()
    report(idea, make_user())
    first = decide(idea, dewi, "remove", reason="gambling", measure="warn")
    before = (count(Sanction), count(LearningExample), fresh(idea).status)
    assert (ask(first), ask(first)) == (1, 0)
    case = only_sample()
    assert (case.status, case.asked_by_id, case.topic) == (OPEN, dewi.id, "other")
    with pytest.raises(NotAllowed):
        decide(case, dewi, "keep")
    second = decide(case, sari, "keep")
    assert (second.is_sample, second.post_version, fresh(case).status) == (True, 1, DECIDED)
    assert (count(Sanction), count(LearningExample), fresh(idea).status) == before == (1, 1, REMOVED)
    assert [row.action for row in audited()][-1] == "post.sample"
    assert rows(select(Sample))[0].second_id == second.id


def test_agreement_is_counted_by_reason(everything, dewi, sari):
    posts = [make_held_comment() for _ in range(4)]
    for post, reason in zip(posts, ("abuse", "abuse", "spam", ""), strict=True):
        decide(post, dewi, "remove" if reason else "keep", reason=reason)
    ask(*rows(select(Decision)))
    cases = rows(select(Case).where(Case.kind == SAMPLE).order_by(Case.post_id))
    answers = [("remove", "abuse"), ("keep", ""), ("hide", "spam"), ("keep", "")]
    for case, (action, reason) in zip(cases, answers, strict=True):
        decide(case, sari, action, reason=reason)
    with context():
        found = {row.reason: (row.asked, row.agreed) for row in agreement()}
    assert found == {"abuse": (2, 1), "spam": (1, 1), "": (1, 1)}


def test_an_answer_can_be_taken_back(everything, dewi, sari):
    first = decide(make_held_comment(), dewi, "keep")
    ask(first)
    case = only_sample()
    undo(decide(case, sari, "remove", reason="spam"), sari)
    assert (fresh(case).status, rows(select(Sample))[0].second_id) == (OPEN, None)
    decide(case, sari, "keep")
    with context():
        assert [(row.asked, row.agreed) for row in agreement()] == [(1, 1)]


def test_nobody_is_asked_where_there_is_no_second_moderator(everything, dewi):
    make_user(is_admin=True)
    assert ask(decide(make_held_comment(), dewi, "keep")) == 0
    assert count(Sample) == 0


def test_what_was_taken_back_is_not_asked_again(everything, dewi, sari):
    decision = decide(make_held_comment(), dewi, "keep")
    undo(decision, dewi)
    assert ask(decision) == 0


def test_a_new_case_of_the_post_is_not_hidden_by_the_second_look(everything, dewi, sari):
    comment = make_held_comment()
    ask(decide(comment, dewi, "keep"))
    report(comment, make_user())
    assert fresh(comment).status == PUBLISHED
    assert count(Case, Case.post_id == comment.id, Case.status == OPEN) >= 1


def test_what_nobody_looks_at_is_closed_after_a_week(everything, dewi, sari):
    ask(decide(make_held_comment(), dewi, "keep"))
    case = only_sample()
    age(Case, case.id, opened_at=timedelta(days=8))
    with context():
        assert (close_second_looks(), close_second_looks()) == (1, 0)
    assert fresh(case).closed_at <= now()
