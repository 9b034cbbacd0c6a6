"""What a ring does, and what comes of it, for tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.patterns.tasks import look_at_new_support
from ideaboard.votes.models import Vote
from ideaboard.votes.queries import drifted_votes
from ideaboard.votes.rings.groups import Group
from ideaboard.votes.service import cast_vote
from tests import database
from tests.factories import make_challenge, make_idea, make_user
from tests.votes.test_service import vote

HOUR = timedelta(hours=1)


def make_ring(size: int = 4, number: int = 2) -> tuple[list[Idea], list[User]]:
    """Several ideas of one author, each supported by the same few within minutes, hours apart."""
    author = make_user()
    ideas = [make_idea(make_challenge(), author) for _ in range(number)]
    people = [make_user() for _ in range(size)]
    for place, idea in enumerate(ideas):
        give(idea, people, now() - 12 * HOUR * (number - place) + 11 * HOUR)
    return ideas, people


def give(idea: Idea, people: Sequence[User], at: datetime | None = None) -> None:
    """Let people support an idea, a minute after each other; nothing else tells them apart."""
    from tests.database import _current

    for place, person in enumerate(people):
        vote(_current["app"], idea, person, cast_vote)
        moment = (at or now()) + timedelta(minutes=place)
        aged = update(Vote).where(Vote.idea_id == idea.id, Vote.user_id == person.id).values(created_at=moment)
        database.write(lambda aged=aged: db.session.execute(aged))


def look() -> int:
    """Run the job."""
    with database.context():
        return look_at_new_support()


def states(idea: Idea) -> list[str]:
    """Return the states of an idea's votes."""
    return sorted(database.rows(select(Vote.state).where(Vote.idea_id == idea.id)))


def case_about(idea: Idea) -> Case:
    """Return the newest case about an idea's votes."""
    newest = select(Case).where(Case.post_id == idea.id, Case.kind == "votes").order_by(Case.id.desc()).limit(1)
    [case] = database.rows(newest)
    return case


def group_of(idea: Idea, people: Sequence[User]) -> Group:
    """A suspicion as the detection would have it."""
    voters = frozenset(person.id for person in people)
    signs = {"burst": 6, "young": 6}
    return Group(idea.author_id, voters, 6, signs, frozenset((who, idea.id) for who in voters))


def drift() -> list[tuple[str, int, int, int]]:
    """Return wherever a counter of support is wrong."""
    with database.context():
        return drifted_votes()
