"""Give support and take it back: set, not toggled, each in one transaction.

Rows are locked in the same order everywhere: person, idea, vote, ballot, challenge. So no two requests wait for
each other.
"""

from contextlib import suppress
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, bindparam, delete, select

from ideaboard.accounts.models import User
from ideaboard.businesses.models import Membership
from ideaboard.businesses.queries import role_of
from ideaboard.data.clock import now
from ideaboard.data.prepared import Insert, Write
from ideaboard.data.transaction import transaction
from ideaboard.data.types import BigId
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.ideas.service import on_unlisted
from ideaboard.ideas.votable import VotableIdea
from ideaboard.posts.locking import lock_person
from ideaboard.posts.policies import may_contribute, must_not_be_silenced
from ideaboard.posts.quotas import SUPPORT, SUPPORT_AUTHOR, has_room, room_values, take
from ideaboard.votes.counting import count_by, count_down, counting_up, give_back, take_one
from ideaboard.votes.models import COUNTED, Vote
from ideaboard.votes.wording import why_closed
from ideaboard.web.devices import device_hash
from ideaboard.web.problems import NotAllowed, WrongState
from ideaboard.web.signing import network_hash

_IDEAS: Any = Idea.__table__
PACES = (SUPPORT, SUPPORT_AUTHOR)


class Given(NamedTuple):
    """What a new support brought: the idea's count, and how many of the ballot are used."""

    votes: int
    used: int


class BudgetSpent(WrongState):
    """All supports of the fair rule are given; one must come back first."""

    def __init__(self) -> None:
        super().__init__(_l("No support left. Take one back first."))


class _NothingToDo(Exception):
    """Another request of the same person was faster; what this one began is rolled back."""


def cast_vote(idea: Idea | VotableIdea, voter: User) -> Given | None:
    """Record `voter`'s support for `idea`; return what is counted then. A second call changes nothing: None.

    Raises NotAllowed (own idea, own business, not confirmed), WrongState (closed, no longer on the board),
    TooFast and BudgetSpent.
    """
    must_be_allowed(idea, voter)
    idea_id, author_id, business_id = idea.id, idea.author_id, idea.challenge.business_id
    who = {"idea": idea_id, "voter": voter.id, "author": author_id, "business": business_id}
    room = room_values(voter, *PACES)
    vote = {"version": idea.version, "network": network_hash(), "device": device_hash(), "at": now()}
    try:
        with transaction():
            lock_person(voter.id)  # Or parallel votes would not see each other where they are counted.
            counted = _COUNT.first(**who, **room)
            if counted is None or _KEEP.first(idea=idea_id, voter=voter.id, **vote) is None:
                raise _NothingToDo
            used = take_one(idea.challenge, voter.id)
            if used is None:
                raise BudgetSpent
        return Given(counted.vote_count, used)
    except _NothingToDo:
        _explain_nothing(idea_id, author_id, business_id, voter)
        return None


def _counting(_insert: Insert) -> Any:
    """Count a support that is new, of somebody who does not run the business and has room for it."""
    idea, voter, author, business = (
        bindparam(name, type_=BigId) for name in ("idea", "voter", "author", "business")
    )
    room = (has_room(action, voter, author_id=author) for action in PACES)
    return counting_up(idea, ~_has_voted(idea, voter), ~_runs_it(business, voter), *room)


def _keeping(insert: Insert) -> Any:
    vote: dict[str, Any] = {
        "user_id": bindparam("voter"),
        "idea_id": bindparam("idea"),
        "idea_version": bindparam("version"),
    }
    source: dict[str, Any] = {"network_hash": bindparam("network"), "device_hash": bindparam("device")}
    added = insert(Vote.__table__).values(**vote, **source, state=COUNTED, created_at=bindparam("at"))
    # Asked for what was inserted, because the drivers do not agree on the row count of such a statement.
    return added.on_conflict_do_nothing().returning(Vote.idea_id)


_COUNT, _KEEP = Write(_counting), Write(_keeping)


def withdraw_vote(idea: Idea | VotableIdea, voter: User) -> None:
    """Take `voter`'s support for `idea` back; without support nothing changes. Raises WrongState when closed."""
    must_be_open(idea.challenge)
    given = idea.id, idea.challenge.id, voter.id
    try:
        with transaction():
            _take_back(*given)
    except _NothingToDo:
        # There was nothing to take back; or it went out of the count while we waited, and now we know.
        if db.session.scalar(select(_has_voted(idea_id=given[0], user_id=given[2]))):
            with suppress(_NothingToDo), transaction():
                _take_back(*given)


def _take_back(idea_id: int, challenge_id: int, user_id: int) -> None:
    taken = count_down(idea_id, user_id)
    if taken is None:
        raise _NothingToDo
    mine = delete(Vote).where(Vote.idea_id == idea_id, Vote.user_id == user_id).returning(Vote.state)
    state = db.session.scalar(mine)
    if state is None:
        raise _NothingToDo
    is_counted = state == COUNTED
    count_by(idea_id, taken - is_counted)
    give_back(challenge_id, [user_id], held=not is_counted)


@on_unlisted
def return_support(idea: Idea) -> None:
    """Give everybody's support for a withdrawn idea back to their ballots; the idea's row is locked by then."""
    gone = delete(Vote).where(Vote.idea_id == idea.id).returning(Vote.user_id, Vote.state)
    voters = db.session.execute(gone).all()
    counted = sorted(row.user_id for row in voters if row.state == COUNTED)
    held = sorted(row.user_id for row in voters if row.state != COUNTED)
    count_by(idea.id, -len(counted))
    give_back(idea.challenge_id, counted)
    give_back(idea.challenge_id, held, held=True)


def must_be_allowed(idea: Idea | VotableIdea, voter: User) -> None:
    """Raise NotAllowed or WrongState, saying why, unless this person may support the idea now.

    Whether the person runs the business is asked by the statement that counts, which costs no query.
    """
    must_not_be_silenced(voter)
    if not may_contribute(voter):
        raise NotAllowed(_l("Confirm your e-mail address first, then support ideas."))
    if idea.author_id == voter.id:
        raise NotAllowed(_l("This is your idea"))
    must_be_open(idea.challenge)


def must_be_open(challenge: Any) -> None:
    """Raise WrongState, saying why, unless support can be given and taken back now."""
    if reason := why_closed(challenge):
        raise WrongState(reason)


def _has_voted(idea_id: Any, user_id: Any) -> ColumnElement[bool]:
    return select(Vote.user_id).where(Vote.idea_id == idea_id, Vote.user_id == user_id).exists()


def _runs_it(business_id: Any, user_id: Any) -> ColumnElement[bool]:
    mine = select(Membership.user_id).where(Membership.business_id == business_id, Membership.user_id == user_id)
    return mine.exists()


def _explain_nothing(idea_id: int, author_id: int, business_id: int, voter: User) -> None:
    """Return when the support was there already; else raise what kept it from being counted."""
    if role_of(voter, business_id) is not None:
        raise NotAllowed(_l("You run this business, so you cannot support ideas in its challenge."))
    there = select(_IDEAS.c.listed, _IDEAS.c.frozen, _has_voted(idea_id, voter.id).label("is_given"))
    idea = db.session.execute(there.where(_IDEAS.c.id == idea_id)).one()
    if not idea.listed:
        raise WrongState(_l("This idea is no longer on the board."))
    if idea.is_given:
        return
    if idea.frozen:
        raise WrongState(_l("Support has closed."))
    with transaction():
        take(voter, *PACES, author_id=author_id)
