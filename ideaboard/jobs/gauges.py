"""What /metrics says of the outbox and the queue."""

from flask import current_app
from sqlalchemy import func, select

from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.jobs.models import OutboxMessage
from ideaboard.web.metrics import number

_WAITING = OutboxMessage.done_at.is_(None) & OutboxMessage.parked_at.is_(None)


@number("ideaboard_outbox_waiting", "Messages that are not delivered yet.")
def waiting() -> float:
    """Count them."""
    return float(db.session.scalar(select(func.count()).select_from(OutboxMessage).where(_WAITING)) or 0)


@number("ideaboard_outbox_late_seconds", "How long the message that is due longest has been due.")
def late_seconds() -> float:
    """Return 0 when none is due."""
    due_at = db.session.scalar(select(func.min(OutboxMessage.due_at)).where(_WAITING))
    return max(0.0, (now() - due_at).total_seconds()) if due_at else 0.0


@number("ideaboard_outbox_parked", "Messages that were given up after many attempts.")
def parked() -> float:
    """Count them."""
    given_up = OutboxMessage.parked_at.is_not(None) & OutboxMessage.done_at.is_(None)
    return float(db.session.scalar(select(func.count()).select_from(OutboxMessage).where(given_up)) or 0)


@number("ideaboard_queue_length", "Jobs that wait for a worker.")
def queue_length() -> float:
    """Ask the queue, wherever it is."""
    return float(current_app.extensions["queue"].pending_count())
