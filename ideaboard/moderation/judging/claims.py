"""Who reads a case now: for ten minutes nobody else decides about it. Renewed while its page is open."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import OPEN, Case
from ideaboard.moderation.judging.conflicts import may_decide_condition

LASTS = timedelta(minutes=10)


def claim(case_id: int, moderator: Any) -> bool:
    """Take a case for ten minutes, or for ten more.

    False when it is decided, when somebody else has it, or when it is not theirs to decide.
    """
    with transaction():
        able = select(Case.id).where(Case.id == case_id, may_decide_condition(moderator))
        if db.session.scalar(able) is None:
            return False
        return _set(case_id, _is_free(moderator.id), moderator.id, now() + LASTS)


def renew(case_id: int, moderator: Any) -> bool:
    """Keep a case that one holds for ten minutes more; False when it is lost."""
    with transaction():
        return _set(case_id, Case.claimed_by_id == moderator.id, moderator.id, now() + LASTS)


def release(case_id: int, moderator: Any) -> bool:
    """Let go of a case; False when one did not hold it."""
    with transaction():
        return _set(case_id, Case.claimed_by_id == moderator.id, None, None)


def holder_of(case: Any, *, besides: int) -> User | None:
    """Return who else holds a case now; a claim of somebody who is no moderator any more counts for nothing."""
    if case.claimed_by_id in (None, besides) or case.claimed_until <= now():
        return None
    holder = select(User).where(User.id == case.claimed_by_id, User.id.in_(_able()))
    return db.session.scalar(holder)


def _set(case_id: int, condition: ColumnElement[bool], holder: int | None, until: datetime | None) -> bool:
    taking = update(Case).where(Case.id == case_id, Case.status == OPEN, condition)
    taken = taking.values(claimed_by_id=holder, claimed_until=until).returning(Case.id)
    return db.session.scalar(taken.execution_options(synchronize_session=False)) is not None


def _is_free(moderator_id: int) -> ColumnElement[bool]:
    return or_(
        Case.claimed_by_id.is_(None),
        Case.claimed_by_id == moderator_id,
        Case.claimed_until <= now(),
        Case.claimed_by_id.not_in(_able()),
    )


def _able() -> Any:
    return select(User.id).where(or_(User.is_moderator, User.is_admin), User.closed_at.is_(None))
