"""Reads about support: a person's ballot, their own votes, and whether the counters are true."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, select, union_all
from sqlalchemy.orm import aliased, contains_eager

from ideaboard.businesses.models import Membership
from ideaboard.challenges.models import BUDGET, Challenge
from ideaboard.data.kept import Read
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.policies import may_contribute
from ideaboard.votes.models import COUNTED, QUARANTINED, Ballot, Vote
from ideaboard.votes.wording import why_closed

_IDEAS: Any = Idea.__table__


@dataclass(frozen=True)
class BallotView:
    """What a reader may do with support in one challenge, for templates."""

    challenge: Any  # a Challenge, or a PublicChallenge
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
        if idea.author_id == self._own_id:
            return "own"
        if idea.id in self.idea_ids:
            return "kept" if self.closed else "on"
        return self._otherwise

    @cached_property
    def _own_id(self) -> int | None:
        return self.viewer.id if self.viewer.is_authenticated else None

    @cached_property
    def _otherwise(self) -> str:
        """The state of every button of an idea that is neither the reader's own nor supported by them."""
        if self.closed:
            return "closed"
        if self._own_id is None:
            return "visitor"
        if not self.may_vote:
            return "team" if self.role else "unconfirmed"
        return "spent" if self.is_spent else "off"


def ballot_of(viewer: Any, challenge: Any, idea_ids: Iterable[int] = ()) -> BallotView:
    """Return a reader's ballot with their votes among `idea_ids`; one query for members, none for visitors."""
    closed = why_closed(challenge)
    if not viewer.is_authenticated:
        return BallotView(challenge, viewer, closed=closed)
    rows = _rows_of_ballot(viewer.id, challenge, list(idea_ids))
    values = {what: value for what, value, _ in rows}
    votes = frozenset(value for what, value, _ in rows if what == "vote")
    role = next((text for what, _, text in rows if what == "role"), None)
    return BallotView(challenge, viewer, values.get("used", 0), role, votes, closed)


def _rows_of_ballot(user_id: int, challenge: Any, idea_ids: list[int]) -> Sequence[Any]:
    """Return (what, number, text): how many supports are used, the role in the business, each own vote."""
    if len(idea_ids) > len(_ASKED):  # Too many for the short way.
        return db.session.execute(_select_ballot(user_id, challenge.id, challenge.business_id, idea_ids)).all()
    asked = dict(zip(_ASKED, [*idea_ids, *[0] * len(_ASKED)], strict=False))
    return _BALLOT.rows(user=user_id, challenge=challenge.id, business=challenge.business_id, **asked)


def _select_ballot(user_id: Any, challenge_id: Any, business_id: Any, idea_ids: list[Any]) -> Select[Any]:
    used = select(literal("used").label("what"), Ballot.used.label("value"), literal("").label("text")).where(
        Ballot.challenge_id == challenge_id, Ballot.user_id == user_id
    )
    role = select(literal("role"), literal(0), Membership.role).where(
        Membership.business_id == business_id, Membership.user_id == user_id
    )
    mine = select(literal("vote"), Vote.idea_id, literal("")).where(
        Vote.user_id == user_id, Vote.idea_id.in_(idea_ids)
    )
    parts = union_all(used, role, mine).subquery()
    return select(parts.c.what, parts.c.value, parts.c.text)


# A page of ideas and the one that is voted on; places that are not used ask for idea 0, which nobody has.
_ASKED = [f"idea_{place}" for place in range(21)]
_BALLOT = Read(
    lambda: _select_ballot(
        bindparam("user"), bindparam("challenge"), bindparam("business"), [bindparam(name) for name in _ASKED]
    )
)


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


def checked_in(mine: BallotView, idea_id: int | None = None) -> int:
    """Return how many supports of a challenge, or of one idea, are being checked; 0 for who does not run it.

    While counts are sealed nobody is told. Readers who do not run the business cost no query.
    """
    if mine.role is None or mine.challenge.counts_are_sealed:
        return 0
    here = Vote.idea_id == idea_id if idea_id else _IDEAS.c.challenge_id == mine.challenge.id
    found = select(func.count()).select_from(Vote).join(_IDEAS, _IDEAS.c.id == Vote.idea_id)
    return db.session.scalar(found.where(here, Vote.state == QUARANTINED, _IDEAS.c.listed)) or 0


def drifted_votes() -> list[tuple[str, int, int, int]]:
    """Return (what, id, stored, true) wherever a counter of support differs from its rows; empty when well."""
    ideas, challenges = Idea.__table__, Challenge.__table__
    rows = aliased(Vote)
    votes = select(func.count()).where(rows.idea_id == ideas.c.id, rows.state == COUNTED).scalar_subquery()
    there = (Ballot.challenge_id == challenges.c.id, Ballot.used > Ballot.held)
    people = select(func.count()).where(*there).scalar_subquery()
    every = (
        select(func.count())
        .select_from(Vote)
        .join(ideas, ideas.c.id == Vote.idea_id)
        .where(Vote.user_id == Ballot.user_id, ideas.c.challenge_id == Ballot.challenge_id)
    )
    given, held = every.scalar_subquery(), every.where(Vote.state != COUNTED).scalar_subquery()
    checks = (
        ("idea", select(ideas.c.id, ideas.c.vote_count, votes).where(ideas.c.vote_count != votes)),
        (
            "challenge",
            select(challenges.c.id, challenges.c.voter_count, people).where(challenges.c.voter_count != people),
        ),
        ("ballot", select(Ballot.user_id, Ballot.used, given).where(Ballot.used != given)),
        ("held", select(Ballot.user_id, Ballot.held, held).where(Ballot.held != held)),
    )
    return [(what, *row) for what, query in checks for row in db.session.execute(query)]
