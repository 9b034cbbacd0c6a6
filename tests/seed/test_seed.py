"""Load-test data: as many rows as asked, the same each time, and every count true."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from ideaboard.accounts.models import User
from ideaboard.businesses.models import Membership
from ideaboard.challenges.models import Challenge, Criterion
from ideaboard.challenges.stages import Stage
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import Post, PostVersion
from ideaboard.seed import rows as seed_rows
from ideaboard.seed.loader import SeedRefused, make_plan, seed
from ideaboard.seed.plan import Plan
from ideaboard.votes.models import Ballot, Vote
from ideaboard.votes.queries import drifted_votes
from tests.database import count, rows, scalar
from tests.factories import make_challenge, make_user

MIDNIGHT = datetime(2026, 11, 21, 17, tzinfo=UTC)


def add(app, challenges: int, ideas: int, votes: int, state: int = 0, comments: int = 0) -> int:
    done = []
    with app.app_context():
        seed(make_plan(challenges, ideas, votes, state, comments=comments), done.append)
    return sum(done)


def test_there_are_as_many_rows_as_were_asked_for(app):
    told = add(app, 3, 50, 200)
    assert (count(Challenge), count(Idea), count(Vote)) == (3, 50, 200)
    assert told == 3 + 50 + 200 + count(User)
    assert count(PostVersion) == count(Post) == 53
    assert count(Membership) == 3


def test_every_count_equals_its_rows(app):
    add(app, 3, 50, 200)
    with app.app_context():
        assert drifted_votes() == []
    for challenge in rows(select(Challenge)):
        assert challenge.idea_count == count(Idea, Idea.challenge_id == challenge.id)
    assert set(rows(select(func.sum(Criterion.weight)).group_by(Criterion.challenge_id))) == {100}


def test_nobody_supports_their_own_idea_or_business(app):
    add(app, 2, 30, 300)
    ideas = {idea.id: idea for idea in rows(select(Idea))}
    owners = {challenge.id: challenge.author_id for challenge in rows(select(Challenge))}
    for vote in rows(select(Vote)):
        assert vote.user_id not in (ideas[vote.idea_id].author_id, owners[ideas[vote.idea_id].challenge_id])


def test_every_challenge_takes_ideas_and_support(app):
    add(app, 5, 5, 5)
    assert {challenge.stage() for challenge in rows(select(Challenge))} == {Stage.IDEAS}


def test_a_seeded_board_can_be_opened(app, browser):
    add(app, 1, 25, 60)
    slug = scalar(select(Challenge.slug))
    assert browser.get(f"/t/{slug}").status_code == 200


def test_it_may_be_run_again_and_rows_can_still_be_added(app):
    make_challenge()
    add(app, 1, 5, 5)
    add(app, 1, 5, 5)
    assert make_user().id > scalar(select(func.max(User.id))) - 1
    assert make_challenge().id
    with app.app_context():
        assert drifted_votes() == []


@pytest.mark.parametrize(("challenges", "ideas", "votes"), [(0, 1, 0), (1, 0, 1), (0, 0, 5)])
def test_numbers_that_cannot_be_are_refused(app, challenges, ideas, votes):
    with app.app_context(), pytest.raises(SeedRefused):
        make_plan(challenges, ideas, votes, 0)


def everything(plan: Plan) -> list:
    parts = (seed_rows.people, seed_rows.businesses, seed_rows.challenges, seed_rows.criteria)
    return [list(part(plan)) for part in (*parts, seed_rows.ideas, seed_rows.votes)]


def test_the_same_state_makes_the_same_rows():
    first, again, other = (everything(Plan(2, 40, 90, state, MIDNIGHT)) for state in (7, 7, 8))
    assert first == again
    assert first != other


@settings(max_examples=40, deadline=None)
@given(
    challenges=st.integers(1, 5), ideas=st.integers(1, 60), votes=st.integers(0, 400), state=st.integers(0, 10**6)
)
def test_votes_are_all_different_whatever_the_numbers(challenges, ideas, votes, state):
    plan = Plan(challenges, ideas, votes, state, MIDNIGHT)
    made = [(vote["user_id"], vote["idea_id"]) for vote in seed_rows.votes(plan)]
    assert len(made) == len(set(made)) == votes == sum(plan.vote_counts)
    assert {person for person, _ in made} <= set(range(1, plan.people + 1))


def test_some_ideas_have_many_votes_and_most_have_few():
    counts = sorted(Plan(1, 1000, 20_000, 1, MIDNIGHT).vote_counts, reverse=True)
    assert counts[0] > 10 * counts[500] > 0


def test_a_ballot_says_how_many_supports_were_given(app):
    add(app, 2, 20, 100)
    assert scalar(select(func.sum(Ballot.used))) == 100
    assert count(Ballot, Ballot.budget.is_not(None)) == 0
