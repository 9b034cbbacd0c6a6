"""Give support and take it back: set, not toggled, each in one transaction.

Rows are locked in the same order everywhere: idea, vote, ballot, challenge. So no two requests wait for each other.
"""

import math
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, func, or_, select, update

from ideaboard.accounts.models import User
from ideaboard.businesses.models import Membership
from ideaboard.businesses.queries import role_of
from ideaboard.challenges.models import BUDGET, Challenge
from ideaboard.data.inserts import insert_if_new, upsert
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.ideas.models import HOT_SECONDS, Idea
from ideaboard.ideas.service import on_unlisted
from ideaboard.posts.policies import may_contribute
from ideaboard.votes.models import Ballot, Vote
from ideaboard.votes.wording import why_closed
from ideaboard.web.problems import NotAllowed, WrongState
from ideaboard.web.signing import network_hash

_IDEAS: Any = Idea.__table__
_CHALLENGES: Any = Challenge.__table__
# As in ideas.models.hot_at: a tenfold of support weighs HOT_SECONDS, and the column counts days.
_HOT_PER_LN = HOT_SECONDS / 86400 / math.log(10)


class BudgetSpent(WrongState):
    """All supports of the fair rule are given; one must come back first."""

    def __init__(self) -> None:
        super().__init__(_l("No support left. Take one back first."))


class _NothingToDo(Exception):
    """Another request of the same person was faster; what this one began is rolled back."""


def cast_vote(idea: Idea, voter: User) -> None:
    """Record `voter`'s support for `idea`; a second call changes nothing.

    Raises NotAllowed (own idea, own business, not confirmed), WrongState (closed, no longer on the board) and
    BudgetSpent.
    """
    must_be_allowed(idea, voter)
    idea_id, business_id = idea.id, idea.challenge.business_id
    try:
        with transaction():
            if not _count(idea.id, 1, ~_has_voted(idea.id, voter.id), ~_runs_it(idea, voter)):
                raise _NothingToDo
            vote = {"user_id": voter.id, "idea_id": idea.id, "idea_version": idea.version}
            if not insert_if_new(Vote, **vote, network_hash=network_hash()):
                raise _NothingToDo
            if _take_one(idea.challenge, voter.id) == 1:
                _count_voters(idea.challenge_id, 1)
    except _NothingToDo:
        _explain_nothing(idea_id, business_id, voter)


def withdraw_vote(idea: Idea, voter: User) -> None:
    """Take `voter`'s support for `idea` back; without support nothing changes. Raises WrongState when closed."""
    must_be_open(idea.challenge)
    try:
        with transaction():
            if not _count(idea.id, -1, _has_voted(idea.id, voter.id)):
                raise _NothingToDo
            mine = delete(Vote).where(Vote.idea_id == idea.id, Vote.user_id == voter.id).returning(Vote.user_id)
            if db.session.execute(mine).first() is None:
                raise _NothingToDo
            _give_back(idea.challenge_id, [voter.id])
    except _NothingToDo:
        pass  # There was nothing to take back.


@on_unlisted
def return_support(idea: Idea) -> None:
    """Give everybody's support for a withdrawn idea back to their ballots; the idea's row is locked by then."""
    voters = db.session.scalars(delete(Vote).where(Vote.idea_id == idea.id).returning(Vote.user_id)).all()
    if voters:
        _count(idea.id, -len(voters), listed=False)
        _give_back(idea.challenge_id, sorted(voters))


def must_be_allowed(idea: Idea, voter: User) -> None:
    """Raise NotAllowed or WrongState, saying why, unless this person may support the idea now.

    Whether the person runs the business is asked by the statement that counts, which costs no query.
    """
    if not may_contribute(voter):
        raise NotAllowed(_l("Confirm your e-mail address first, then support ideas."))
    if idea.author_id == voter.id:
        raise NotAllowed(_l("This is your idea"))
    must_be_open(idea.challenge)


def must_be_open(challenge: Challenge) -> None:
    """Raise WrongState, saying why, unless support can be given and taken back now."""
    if reason := why_closed(challenge):
        raise WrongState(reason)


def _count(idea_id: int, step: int, *conditions: ColumnElement[bool], listed: bool = True) -> bool:
    """Add `step` to the idea's support and move its hot rank; say whether the row was there to be changed."""
    votes = _IDEAS.c.vote_count
    # After waiting for the row PostgreSQL looks at it afresh, but not at the votes that `conditions` ask for.
    statement = update(_IDEAS).where(_IDEAS.c.id == idea_id, votes + step >= 0, *conditions)
    if listed:
        statement = statement.where(_IDEAS.c.listed)
    hot = _IDEAS.c.hot + _HOT_PER_LN * (func.ln(votes + step + 1) - func.ln(votes + 1))
    return bool(db.session.execute(statement.values(vote_count=votes + step, hot=hot)).rowcount)  # type: ignore[attr-defined]


def _has_voted(idea_id: int, user_id: int) -> ColumnElement[bool]:
    return select(Vote.user_id).where(Vote.idea_id == idea_id, Vote.user_id == user_id).exists()


def _runs_it(idea: Idea, voter: User) -> ColumnElement[bool]:
    business = idea.challenge.business_id
    return (
        select(Membership.user_id)
        .where(Membership.business_id == business, Membership.user_id == voter.id)
        .exists()
    )


def _take_one(challenge: Challenge, user_id: int) -> int:
    """Use one support of the person's ballot and return how many are used now. Raises BudgetSpent."""
    used = upsert(
        Ballot,
        {
            "challenge_id": challenge.id,
            "user_id": user_id,
            "used": 1,
            "budget": BUDGET if challenge.is_fair else None,
        },
        {"used": Ballot.used + 1},
        where=or_(Ballot.budget.is_(None), Ballot.used < Ballot.budget),
        returning=Ballot.used,
    )
    if used is None:
        raise BudgetSpent
    return int(used)


def _give_back(challenge_id: int, user_ids: list[int]) -> None:
    """Return one support to each ballot; who supports nothing any more is no longer counted."""
    if len(user_ids) > 1:
        _lock_ballots(challenge_id, user_ids)
    left = update(Ballot).where(Ballot.challenge_id == challenge_id, Ballot.user_id.in_(user_ids))
    used = db.session.scalars(
        left.values(used=Ballot.used - 1).returning(Ballot.used).execution_options(synchronize_session=False)
    ).all()
    if gone := sum(1 for count in used if count == 0):
        _count_voters(challenge_id, -gone)


def _lock_ballots(challenge_id: int, user_ids: list[int]) -> None:
    """Lock ballots by person: an UPDATE takes them as it finds them, and two would wait for each other."""
    theirs = select(Ballot.user_id).where(Ballot.challenge_id == challenge_id, Ballot.user_id.in_(user_ids))
    db.session.execute(theirs.order_by(Ballot.user_id).with_for_update(key_share=True))


def _count_voters(challenge_id: int, step: int) -> None:
    people = _CHALLENGES.c.voter_count
    db.session.execute(
        update(_CHALLENGES).where(_CHALLENGES.c.id == challenge_id).values(voter_count=people + step)
    )


def _explain_nothing(idea_id: int, business_id: int, voter: User) -> None:
    """Return when the support was there already; else raise what kept it from being counted."""
    if role_of(voter, business_id) is not None:
        raise NotAllowed(_l("You run this business, so you cannot support ideas in its challenge."))
    if not db.session.scalar(select(_IDEAS.c.listed).where(_IDEAS.c.id == idea_id)):
        raise WrongState(_l("This idea is no longer on the board."))
