"""Counters that drifted: found, named, and set to what their rows say."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, text, update

from ideaboard.accounts.models import User
from ideaboard.audit.models import AuditEntry
from ideaboard.audit.verification import verify
from ideaboard.challenges.models import Challenge
from ideaboard.comments.models import Comment
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea, hot_at
from ideaboard.keeping.doctor.counters import drifts
from ideaboard.keeping.doctor.repair import repair_counters
from ideaboard.posts.models import PUBLISHED
from ideaboard.posts.service import submit
from ideaboard.votes.models import COUNTED, Ballot, Vote
from tests.browser import Browser
from tests.database import fresh, rows, scalar, write
from tests.factories import make_idea, make_user
from tests.votes.steps import support

COUNTERS = {
    "users.unread_count": User,
    "challenges.idea_count": Challenge,
    "challenges.update_count": Challenge,
    "challenges.voter_count": Challenge,
    "ideas.vote_count": Idea,
    "ideas.comment_count": Idea,
    "comments.reply_count": Comment,
    "ballots.used": Ballot,
    "ballots.held": Ballot,
}


@pytest.fixture
def busy(well):
    """A board with a vote and a comment whose counters are right."""
    idea = make_idea()
    support(Browser(well).sign_in(make_user()), idea)
    comment = Comment(author_id=make_user().id, parent_id=idea.id, idea_id=idea.id)
    write(lambda: submit(comment, {"body": "Setuju sekali."}, status=PUBLISHED))
    return well


def plant(counter: str, step: int = 1) -> None:
    """Change one counter behind the board's back."""
    table, column = counter.split(".")
    more = ", used = used + 1" if column == "held" else ""  # no more can be held than are used
    write(lambda: db.session.execute(text(f"UPDATE {table} SET {column} = {column} + {step}{more}")))


def test_a_board_that_works_has_none(busy, findings):
    assert findings(busy) == {}


def values() -> dict[str, list[int]]:
    """Return what every counter says."""
    columns = {name: COUNTERS[name].__table__.c[name.split(".")[1]] for name in COUNTERS}
    return {name: sorted(rows(select(column))) for name, column in columns.items()}


def test_each_is_found_and_repaired(busy, findings):
    before = values()
    for counter in COUNTERS:
        plant(counter)
        lines = [line for line in findings(busy)["counters"] if line.startswith(counter)]
        assert len(lines) == 1, counter
        assert lines[0].endswith("run `ideaboard doctor --fix`")
    with busy.app_context():
        assert {line.split()[0] for line in repair_counters()} == {*COUNTERS}
        assert list(drifts()) == []
    assert values() == before


def test_the_log_says_what_was_changed(busy):
    plant("ideas.vote_count", 4)
    with busy.app_context():
        repair_counters()
        assert verify().problem == ""
    entry = scalar(select(AuditEntry).where(AuditEntry.action == "board.repair"))
    assert entry.after == {"ideas.vote_count": [[scalar(select(Idea.__table__.c.id)), 5, 1]]}


def test_the_rank_follows_the_true_number(busy):
    (idea,) = rows(select(Idea))
    plant("ideas.vote_count", 900)
    with busy.app_context():
        repair_counters()
    assert fresh(idea).hot == pytest.approx(hot_at(1, idea.published_at))


def test_nothing_to_repair_writes_nothing(busy):
    with busy.app_context():
        assert repair_counters() == []
    assert rows(select(AuditEntry.id).where(AuditEntry.action == "board.repair")) == []


def test_a_vote_that_was_lost_from_the_count_is_counted(busy):
    (idea,) = rows(select(Idea))
    voter = make_user()
    vote = {"user_id": voter.id, "idea_id": idea.id, "state": COUNTED, "idea_version": 1}
    ballot = {"user_id": voter.id, "challenge_id": idea.challenge_id, "used": 0, "held": 0}
    write(lambda: (db.session.execute(insert(Vote), [vote]), db.session.execute(insert(Ballot), [ballot])))
    with busy.app_context():
        # A voter is counted by their ballot: the second look finds what the first repair made visible.
        repair_counters()
        repair_counters()
        assert list(drifts()) == []
    assert fresh(idea).vote_count == 2
    assert (
        scalar(select(Challenge.__table__.c.voter_count).where(Challenge.__table__.c.id == idea.challenge_id)) == 2
    )


def test_many_places_make_one_line(small, findings):
    for _ in range(6):
        make_user()
    write(lambda: db.session.execute(update(User).values(unread_count=3)))
    (line,) = findings(small)["counters"]
    assert "in 8 places" in line
    assert "and 5 more" in line
