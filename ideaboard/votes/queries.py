"""Reads about support: a person's ballot, their own votes, and whether the counters are true."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import aliased, contains_eager

from ideaboard.businesses.models import Membership
from ideaboard.challenges.models import BUDGET, Challenge
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.policies import may_contribute
from ideaboard.votes.models import Ballot, Vote
from ideaboard.votes.wording import why_closed


@dataclass(frozen=True)
class BallotView:
    """What a reader may do with support in one challenge, for templates."""

    challenge: Challenge
    viewer: Any
    used: int = 0
    role: str | None = None
    idea_ids: frozenset[int] = field(default_factory=frozenset)
    closed: str = ""  # why, in words; empty while support is open

    @property
    def budget(self) -> int:
        """The budget of the fair rule."""
        return BUDGET

    @property
    def left(self) -> int:
        """How many supports are left under the fair rule."""
        return BUDGET - self.used

    @property
    def is_spent(self) -> bool:
        """Say whether the fair budget is used up."""
        return self.challenge.is_fair and self.left <= 0

    @property
    def may_vote(self) -> bool:
        """Say whether this person takes part at all: a member who does not run the business."""
        return may_contribute(self.viewer) and self.role is None

    def __contains__(self, idea_id: int) -> bool:
        return idea_id in self.idea_ids

    def state(self, idea: Any) -> str:
        """Return the state of the support button for an idea (anything with id and author_id)."""
        member = self.viewer.is_authenticated
        if member and idea.author_id == self.viewer.id:
            return "own"
        if idea.id in self.idea_ids:
            return "kept" if self.closed else "on"
        if self.closed:
            return "closed"
        if not member:
            return "visitor"
        if not self.may_vote:
            return "team" if self.role else "unconfirmed"
        return "spent" if self.is_spent else "off"


def ballot_of(viewer: Any, challenge: Challenge, idea_ids: Iterable[int] = ()) -> BallotView:
    """Return a reader's ballot with their votes among `idea_ids`; one query for members, none for visitors."""
    closed = why_closed(challenge)
    if not viewer.is_authenticated:
        return BallotView(challenge, viewer, closed=closed)
    rows = db.session.execute(_ballot_rows(viewer.id, challenge, list(idea_ids))).all()
    values = {what: value for what, value, _ in rows}
    votes = frozenset(value for what, value, _ in rows if what == "vote")
    role = next((text for what, _, text in rows if what == "role"), None)
    return BallotView(challenge, viewer, values.get("used", 0), role, votes, closed)


def _ballot_rows(user_id: int, challenge: Challenge, idea_ids: list[int]) -> Select[Any]:
    """Select (what, number, text): how many supports are used, the role in the business, each own vote."""
    used = select(literal("used").label("what"), Ballot.used.label("value"), literal("").label("text")).where(
        Ballot.challenge_id == challenge.id, Ballot.user_id == user_id
    )
    role = select(literal("role"), literal(0), Membership.role).where(
        Membership.business_id == challenge.business_id, Membership.user_id == user_id
    )
    mine = select(literal("vote"), Vote.idea_id, literal("")).where(
        Vote.user_id == user_id, Vote.idea_id.in_(idea_ids)
    )
    parts = union_all(used, role, *([mine] if idea_ids else [])).subquery()
    return select(parts.c.what, parts.c.value, parts.c.text)


def supported_ideas(viewer: Any, challenge: Challenge) -> list[Idea]:
    """Return the ideas of a challenge that a person supports, the newest support first (at most 200)."""
    return list(db.session.scalars(_supported(viewer, challenge)).unique())


def _supported(viewer: Any, challenge: Challenge) -> Select[Any]:
    return (
        select(Idea)
        .join(Vote, Vote.idea_id == Idea.id)
        .join(Idea.author)
        .options(contains_eager(Idea.author))
        .where(Vote.user_id == viewer.id, Idea.challenge_id == challenge.id, Idea.listed)
        .order_by(Vote.created_at.desc(), Idea.id.desc())
        .limit(200)
    )


def drifted_votes() -> list[tuple[str, int, int, int]]:
    """Return (what, id, stored, true) wherever a counter of support differs from its rows; empty when well."""
    ideas, challenges = Idea.__table__, Challenge.__table__
    rows = aliased(Vote)
    votes = select(func.count()).where(rows.idea_id == ideas.c.id).scalar_subquery()
    people = select(func.count()).where(Ballot.challenge_id == challenges.c.id, Ballot.used > 0).scalar_subquery()
    given = (
        select(func.count())
        .select_from(Vote)
        .join(ideas, ideas.c.id == Vote.idea_id)
        .where(Vote.user_id == Ballot.user_id, ideas.c.challenge_id == Ballot.challenge_id)
        .scalar_subquery()
    )
    checks = (
        ("idea", select(ideas.c.id, ideas.c.vote_count, votes).where(ideas.c.vote_count != votes)),
        (
            "challenge",
            select(challenges.c.id, challenges.c.voter_count, people).where(challenges.c.voter_count != people),
        ),
        ("ballot", select(Ballot.user_id, Ballot.used, given).where(Ballot.used != given)),
    )
    return [(what, *row) for what, query in checks for row in db.session.execute(query)]
