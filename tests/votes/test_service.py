"""The rules of support, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from ideaboard.accounts.models import User
from ideaboard.businesses.models import STAFF, Membership
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea, hot_at
from ideaboard.ideas.queries import idea_or_404
from ideaboard.ideas.service import withdraw_idea
from ideaboard.votes.models import Ballot, Vote
from ideaboard.votes.queries import drifted_votes
from ideaboard.votes.service import BudgetSpent, cast_vote, withdraw_vote
from ideaboard.web.problems import NotAllowed, WrongState
from tests import database
from tests.factories import make_business, make_challenge, make_fair_challenge, make_idea, make_user


def vote(app: Flask, idea: Idea, person: User, act: Callable[..., None] = cast_vote) -> None:
    """Act as a request would: in a context of its own, with the idea loaded."""
    with app.test_request_context():
        act(idea_or_404(idea.id, person), person)


def drift() -> list[tuple[str, int, int, int]]:
    with database.context():
        return drifted_votes()


def test_a_vote_is_one_row_and_counts(app: Flask) -> None:
    idea, person = make_idea(), make_user()
    vote(app, idea, person)
    assert (database.count(Vote), database.fresh(idea).vote_count, drift()) == (1, 1, [])


def test_voting_twice_counts_once(app: Flask) -> None:
    idea, person = make_idea(), make_user()
    vote(app, idea, person)
    vote(app, idea, person)
    assert (database.count(Vote), database.fresh(idea).vote_count, drift()) == (1, 1, [])


def test_taking_back_leaves_nothing(app: Flask) -> None:
    idea, person = make_idea(), make_user()
    vote(app, idea, person)
    vote(app, idea, person, withdraw_vote)
    vote(app, idea, person, withdraw_vote)
    assert (database.count(Vote), database.fresh(idea).vote_count, drift()) == (0, 0, [])


def test_the_stored_hot_rank_is_the_one_computed_afresh(app: Flask) -> None:
    idea = make_idea()
    people = [make_user() for _ in range(3)]
    for person in people:
        vote(app, idea, person)
    vote(app, idea, people[0], withdraw_vote)
    again = database.fresh(idea)
    assert again.published_at is not None
    assert again.hot == pytest.approx(hot_at(2, again.published_at), abs=1e-6)


def test_people_who_support_anything_are_counted_once(app: Flask) -> None:
    challenge = make_challenge()
    ideas, person = [make_idea(challenge) for _ in range(2)], make_user()
    for idea in ideas:
        vote(app, idea, person)
    assert database.fresh(challenge).voter_count == 1
    for idea in ideas:
        vote(app, idea, person, withdraw_vote)
    assert database.fresh(challenge).voter_count == 0


def test_nobody_supports_their_own_idea(app: Flask) -> None:
    idea = make_idea()
    author = User(id=idea.author_id)
    author = database.fresh(author)
    with pytest.raises(NotAllowed):
        vote(app, idea, author)


def test_nobody_supports_ideas_for_their_own_business(app: Flask) -> None:
    owner, helper = make_user(), make_user()
    business = make_business(owner)
    database.write(lambda: db.session.add(Membership(business_id=business.id, user_id=helper.id, role=STAFF)))
    idea = make_idea(make_challenge(business, owner=owner))
    for person in (owner, helper):
        with pytest.raises(NotAllowed):
            vote(app, idea, person)
    assert drift() == []


def test_an_unconfirmed_person_cannot_support(app: Flask) -> None:
    with pytest.raises(NotAllowed):
        vote(app, make_idea(), make_user(confirmed=False))


@pytest.mark.parametrize(
    ("rule", "stage"), [("fair", "ideas"), ("fair", "review"), ("open", "review"), ("open", "scheduled")]
)
def test_support_outside_its_stage_is_refused(app: Flask, rule: str, stage: str) -> None:
    idea = make_idea(make_challenge(rule=rule, stage=stage))
    with pytest.raises(WrongState):
        vote(app, idea, make_user())


def test_support_closes_by_the_clock(app: Flask) -> None:
    challenge = make_fair_challenge()
    idea, person = make_idea(challenge), make_user()
    vote(app, idea, person)
    assert challenge.support_close_at is not None
    with (
        time_machine.travel(challenge.support_close_at + timedelta(seconds=1), tick=False),
        pytest.raises(WrongState),
    ):
        vote(app, idea, person, withdraw_vote)
    assert database.count(Vote) == 1


def test_the_sixth_support_of_the_fair_rule_is_refused(app: Flask) -> None:
    challenge, person = make_fair_challenge(), make_user()
    ideas = [make_idea(challenge) for _ in range(6)]
    for idea in ideas[:5]:
        vote(app, idea, person)
    with pytest.raises(BudgetSpent):
        vote(app, ideas[5], person)
    assert (database.count(Vote), database.fresh(ideas[5]).vote_count, drift()) == (5, 0, [])


def test_a_support_can_be_moved(app: Flask) -> None:
    challenge, person = make_fair_challenge(), make_user()
    ideas = [make_idea(challenge) for _ in range(6)]
    for idea in ideas[:5]:
        vote(app, idea, person)
    vote(app, ideas[0], person, withdraw_vote)
    vote(app, ideas[5], person)
    assert (database.count(Vote), drift()) == (5, [])


def test_a_withdrawn_idea_gives_its_support_back(app: Flask) -> None:
    challenge = make_challenge()
    author, person = make_user(), make_user()
    idea, other = make_idea(challenge, author), make_idea(challenge)
    vote(app, idea, person)
    vote(app, other, person)
    with app.test_request_context():
        withdraw_idea(idea_or_404(idea.id, author), author)
    assert (database.count(Vote), database.fresh(idea).vote_count, drift()) == (1, 0, [])


def test_an_unlisted_idea_gets_no_support(app: Flask) -> None:
    author = make_user()
    idea = make_idea(make_challenge(), author, status="held")
    moderator = make_user(is_moderator=True)
    with pytest.raises(WrongState):
        vote(app, idea, moderator)
    assert drift() == []


def in_parallel(app: Flask, tasks: list[Callable[[], None]]) -> list[BaseException | None]:
    def run(task: Callable[[], None]) -> BaseException | None:
        try:
            task()
        except Exception as error:
            return error
        return None

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(run, tasks))


def test_32_parallel_votes_of_one_person_leave_one_row(app: Flask) -> None:
    idea, person = make_idea(), make_user()
    outcomes = in_parallel(app, [lambda: vote(app, idea, person)] * 32)
    assert outcomes == [None] * 32
    assert (database.count(Vote), database.fresh(idea).vote_count, drift()) == (1, 1, [])


def test_32_parallel_votes_never_spend_more_than_the_budget(app: Flask) -> None:
    challenge, person = make_fair_challenge(), make_user()
    ideas = [make_idea(challenge) for _ in range(8)]
    tasks = [lambda idea=idea: vote(app, idea, person) for idea in ideas * 4]
    outcomes = in_parallel(app, tasks)
    assert {type(outcome) for outcome in outcomes} <= {type(None), BudgetSpent}
    assert (database.count(Vote), database.count(Ballot, Ballot.used == 5), drift()) == (5, 1, [])


def test_giving_and_taking_back_at_once_keeps_the_counters_right(app: Flask) -> None:
    idea = make_idea()
    people = [make_user() for _ in range(4)]
    tasks = [
        lambda person=person, act=act: vote(app, idea, person, act)
        for person in people
        for act in (cast_vote, withdraw_vote) * 4
    ]
    outcomes = in_parallel(app, tasks)
    assert [outcome for outcome in outcomes if outcome] == []
    assert (database.fresh(idea).vote_count, drift()) == (database.count(Vote), [])


def test_a_withdrawal_among_votes_leaves_no_support_behind(app: Flask) -> None:
    author = make_user()
    idea = make_idea(make_challenge(), author)
    people = [make_user() for _ in range(12)]

    def withdraw() -> None:
        with app.test_request_context():
            withdraw_idea(idea_or_404(idea.id, author), author)

    tasks: list[Callable[[], None]] = [lambda person=person: vote(app, idea, person) for person in people]
    in_parallel(app, [*tasks[:6], withdraw, *tasks[6:]])
    assert (database.fresh(idea).status, database.count(Vote), drift()) == ("withdrawn", 0, [])
    assert now() > idea.created_at
