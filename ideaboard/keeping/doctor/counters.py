"""Do the stored counters say what their rows say?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.updates.models import Update
from ideaboard.comments.models import Comment
from ideaboard.comments.queries import drifted_counts as drifted_comments
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.ideas.queries import drifted_counts as drifted_ideas
from ideaboard.keeping.doctor.findings import some
from ideaboard.notifications.queries import drifted_unread
from ideaboard.votes.models import Ballot
from ideaboard.votes.queries import drifted_votes

IDEAS: Any = Idea.__table__
COMMENTS: Any = Comment.__table__
CHALLENGES: Any = Challenge.__table__
USERS: Any = User.__table__
BALLOTS: Any = Ballot.__table__
_OF_VOTES = {
    "idea": (IDEAS, "vote_count"),
    "challenge": (CHALLENGES, "voter_count"),
    "ballot": (BALLOTS, "used"),
    "held": (BALLOTS, "held"),
}


@dataclass(frozen=True)
class Drift:
    """One counter that differs from its rows. `ident` is the id of its row, for a ballot that of its person."""

    table: Any
    column: str
    ident: int
    stored: int
    true: int

    @property
    def counter(self) -> str:
        """Return the name of the counter."""
        return f"{self.table.name}.{self.column}"


def drifts() -> Iterator[Drift]:
    """Compare every counter with its rows."""
    for row in drifted_unread():
        yield Drift(USERS, "unread_count", *row)
    for row in drifted_ideas():
        yield Drift(CHALLENGES, "idea_count", *row)
    for row in _drifted_updates():
        yield Drift(CHALLENGES, "update_count", *row)
    for what, *numbers in drifted_votes():
        yield Drift(*_OF_VOTES[what], *numbers)
    yield from _of_comments()


def drifted_counters() -> Iterator[str]:
    """Find counters that differ from their rows, one line for each kind."""
    found: dict[str, list[str]] = {}
    for drift in drifts():
        found.setdefault(drift.counter, []).append(f"{drift.ident}: {drift.stored}, truly {drift.true}")
    for counter, rows in found.items():
        yield f"{counter} differs from its rows in {len(rows)} places ({some(rows)}): run `ideaboard doctor --fix`"


def _of_comments() -> Iterator[Drift]:
    """Tell the comments of ideas from the replies to comments: both are named by the id of their post."""
    found = drifted_comments()
    ideas = set(db.session.scalars(select(IDEAS.c.id).where(IDEAS.c.id.in_([row[0] for row in found]))))
    for row in found:
        yield Drift(*((IDEAS, "comment_count") if row[0] in ideas else (COMMENTS, "reply_count")), *row)


def _drifted_updates() -> Iterator[tuple[int, int, int]]:
    listed = (Update.__table__.c.challenge_id == CHALLENGES.c.id, Update.__table__.c.listed)
    counted, stored = select(func.count()).where(*listed).scalar_subquery(), CHALLENGES.c.update_count
    for row in db.session.execute(select(CHALLENGES.c.id, stored, counted).where(stored != counted)):
        yield row[0], row[1], row[2]
