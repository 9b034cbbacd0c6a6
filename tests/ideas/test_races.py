"""Withdrawing while people support: support returns, counters stay right, nobody waits for ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.exceptions import NotFound

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.extensions import db
from ideaboard.ideas import service
from ideaboard.ideas.models import Idea
from ideaboard.ideas.queries import drifted_counts, idea_or_404
from ideaboard.ideas.service import withdraw_idea
from ideaboard.posts.models import WITHDRAWN
from ideaboard.votes.models import Ballot, Vote
from ideaboard.votes.service import cast_vote
from ideaboard.web.problems import Problem
from tests.database import context, count, fresh, scalar
from tests.factories import make_challenge, make_idea, make_user


def _do(app: Flask, verb: Callable[[Idea, User], None], idea: Idea, person: User) -> None:
    """Do it as a request of its own; a refusal is a fair answer, any other error is not."""
    with app.test_request_context():
        someone = db.session.get(User, person.id)
        assert someone
        try:
            verb(idea_or_404(idea.id, someone), someone)
        except (Problem, NotFound):
            db.session.rollback()


def test_support_of_a_withdrawn_idea_returns(app: Flask) -> None:
    author, voter = make_user(), make_user()
    challenge = make_challenge()
    gone, stays = make_idea(challenge, author), make_idea(challenge)
    for idea in (gone, stays):
        _do(app, cast_vote, idea, voter)
    _do(app, withdraw_idea, gone, author)
    assert (count(Vote), scalar(select(Ballot.used))) == (1, 1)
    assert (fresh(gone).vote_count, fresh(stays).vote_count, fresh(challenge).voter_count) == (0, 1, 1)


def test_support_given_while_an_idea_is_being_withdrawn_is_refused(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    author, voter = make_user(), make_user()
    idea = make_idea(author=author)
    with ThreadPoolExecutor(1) as pool:

        def interfere(_idea: Idea) -> None:
            pool.submit(_do, app, cast_vote, idea, voter)
            time.sleep(0.3)

        monkeypatch.setattr(service, "_unlisted", [*service._unlisted, interfere])
        _do(app, withdraw_idea, idea, author)
    assert (count(Vote), fresh(idea).vote_count, fresh(idea).status) == (0, 0, WITHDRAWN)


def test_votes_and_withdrawals_at_once_leave_no_orphan(app: Flask) -> None:
    challenge, author = make_challenge(), make_user()
    going = [make_idea(challenge, author) for _ in range(6)]
    staying = [make_idea(challenge) for _ in range(6)]
    voters = [make_user() for _ in range(8)]
    before: list[Any] = [(cast_vote, idea, voter) for voter in voters[:4] for idea in going]
    jobs: list[Any] = [(cast_vote, idea, voter) for idea in (*staying, *going) for voter in voters]
    for n, idea in enumerate(going):
        jobs.insert(n * 9, (withdraw_idea, idea, author))
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda job: _do(app, *job), before))
        list(pool.map(lambda job: _do(app, *job), jobs))
    assert count(Idea, Idea.status == WITHDRAWN) == 6
    assert count(Vote) == 48
    _assert_all_counters_right(challenge, [*going, *staying])


def _assert_all_counters_right(challenge: Challenge, ideas: list[Idea]) -> None:
    for idea in ideas:
        assert fresh(idea).vote_count == count(Vote, Vote.idea_id == idea.id)
    assert scalar(select(func.sum(Ballot.used))) == count(Vote)
    assert fresh(challenge).voter_count == count(Ballot, Ballot.used > 0)
    with context():
        assert drifted_counts() == []
