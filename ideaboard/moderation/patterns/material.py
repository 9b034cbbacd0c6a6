"""Which votes are looked at together: those for the authors of a challenge who got new ones."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.moderation.patterns.models import PatternLook
from ideaboard.posts.models import Post
from ideaboard.votes.models import Vote
from ideaboard.votes.rings.votes import Cast

AUTHORS, VOTES = 100, 10_000  # the most that one look takes in, the newest first
REACHES_BACK = timedelta(days=60)
LONGEST_PAUSE = timedelta(days=2)  # of the worker; what is older was looked at
_IDEAS: Any = Idea.__table__
_POSTS: Any = Post.__table__
_USERS: Any = User.__table__


def fresh_challenges(limit: int) -> list[tuple[int, datetime]]:
    """Return challenges with votes that were not looked at yet, and the newest of these; the oldest first."""
    looked = (
        select(PatternLook.looked_at).where(PatternLook.challenge_id == _IDEAS.c.challenge_id).scalar_subquery()
    )
    new = or_(looked.is_(None), Vote.created_at > looked)
    found: Select[Any] = (
        select(_IDEAS.c.challenge_id, func.max(Vote.created_at))
        .join(Vote, Vote.idea_id == _IDEAS.c.id)
        .where(Vote.created_at > now() - LONGEST_PAUSE, new)
        .group_by(_IDEAS.c.challenge_id)
        .order_by(func.min(Vote.created_at), _IDEAS.c.challenge_id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in db.session.execute(found)]


def casts_around(challenge_id: int) -> list[Cast]:
    """Return the votes for every idea, here or elsewhere, of the authors who got new votes in this challenge."""
    authors = _lately_supported(challenge_id)
    found = (
        select(Vote, _POSTS.c.author_id, _USERS.c.created_at)
        .join(_POSTS, _POSTS.c.id == Vote.idea_id)
        .join(_USERS, _USERS.c.id == Vote.user_id)
        .where(_POSTS.c.author_id.in_(authors), Vote.created_at > now() - REACHES_BACK)
        .order_by(Vote.created_at.desc(), Vote.idea_id, Vote.user_id)
        .limit(VOTES)
    )
    return [_cast(*row) for row in db.session.execute(found)]


def given_by(casts: list[Cast]) -> dict[int, Counter[int]]:
    """Return how many ideas of each author these people support in all: who supports many is no follower of one."""
    voters = sorted({cast.voter for cast in casts})
    given: dict[int, Counter[int]] = {}
    for first in range(0, len(voters), 500):
        found = (
            select(Vote.user_id, _POSTS.c.author_id, func.count())
            .join(_POSTS, _POSTS.c.id == Vote.idea_id)
            .where(Vote.user_id.in_(voters[first : first + 500]))
            .group_by(Vote.user_id, _POSTS.c.author_id)
        )
        for voter, author, number in db.session.execute(found):
            given.setdefault(voter, Counter())[author] = number
    return given


def _lately_supported(challenge_id: int) -> list[int]:
    lately = (
        select(_POSTS.c.author_id)
        .join(_IDEAS, _IDEAS.c.id == _POSTS.c.id)
        .join(Vote, Vote.idea_id == _IDEAS.c.id)
        .where(_IDEAS.c.challenge_id == challenge_id, Vote.created_at > now() - LONGEST_PAUSE)
        .group_by(_POSTS.c.author_id)
        .order_by(func.max(Vote.created_at).desc(), _POSTS.c.author_id)
        .limit(AUTHORS)
    )
    return list(db.session.scalars(lately))


def _cast(vote: Vote, author: int, joined: datetime) -> Cast:
    times = vote.created_at.timestamp(), joined.timestamp()
    return Cast(vote.user_id, vote.idea_id, author, *times, network=vote.network_hash, device=vote.device_hash)
