"""What new people were about to do: kept until their address is confirmed, then done once."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select
from werkzeug.exceptions import HTTPException

from ideaboard.accounts import intents
from ideaboard.accounts.intents import Outcome
from ideaboard.accounts.models import User, WaitingIntent
from ideaboard.data.clock import now
from ideaboard.data.retention import kept_for
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.web.problems import Problem

MOST = 5
LASTS = kept_for("waiting")


def keep_waiting(user_id: int, data: dict[str, Any]) -> None:
    """Remember, in the open transaction, what to do once the address is confirmed; the last few count."""
    db.session.add(WaitingIntent(user_id=user_id, intent=data))
    db.session.flush()
    newest = select(WaitingIntent.id).where(WaitingIntent.user_id == user_id).order_by(WaitingIntent.id.desc())
    keep = list(db.session.scalars(newest.limit(MOST)))
    _forget(WaitingIntent.user_id == user_id, WaitingIntent.id.not_in(keep))


def forget_waiting(user_id: int) -> None:
    """Drop, in the open transaction, what a person was about to do."""
    _forget(WaitingIntent.user_id == user_id)


def sweep() -> None:
    """Forget what waited too long."""
    with transaction():
        _forget(WaitingIntent.created_at <= now() - LASTS)


def carry_out_waiting(person: User) -> list[Outcome]:
    """Do everything that waited, oldest first; what is refused comes back as an Outcome with its sentence."""
    mine = select(WaitingIntent).where(WaitingIntent.user_id == person.id).order_by(WaitingIntent.id)
    return [outcome for row in db.session.scalars(mine).all() if (outcome := _carry_out_once(person, row))]


def carry_out(person: User, data: dict[str, Any]) -> Outcome:
    """Do what a visitor was about to do; a refusal is said in words and leads nowhere (`to` is empty)."""
    try:
        return intents.carry_out(person, data)
    except (Problem, HTTPException) as refusal:
        return _refused(refusal)


def _carry_out_once(person: User, row: WaitingIntent) -> Outcome | None:
    """Do it and delete its row in one transaction; a row that another request took does nothing."""
    try:
        with transaction():
            return intents.carry_out(person, row.intent) if _forget(WaitingIntent.id == row.id) else None
    except (Problem, HTTPException) as refusal:
        with transaction():
            _forget(WaitingIntent.id == row.id)
        return _refused(refusal)


def _refused(refusal: Problem | HTTPException) -> Outcome:
    if isinstance(refusal, Problem):
        return Outcome("", str(refusal.message))
    return Outcome("", _("What you wanted to do is no longer there."))


def _forget(*where: Any) -> int:
    doomed = delete(WaitingIntent).where(*where).execution_options(synchronize_session=False)
    return int(db.session.execute(doomed).rowcount)  # type: ignore[attr-defined]
