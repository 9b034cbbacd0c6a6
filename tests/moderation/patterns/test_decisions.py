"""A moderator voids the votes of a pattern or lets them count; both can be taken back."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.audit.models import AuditEntry
from ideaboard.ideas.models import Idea
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.judging.service import Choice, decide, undo
from ideaboard.moderation.models import Decision
from ideaboard.moderation.patterns.models import Pattern
from ideaboard.moderation.patterns.queries import evidence
from ideaboard.moderation.patterns.service import quarantine, settle
from tests import database
from tests.factories import make_idea, make_user
from tests.moderation.patterns.steps import case_about, drift, give, group_of, look, states


@pytest.fixture
def moderator(app: Flask) -> User:
    return make_user(is_moderator=True)


@pytest.fixture
def held(app: Flask) -> tuple[Idea, list[User]]:
    idea, people = make_idea(), [make_user() for _ in range(4)]
    give(idea, people)
    with database.context():
        quarantine(idea.id, group_of(idea, people[:3]))
    return idea, people


def choose(app: Flask, idea: Idea, moderator: User, action: str, **more: Any) -> Decision:
    with app.test_request_context():
        return decide(case_about(idea).id, moderator, Choice(action, **more))


def take_back(app: Flask, decision: Decision, moderator: User) -> None:
    with app.test_request_context():
        undo(decision.id, moderator)


def count_of(idea: Idea) -> int:
    return database.fresh(idea).vote_count


def test_void_votes_stay_out(app: Flask, held: tuple[Idea, list[User]], moderator: User) -> None:
    idea, _people = held
    choose(app, idea, moderator, "void")
    assert states(idea) == ["counted", "void", "void", "void"]
    assert (count_of(idea), case_about(idea).status, drift()) == (1, "decided", [])


def test_cleared_votes_count_again(app: Flask, held: tuple[Idea, list[User]], moderator: User) -> None:
    idea, _people = held
    choose(app, idea, moderator, "clear")
    assert states(idea) == ["counted"] * 4
    assert (count_of(idea), case_about(idea).status, drift()) == (4, "decided", [])


@pytest.mark.parametrize("action", ["void", "clear"])
def test_a_decision_that_is_taken_back_lets_them_wait_again(
    app: Flask, held: tuple[Idea, list[User]], moderator: User, action: str
) -> None:
    idea, _people = held
    take_back(app, choose(app, idea, moderator, action), moderator)
    assert states(idea) == ["counted"] + ["quarantined"] * 3
    assert (count_of(idea), case_about(idea).status, drift()) == (1, "open", [])


def test_a_decision_that_was_overturned_lets_them_count(
    app: Flask, held: tuple[Idea, list[User]], moderator: User
) -> None:
    """An appeal does not open the case again."""
    from ideaboard.moderation.patterns.following import take_decision_back

    idea, _people = held
    decision = choose(app, idea, moderator, "void")
    database.write(lambda: take_decision_back(database.fresh(decision)))
    assert (states(idea), count_of(idea), drift()) == (["counted"] * 4, 4, [])


def test_settling_twice_changes_nothing(app: Flask, held: tuple[Idea, list[User]]) -> None:
    idea, _people = held
    case_id = case_about(idea).id
    assert database.write(lambda: settle(case_id, "void")) == 3
    assert database.write(lambda: settle(case_id, "void")) == 0
    assert (count_of(idea), drift()) == (1, [])


def test_every_decision_is_in_the_log(app: Flask, held: tuple[Idea, list[User]], moderator: User) -> None:
    idea, _people = held
    take_back(app, choose(app, idea, moderator, "void"), moderator)
    said = database.rows(select(AuditEntry.action).where(AuditEntry.object_id == idea.id).order_by(AuditEntry.id))
    assert said == ["votes.quarantine", "post.void", "post.undo"]


def test_what_was_cleared_is_not_questioned_again(
    app: Flask, held: tuple[Idea, list[User]], moderator: User
) -> None:
    idea, people = held
    choose(app, idea, moderator, "clear")
    with database.context():
        assert quarantine(idea.id, group_of(idea, people)) is None
    assert (states(idea), database.count(Case)) == (["counted"] * 4, 1)


def test_new_votes_of_a_voided_ring_open_another_case(
    app: Flask, held: tuple[Idea, list[User]], moderator: User
) -> None:
    idea, people = held
    choose(app, idea, moderator, "void")
    with database.context():
        assert quarantine(idea.id, group_of(idea, people)) is not None
    assert states(idea) == ["quarantined", "void", "void", "void"]
    assert (database.count(Case), database.count(Pattern), drift()) == (2, 2, [])


def test_a_void_vote_given_anew_is_void(app: Flask, held: tuple[Idea, list[User]], moderator: User) -> None:
    from ideaboard.votes.service import cast_vote, withdraw_vote
    from tests.votes.test_service import vote

    idea, people = held
    choose(app, idea, moderator, "void")
    vote(app, idea, people[0], withdraw_vote)
    vote(app, idea, people[0], cast_vote)
    look()
    assert (states(idea), count_of(idea), drift()) == (["counted", "void", "void", "void"], 1, [])


def test_evidence_is_sentences_and_numbers_without_names(app: Flask, held: tuple[Idea, list[User]]) -> None:
    idea, people = held
    with app.test_request_context(headers={"Accept-Language": "en"}):
        found = evidence(case_about(idea).id)
        assert found is not None
        said = found.sentences
    assert (found.votes, found.people, found.pairs, found.is_open) == (3, 3, 6, True)
    assert said[:2] == ["This is about 3 supports.", "3 accounts seem to support together."]
    assert "less than a day old: 6 of 6 pairs" in said[3]
    assert not any(person.name in " ".join(said) for person in people)


def test_another_case_has_no_such_evidence(app: Flask) -> None:
    with database.context():
        assert evidence(12345) is None
