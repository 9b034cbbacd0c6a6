"""The counters of support: each changed by a step, in the transaction that changes the rows they count.

Rows are locked in the same order everywhere: idea, vote, ballot, challenge. So no two requests wait for each other.
"""

import math
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select, update

from ideaboard.challenges.models import BUDGET, Challenge
from ideaboard.data.prepared import Insert, Write
from ideaboard.extensions import db
from ideaboard.ideas.models import HOT_SECONDS, Idea
from ideaboard.votes.models import COUNTED, Ballot, Vote

_IDEAS: Any = Idea.__table__
_CHALLENGES: Any = Challenge.__table__
# As in ideas.models.hot_at: a tenfold of support weighs HOT_SECONDS, and the column counts days.
_HOT_PER_LN = HOT_SECONDS / 86400 / math.log(10)
_COUNTED_THERE = Ballot.used - Ballot.held  # of a ballot's supports: somebody with none of them is not counted


def counting_up(idea_id: Any, *conditions: ColumnElement[bool]) -> Any:
    """Return the statement that adds one to a listed idea's support while it is open, and tells how many it has."""
    moved = _moving(idea_id, 1, _IDEAS.c.listed, ~_IDEAS.c.frozen, *conditions)
    return moved.returning(_IDEAS.c.vote_count)


def count_down(idea_id: int, user_id: int) -> int | None:
    """Take away what a person's vote counts for, which is 1 or 0, and return it; None when there is no such vote.

    After waiting for the idea's row PostgreSQL looks at that afresh, but not at the votes. So whoever deletes the
    vote next must compare.
    """
    mine = select(func.count()).where(Vote.idea_id == idea_id, Vote.user_id == user_id)
    counts = mine.where(Vote.state == COUNTED).scalar_subquery()
    return _move(idea_id, -counts, _IDEAS.c.listed, ~_IDEAS.c.frozen, mine.scalar_subquery() == 1)


def count_by(idea_id: int, step: int) -> None:
    """Add `step` to an idea's support whatever its state."""
    if step:
        _move(idea_id, step)


def _move(idea_id: int, step: Any, *conditions: ColumnElement[bool]) -> int | None:
    """Add `step` to the idea's support and move its hot rank; return how far, or None when nothing was changed."""
    statement = _moving(idea_id, step, *conditions)
    if isinstance(step, int):
        return step if db.session.execute(statement).rowcount else None  # type: ignore[attr-defined]
    moved = db.session.scalar(statement.returning(-step))
    return None if moved is None else int(moved)


def _moving(idea_id: Any, step: Any, *conditions: ColumnElement[bool]) -> Any:
    votes = _IDEAS.c.vote_count
    statement = update(_IDEAS).where(_IDEAS.c.id == idea_id, votes + step >= 0, *conditions)
    hot = _IDEAS.c.hot + _HOT_PER_LN * (func.ln(votes + step + 1) - func.ln(votes + 1))
    return statement.values(vote_count=votes + step, hot=hot)


def take_one(challenge: Any, user_id: int) -> int | None:
    """Use one support of the person's ballot; return how many are used now, or None when none was left.

    Who supports anything is counted.
    """
    budget = BUDGET if challenge.is_fair else None
    ballot = _TAKE.first(challenge_id=challenge.id, user_id=user_id, budget=budget)
    if ballot is None:
        return None
    if ballot.counted == 1:
        _count_voters(challenge.id, 1)
    return int(ballot.used)


def _taking(insert: Insert) -> Any:
    table: Any = Ballot.__table__
    mine: dict[str, Any] = {name: bindparam(name) for name in ("challenge_id", "user_id", "budget")}
    taken = insert(table).values(**mine, used=1, held=0)
    has_some = or_(table.c.budget.is_(None), table.c.used < table.c.budget)
    changed = taken.on_conflict_do_update(
        index_elements=["challenge_id", "user_id"], set_={"used": table.c.used + 1}, where=has_some
    )
    return changed.returning(table.c.used, (table.c.used - table.c.held).label("counted"))


_TAKE = Write(_taking)


def give_back(challenge_id: int, user_ids: list[int], *, held: bool = False) -> None:
    """Return one support to each ballot, or one that was `held`; who has none that counts is no longer counted."""
    change = {"used": Ballot.used - 1, **({"held": Ballot.held - 1} if held else {})}
    gone = sum(1 for counted in _change_ballots(challenge_id, user_ids, change) if counted == 0)
    if gone and not held:  # Who had none that counts before is not in the number.
        _count_voters(challenge_id, -gone)


def hold_back(challenge_id: int, user_ids: list[int]) -> None:
    """Let one support of each ballot count for nothing; it stays used."""
    left = _change_ballots(challenge_id, user_ids, {"held": Ballot.held + 1})
    _count_voters(challenge_id, -left.count(0))


def let_count(challenge_id: int, user_ids: list[int]) -> None:
    """Let one support of each ballot count again."""
    left = _change_ballots(challenge_id, user_ids, {"held": Ballot.held - 1})
    _count_voters(challenge_id, left.count(1))


def _change_ballots(challenge_id: int, user_ids: list[int], change: dict[str, Any]) -> list[int]:
    """Change ballots and return how many supports of each count now."""
    if not user_ids:
        return []
    if len(user_ids) > 1:
        _lock_ballots(challenge_id, user_ids)
    changed = (
        update(Ballot).where(Ballot.challenge_id == challenge_id, Ballot.user_id.in_(user_ids)).values(**change)
    )
    found = changed.returning(_COUNTED_THERE).execution_options(synchronize_session=False)
    return [int(row[0]) for row in db.session.execute(found)]


def _lock_ballots(challenge_id: int, user_ids: list[int]) -> None:
    """Lock ballots by person: an UPDATE takes them as it finds them, and two would wait for each other."""
    theirs = select(Ballot.user_id).where(Ballot.challenge_id == challenge_id, Ballot.user_id.in_(user_ids))
    db.session.execute(theirs.order_by(Ballot.user_id).with_for_update(key_share=True))


def _count_voters(challenge_id: int, step: int) -> None:
    if step:
        people = _CHALLENGES.c.voter_count
        moved = update(_CHALLENGES).where(_CHALLENGES.c.id == challenge_id).values(voter_count=people + step)
        db.session.execute(moved)
