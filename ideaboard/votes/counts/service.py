"""Keep the counts of a challenge when its support ends, and note what is decided later."""

from typing import Any

from sqlalchemy import func, select, update

from ideaboard.audit.service import record
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.data.inserts import insert_if_new
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.votes.counts.canonical import Row, canonical, digest
from ideaboard.votes.counts.models import CountCorrection, FrozenBoard, FrozenCount
from ideaboard.votes.counts.queries import Counts, counts_of
from ideaboard.votes.models import QUARANTINED, Vote

_IDEAS: Any = Idea.__table__
_CHALLENGES: Any = Challenge.__table__


def freeze(challenge_id: int) -> bool:
    """Keep the counts of a challenge whose support has ended; say whether this call did, and not an earlier one.

    From then on no vote comes or goes: every idea's row says so, and whoever was just voting has locked it before,
    or finds it closed. Nothing is kept of a challenge that was cancelled before, or that is not public.
    """
    with transaction():
        board = _closed_board(challenge_id)
        if board is None:
            return False
        _stop_votes(challenge_id)
        rows = _rows(challenge_id)
        voters = int(db.session.scalar(_people(challenge_id)) or 0)
        made = digest(canonical(board.id, board.support_close_at, voters, rows))
        header = {"challenge_id": challenge_id, "closed_at": board.support_close_at, "voters": voters}
        if not insert_if_new(FrozenBoard, **header, digest=made):
            return False
        _keep(challenge_id, rows)
        record("votes.freeze", "challenge", challenge_id, actor_id=None, after={"digest": made, "ideas": len(rows)})
        return True


def kept_counts(challenge: Challenge) -> Counts | None:
    """Return the counts of a challenge at closing, kept now if no job has done it yet; None while there are none.

    A cancelled board that was sealed stays sealed.
    """
    if challenge.counts_are_sealed or challenge.support_close_at is None or now() < challenge.support_close_at:
        return None
    ident = challenge.id
    return counts_of(ident) or (counts_of(ident) if freeze(ident) else None)


def correct(challenge_id: int, idea_id: int, step: int) -> None:
    """Note, in the open transaction, that a kept count has changed since."""
    if db.session.scalar(select(FrozenBoard.challenge_id).where(FrozenBoard.challenge_id == challenge_id)):
        db.session.add(CountCorrection(challenge_id=challenge_id, idea_id=idea_id, step=step))
        db.session.flush()


def _closed_board(challenge_id: int) -> Any:
    """Return id and closing of a public challenge that is to be frozen now."""
    done = select(FrozenBoard.challenge_id).where(FrozenBoard.challenge_id == challenge_id)
    found = select(_CHALLENGES.c.id, _CHALLENGES.c.support_close_at).where(
        _CHALLENGES.c.id == challenge_id, _CHALLENGES.c.listed, _CHALLENGES.c.support_close_at <= now()
    )
    return db.session.execute(found.where(~done.exists())).first()


def _stop_votes(challenge_id: int) -> None:
    """Lock the ideas by number, so that nobody waits in a circle, and close them."""
    theirs = select(_IDEAS.c.id).where(_IDEAS.c.challenge_id == challenge_id).order_by(_IDEAS.c.id)
    db.session.execute(theirs.with_for_update(key_share=True))
    db.session.execute(update(_IDEAS).where(_IDEAS.c.challenge_id == challenge_id).values(frozen=True))


def _rows(challenge_id: int) -> list[Row]:
    checked = select(func.count()).where(Vote.idea_id == _IDEAS.c.id, Vote.state == QUARANTINED).scalar_subquery()
    listed = select(_IDEAS.c.id, _IDEAS.c.vote_count, checked).where(
        _IDEAS.c.challenge_id == challenge_id, _IDEAS.c.listed
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(listed.order_by(_IDEAS.c.id))]


def _people(challenge_id: int) -> Any:
    return select(_CHALLENGES.c.voter_count).where(_CHALLENGES.c.id == challenge_id)


def _keep(challenge_id: int, rows: list[Row]) -> None:
    db.session.add_all(
        FrozenCount(challenge_id=challenge_id, idea_id=idea, votes=votes, checking=checking)
        for idea, votes, checking in rows
    )
    db.session.flush()
