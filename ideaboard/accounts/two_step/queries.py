"""Reads about the second step."""

from datetime import timedelta

from sqlalchemy import func, select

from ideaboard.accounts.two_step.models import RecoveryCode, TwoStep
from ideaboard.data.clock import now
from ideaboard.extensions import db

SETTING_UP = timedelta(minutes=30)


def two_step_of(person_id: int) -> TwoStep | None:
    """Return the second step of a person, if they sign in with one."""
    mine = select(TwoStep).where(TwoStep.user_id == person_id, TwoStep.confirmed_at.is_not(None))
    return db.session.scalar(mine.execution_options(populate_existing=True))


def under_way(person_id: int, session_id: int | None) -> TwoStep | None:
    """Return what this browser of a person began to set up a short while ago and has not confirmed yet."""
    begun = select(TwoStep).where(
        TwoStep.user_id == person_id,
        TwoStep.session_id == session_id,
        TwoStep.confirmed_at.is_(None),
        TwoStep.started_at > now() - SETTING_UP,
    )
    return db.session.scalar(begun.execution_options(populate_existing=True))


def codes_left(person_id: int) -> int:
    """Return how many recovery codes a person has not used yet."""
    unused = (RecoveryCode.user_id == person_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0
