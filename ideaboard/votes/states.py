"""Take votes out of the count and put them back, in the open transaction; their ballots stay used."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, update

from ideaboard.data.transaction import in_transaction
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.votes.counting import count_by, hold_back, let_count
from ideaboard.votes.counts.service import correct
from ideaboard.votes.models import COUNTED, Vote

_IDEAS: Any = Idea.__table__


def change_state(idea_id: int, user_ids: Iterable[int], *, expected: str, to: str) -> list[int]:
    """Move these people's votes for an idea from one state to another, and every counter with them.

    Return whose votes were moved: those given back meanwhile, or in another state, are left as they are. The idea's
    row is locked first, so that nobody gives or takes back support meanwhile. A count that is frozen is corrected.
    """
    if not in_transaction():
        raise RuntimeError("votes change their state inside `with transaction()`")
    row = select(_IDEAS.c.challenge_id, _IDEAS.c.frozen).where(_IDEAS.c.id == idea_id)
    idea = db.session.execute(row.with_for_update(key_share=True)).one()
    moved = _moved(idea_id, sorted(set(user_ids)), expected, to)
    step = len(moved) * ((to == COUNTED) - (expected == COUNTED))
    if step:
        count_by(idea_id, step)
        (let_count if step > 0 else hold_back)(idea.challenge_id, moved)
    if step and idea.frozen:
        correct(idea.challenge_id, idea_id, step)
    return moved


def _moved(idea_id: int, user_ids: list[int], expected: str, to: str) -> list[int]:
    theirs = update(Vote).where(Vote.idea_id == idea_id, Vote.user_id.in_(user_ids), Vote.state == expected)
    moving = theirs.values(state=to).returning(Vote.user_id).execution_options(synchronize_session=False)
    return sorted(db.session.scalars(moving)) if user_ids else []
