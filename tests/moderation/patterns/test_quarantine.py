"""Votes of a suspected group leave the count; the people see no difference and spend nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from ideaboard.audit.models import AuditEntry
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import hot_at
from ideaboard.ideas.queries import idea_or_404
from ideaboard.ideas.service import withdraw_idea
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.patterns.models import PatternVote
from ideaboard.moderation.patterns.service import quarantine
from ideaboard.votes.counts.queries import counts_of, problems_of
from ideaboard.votes.counts.service import freeze
from ideaboard.votes.models import Ballot, Vote
from ideaboard.votes.service import BudgetSpent, withdraw_vote
from tests import database
from tests.browser import Browser
from tests.factories import make_fair_challenge, make_idea, make_user
from tests.moderation.patterns.steps import case_about, drift, give, group_of, look, make_ring, states
from tests.votes.steps import button
from tests.votes.test_service import vote

Browse = Callable[..., Browser]


def hold(idea, people) -> Case | None:
    with database.context():
        return quarantine(idea.id, group_of(idea, people))


def test_the_job_finds_a_ring_and_counts_it_no_more(app: Flask) -> None:
    ideas, people = make_ring()
    honest = make_user(created_at=now() - timedelta(days=90))
    vote(app, ideas[1], honest)
    assert look() == 2
    assert states(ideas[1]) == ["counted"] + ["quarantined"] * 4
    assert (database.fresh(ideas[1]).vote_count, drift()) == (1, [])
    case = case_about(ideas[1])
    assert (case.kind, case.topic, case.person_id) == ("votes", "votes", ideas[1].author_id)
    assert database.count(PatternVote, PatternVote.idea_id == ideas[1].id) == len(people)


def test_a_second_run_changes_nothing(app: Flask) -> None:
    ideas, _people = make_ring()
    look()
    rows = database.count(AuditEntry)
    assert look() == 0
    assert (database.count(Case), database.count(AuditEntry)) == (2, rows)
    assert states(ideas[0]) == ["quarantined"] * 4


def test_honest_support_is_left_alone(app: Flask) -> None:
    author = make_user()
    ideas, people = [make_idea(author=author) for _ in range(3)], [make_user() for _ in range(4)]
    for day, idea in enumerate(ideas):
        for place, person in enumerate(people):
            give(idea, [person], now() - timedelta(hours=11 * (place + 1) + day * 3))
            give(make_idea(), [person])
    aged = update(type(people[0])).values(created_at=now() - timedelta(days=90))
    database.write(lambda: db.session.execute(aged))
    assert look() == 0
    assert database.count(Vote, Vote.state != "counted") == 0


def test_the_hot_rank_is_that_of_what_counts(app: Flask) -> None:
    idea, people = make_idea(), [make_user() for _ in range(3)]
    give(idea, people)
    hold(idea, people[:2])
    again = database.fresh(idea)
    assert again.published_at is not None
    assert again.hot == pytest.approx(hot_at(1, again.published_at), abs=1e-6)


def test_who_has_no_other_support_is_not_in_the_number_of_people(app: Flask) -> None:
    challenge, people = make_fair_challenge(), [make_user() for _ in range(3)]
    idea, other = make_idea(challenge), make_idea(challenge)
    give(idea, people)
    give(other, people[:1])
    hold(idea, people[:2])
    assert (database.fresh(challenge).voter_count, drift()) == (2, [])


def test_the_ballot_stays_used(app: Flask) -> None:
    challenge, person = make_fair_challenge(), make_user()
    ideas = [make_idea(challenge) for _ in range(6)]
    for idea in ideas[:5]:
        vote(app, idea, person)
    hold(ideas[0], [person])
    with pytest.raises(BudgetSpent):
        vote(app, ideas[5], person)
    assert (database.count(Ballot, Ballot.used == 5, Ballot.held == 1), drift()) == (1, [])


def test_the_voter_still_sees_support_given(app: Flask, browse: Browse) -> None:
    idea, person = make_idea(), make_user()
    vote(app, idea, person)
    hold(idea, [person])
    html = browse(person).get(idea.path).get_data(as_text=True)
    assert 'aria-pressed="true"' in button(html, idea)


def test_what_is_not_counted_can_be_taken_back(app: Flask) -> None:
    idea, people = make_idea(), [make_user() for _ in range(3)]
    give(idea, people)
    hold(idea, people[:2])
    vote(app, idea, people[0], withdraw_vote)
    assert states(idea) == ["counted", "quarantined"]
    assert (database.fresh(idea).vote_count, drift()) == (1, [])


def test_giving_it_anew_does_not_make_it_count(app: Flask) -> None:
    idea, person = make_idea(), make_user()
    vote(app, idea, person)
    hold(idea, [person])
    vote(app, idea, person, withdraw_vote)
    vote(app, idea, person)
    assert database.fresh(idea).vote_count == 1
    look()
    assert (states(idea), database.fresh(idea).vote_count, drift()) == (["quarantined"], 0, [])


def test_what_was_given_back_meanwhile_opens_no_case(app: Flask) -> None:
    idea, person = make_idea(), make_user()
    assert hold(idea, [person]) is None
    assert (database.count(Case), database.count(AuditEntry)) == (0, 0)


def test_a_withdrawn_idea_needs_no_decision_any_more(app: Flask) -> None:
    author = make_user()
    idea, people = make_idea(author=author), [make_user() for _ in range(3)]
    give(idea, people)
    hold(idea, people[:2])
    with app.test_request_context():
        withdraw_idea(idea_or_404(idea.id, author), author)
    assert (case_about(idea).status, states(idea), database.count(PatternVote), drift()) == ("decided", [], 0, [])


def test_the_log_names_no_person(app: Flask) -> None:
    idea, people = make_idea(), [make_user() for _ in range(3)]
    give(idea, people)
    hold(idea, people)
    [entry] = database.rows(db.select(AuditEntry).where(AuditEntry.action == "votes.quarantine"))
    assert entry.after == {"case": case_about(idea).id, "votes": 3, "signs": ["burst", "young"]}
    assert entry.actor_id is None


def test_votes_are_looked_at_once_and_again_when_there_are_new_ones(app: Flask) -> None:
    from ideaboard.moderation.patterns.material import fresh_challenges

    idea = make_idea()
    vote(app, idea, make_user())
    with database.context():
        assert [ident for ident, _newest in fresh_challenges(5)] == [idea.challenge_id]
        look()
        assert fresh_challenges(5) == []
    with time_machine.travel(now() + timedelta(minutes=1)):
        vote(app, idea, make_user())
        with database.context():
            assert [ident for ident, _newest in fresh_challenges(5)] == [idea.challenge_id]


def test_a_ring_of_the_last_minutes_is_found_after_closing(app: Flask) -> None:
    challenge = make_fair_challenge()
    idea, people = make_idea(challenge), [make_user() for _ in range(5)]
    assert challenge.support_close_at is not None
    with time_machine.travel(challenge.support_close_at - timedelta(minutes=4), tick=False):
        for person in people:
            vote(app, idea, person)
        young = update(type(people[0])).values(created_at=now() - timedelta(minutes=9))
        database.write(lambda: db.session.execute(young))
    with time_machine.travel(challenge.support_close_at + timedelta(minutes=1), tick=False), database.context():
        freeze(challenge.id)
        look()
        kept = counts_of(challenge.id)
        assert kept is not None
        assert [(row.votes, row.now) for row in kept.rows] == [(5, 0)]
        assert problems_of(kept) == []
    assert drift() == []


def test_a_board_that_closed_days_ago_is_left_as_it_was(app: Flask) -> None:
    challenge = make_fair_challenge()
    idea, people = make_idea(challenge), [make_user() for _ in range(5)]
    give(idea, people)
    assert challenge.support_close_at is not None
    with time_machine.travel(challenge.support_close_at + timedelta(days=2), tick=False):
        assert hold(idea, people) is None
    assert states(idea) == ["counted"] * 5
