"""Votes come and go while others are taken out of the count, decided about, or kept at closing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from ideaboard.accounts.models import User
from ideaboard.data.transaction import transaction
from ideaboard.ideas.models import Idea
from ideaboard.ideas.queries import idea_or_404
from ideaboard.ideas.service import withdraw_idea
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.patterns.models import Pattern
from ideaboard.moderation.patterns.service import quarantine, settle
from ideaboard.votes import service
from ideaboard.votes.counts.queries import counts_of, problems_of
from ideaboard.votes.counts.service import freeze
from ideaboard.votes.models import Vote
from ideaboard.votes.service import BudgetSpent, cast_vote, withdraw_vote
from ideaboard.web.problems import WrongState
from tests import database
from tests.factories import make_fair_challenge, make_idea, make_user
from tests.moderation.patterns.steps import case_about, drift, give, group_of, states
from tests.votes.test_service import in_parallel, vote

Task = Callable[[], None]


def holding(app: Flask, idea: Idea, people: list[User]) -> Task:
    def work() -> None:
        with app.app_context():
            quarantine(idea.id, group_of(idea, people))

    return work


def acting(app: Flask, idea: Idea, person: User, act: Callable[..., None]) -> Task:
    return lambda: vote(app, idea, person, act)


def counted(idea: Idea) -> int:
    return states(idea).count("counted")


def test_votes_that_come_and_go_while_a_ring_is_held(app: Flask) -> None:
    idea, ring, others = make_idea(), [make_user() for _ in range(6)], [make_user() for _ in range(6)]
    give(idea, ring)
    tasks = [acting(app, idea, person, act) for person in ring for act in (withdraw_vote, cast_vote)]
    tasks += [acting(app, idea, person, cast_vote) for person in others]
    tasks[4:4] = [holding(app, idea, ring)] * 4
    tasks[14:14] = [holding(app, idea, ring)] * 4
    assert [outcome for outcome in in_parallel(app, tasks) if outcome] == []
    assert (database.fresh(idea).vote_count, drift()) == (counted(idea), [])
    assert database.count(Case) <= 1


def test_eight_jobs_hold_a_ring_once(app: Flask) -> None:
    idea, ring = make_idea(), [make_user() for _ in range(5)]
    give(idea, ring)
    assert in_parallel(app, [holding(app, idea, ring)] * 8) == [None] * 8
    assert (states(idea), database.count(Case), database.count(Pattern)) == (["quarantined"] * 5, 1, 1)
    assert (database.fresh(idea).vote_count, drift()) == (0, [])


def test_32_supports_at_a_budget_of_five_while_some_are_held(app: Flask) -> None:
    challenge, person = make_fair_challenge(), make_user()
    ideas = [make_idea(challenge) for _ in range(8)]
    tasks = [acting(app, idea, person, cast_vote) for idea in ideas * 4]
    for place in range(0, 32, 4):
        tasks.insert(place, holding(app, ideas[place // 4], [person]))
    outcomes = in_parallel(app, tasks)
    assert {type(outcome) for outcome in outcomes} <= {type(None), BudgetSpent}
    assert (database.count(Vote), drift()) == (5, [])


def test_taking_back_and_deciding_at_once(app: Flask) -> None:
    idea, ring = make_idea(), [make_user() for _ in range(6)]
    give(idea, ring)
    holding(app, idea, ring)()
    case_id = case_about(idea).id

    def clear() -> None:
        with app.app_context(), transaction():
            settle(case_id, "cleared")

    tasks = [acting(app, idea, person, withdraw_vote) for person in ring[:4]]
    tasks[2:2] = [clear, clear]
    assert [outcome for outcome in in_parallel(app, tasks) if outcome] == []
    assert (states(idea), database.fresh(idea).vote_count, drift()) == (["counted"] * 2, 2, [])


def test_a_withdrawn_idea_and_a_held_ring_at_once(app: Flask) -> None:
    author = make_user()
    idea, ring = make_idea(author=author), [make_user() for _ in range(5)]
    give(idea, ring)

    def withdraw() -> None:
        with app.test_request_context():
            withdraw_idea(idea_or_404(idea.id, author), author)

    held = holding(app, idea, ring)
    assert [outcome for outcome in in_parallel(app, [held, withdraw, held, held]) if outcome] == []
    assert (database.count(Vote), database.count(Case, Case.status == "open"), drift()) == (0, 0, [])


def test_what_is_counted_at_closing_is_what_was_given_by_then(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests that saw support open come in while the counts are kept; a ring is held meanwhile."""
    monkeypatch.setattr(service, "must_be_open", lambda _challenge: None)
    challenge = make_fair_challenge()
    ideas, people = [make_idea(challenge) for _ in range(3)], [make_user() for _ in range(18)]
    give(ideas[0], people[:5])
    assert challenge.support_close_at is not None

    def close() -> None:
        with app.app_context():
            freeze(challenge.id)

    tasks = [acting(app, ideas[number % 3], people[number], cast_vote) for number in range(18)]
    tasks += [acting(app, ideas[0], person, withdraw_vote) for person in people[:2]]
    tasks[9:9] = [close, holding(app, ideas[0], people[:5]), close]
    with time_machine.travel(challenge.support_close_at + timedelta(seconds=1), tick=False):
        outcomes = in_parallel(app, tasks)
    assert {type(outcome) for outcome in outcomes} <= {type(None), WrongState}
    with database.context():
        counts = counts_of(challenge.id)
        assert counts is not None
        assert problems_of(counts) == []
    assert {row.idea_id: row.now for row in counts.rows} == {idea.id: counted(idea) for idea in ideas}
    assert drift() == []
