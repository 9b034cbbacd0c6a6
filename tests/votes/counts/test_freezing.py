"""When support closes, the counts are kept and hashed; what is decided later is a correction in the open."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text, update

from ideaboard.audit.models import AuditEntry
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.ideas.queries import idea_or_404
from ideaboard.votes.counts.models import CountCorrection, FrozenBoard, FrozenCount
from ideaboard.votes.counts.queries import counts_by_slug, problems_of
from ideaboard.votes.counts.service import freeze
from ideaboard.votes.counts.tasks import freeze_closed
from ideaboard.votes.models import COUNTED, QUARANTINED, VOID, Vote
from ideaboard.votes.service import cast_vote
from ideaboard.votes.states import change_state
from ideaboard.web.problems import WrongState
from tests import database
from tests.browser import Browser
from tests.factories import make_challenge, make_fair_challenge, make_idea, make_user
from tests.votes.test_service import drift, vote

Browse = Callable[..., Browser]


@contextmanager
def after(challenge: Challenge) -> Iterator[None]:
    """Stand a second after support has closed."""
    assert challenge.support_close_at is not None
    with time_machine.travel(challenge.support_close_at + timedelta(seconds=1), tick=False):
        yield


@pytest.fixture
def voted(app: Flask) -> tuple[Challenge, list[Idea]]:
    """Two ideas with three votes and one; one of the three is being checked."""
    challenge = make_fair_challenge()
    ideas, people = [make_idea(challenge) for _ in range(2)], [make_user() for _ in range(3)]
    for person in people:
        vote(app, ideas[0], person)
    vote(app, ideas[1], people[0])
    move(ideas[0], [people[2].id], COUNTED, QUARANTINED)
    return challenge, ideas


def move(idea: Idea, people: list[int], expected: str, to: str) -> None:
    database.write(lambda: change_state(idea.id, people, expected=expected, to=to))


def checked(idea: Idea) -> list[int]:
    return database.rows(select(Vote.user_id).where(Vote.idea_id == idea.id, Vote.state == QUARANTINED))


def freeze_now() -> int:
    with database.context():
        return freeze_closed()


def kept() -> list[tuple[int, int, int]]:
    with database.context():
        rows = select(FrozenCount.idea_id, FrozenCount.votes, FrozenCount.checking).order_by(FrozenCount.idea_id)
        return [tuple(row) for row in db.session.execute(rows)]


def problems(challenge: Challenge) -> list[str]:
    with database.context():
        db.session.expire_all()
        counts = counts_by_slug(challenge.slug)
        assert counts is not None
        return problems_of(counts)


def test_nothing_is_kept_while_support_is_open(voted: tuple[Challenge, list[Idea]]) -> None:
    assert (freeze_now(), kept()) == (0, [])


def test_the_job_keeps_the_counts_once(voted: tuple[Challenge, list[Idea]]) -> None:
    challenge, ideas = voted
    with after(challenge):
        assert (freeze_now(), freeze_now()) == (1, 0)
    assert kept() == [(ideas[0].id, 2, 1), (ideas[1].id, 1, 0)]
    assert database.count(AuditEntry, AuditEntry.action == "votes.freeze") == 1


def test_eight_at_once_keep_them_once(app: Flask, voted: tuple[Challenge, list[Idea]]) -> None:
    from tests.parallel import all_at_once

    challenge, _ideas = voted
    ident = challenge.id
    with after(challenge):
        assert sorted(all_at_once(app, 8, lambda _n: freeze(ident))) == [False] * 7 + [True]
    assert (database.count(FrozenBoard), database.count(FrozenCount)) == (1, 2)


def test_only_public_ideas_are_in_it(app: Flask) -> None:
    challenge = make_challenge()
    idea, hidden = make_idea(challenge), make_idea(challenge, status="held")
    with after(challenge):
        freeze_now()
    assert [row[0] for row in kept()] == [idea.id]
    assert database.fresh(hidden).frozen


def test_a_cancelled_challenge_has_no_counts(app: Flask) -> None:
    challenge = make_challenge()
    make_idea(challenge)
    cancelled = update(Challenge.__table__).where(Challenge.__table__.c.id == challenge.id)  # type: ignore[arg-type]
    database.write(lambda: db.session.execute(cancelled.values(cancelled_at=now(), listed=False)))
    with after(challenge):
        assert freeze_now() == 0


def test_who_is_too_late_is_told(app: Flask, voted: tuple[Challenge, list[Idea]]) -> None:
    """Somebody whose request began before the clock struck."""
    challenge, ideas = voted
    late = make_user()
    with app.test_request_context():
        idea = idea_or_404(ideas[1].id, late)
        with after(challenge):
            freeze(challenge.id)
        db.session.expire_all()
        with pytest.raises(WrongState):
            cast_vote(idea_or_404(idea.id, late), late)
    assert (kept()[1][1], drift()) == (1, [])


@pytest.mark.parametrize(("to", "now_counts"), [(VOID, 2), (COUNTED, 3)])
def test_a_later_decision_is_a_correction(
    voted: tuple[Challenge, list[Idea]], browse: Browse, to: str, now_counts: int
) -> None:
    challenge, ideas = voted
    with after(challenge):
        freeze_now()
        move(ideas[0], checked(ideas[0]), QUARANTINED, to)
        html = browse().get(f"/t/{challenge.slug}/hitungan?bahasa=en").get_data(as_text=True)
    assert kept()[0] == (ideas[0].id, 2, 1)
    assert database.fresh(ideas[0]).vote_count == now_counts
    assert database.count(CountCorrection) == (to == COUNTED)
    assert ("2 at closing, 3 now" in html) == (to == COUNTED)
    assert (problems(challenge), drift()) == ([], [])


def test_the_page_keeps_them_when_no_job_has(voted: tuple[Challenge, list[Idea]], browse: Browse) -> None:
    challenge, ideas = voted
    assert browse().get(f"/t/{challenge.slug}/hitungan").status_code == 404
    with after(challenge):
        page = browse().get(f"/t/{challenge.slug}/hitungan")
    [digest] = database.rows(select(FrozenBoard.digest))
    assert page.status_code == 200
    assert digest in page.get_data(as_text=True)
    assert ideas[0].title in page.get_data(as_text=True)


def test_the_hash_is_that_of_the_file(voted: tuple[Challenge, list[Idea]], browse: Browse) -> None:
    challenge, ideas = voted
    with after(challenge):
        file = browse().get(f"/t/{challenge.slug}/hitungan.json")
    [digest] = database.rows(select(FrozenBoard.digest))
    assert hashlib.sha256(file.data).hexdigest() == digest
    content = json.loads(file.data)
    assert content["ideas"] == [[ideas[0].id, 2, 1], [ideas[1].id, 1, 0]]
    assert content["people"] == 2


def test_the_board_leads_there_when_support_has_closed(voted: tuple[Challenge, list[Idea]], browse: Browse) -> None:
    challenge, _ideas = voted
    way = f"/t/{challenge.slug}/hitungan"
    assert way not in browse().get(challenge.path).get_data(as_text=True)
    with after(challenge):
        assert way in browse().get(challenge.path).get_data(as_text=True)


def test_the_command_says_that_they_hold(app: Flask, voted: tuple[Challenge, list[Idea]]) -> None:
    challenge, _ideas = voted
    with after(challenge):
        freeze_now()
    result = app.test_cli_runner().invoke(args=["votes", "verify", challenge.slug])
    assert (result.exit_code, "2 counts hold, 0 corrected since" in result.output) == (0, True)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("UPDATE frozen_counts SET votes = votes + 1", "not those that the hash was made of"),
        ("UPDATE frozen_boards SET digest = '0'", "the audit log has another hash"),
        ("UPDATE ideas SET vote_count = vote_count + 5", "corrections make"),
        ("DELETE FROM frozen_counts", "not those that the hash was made of"),
    ],
)
def test_the_command_finds_what_was_changed(
    app: Flask, voted: tuple[Challenge, list[Idea]], change: str, problem: str
) -> None:
    challenge, _ideas = voted
    with after(challenge):
        freeze_now()
    database.write(lambda: db.session.execute(text(change)))
    result = app.test_cli_runner().invoke(args=["votes", "verify", challenge.slug])
    assert result.exit_code == 1
    assert problem in result.output


def test_the_command_knows_no_counts_of_an_open_challenge(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["votes", "verify", make_challenge().slug])
    assert (result.exit_code, "no counts are kept" in result.output) == (1, True)
