"""Is what waits being worked on?"""

from collections.abc import Iterator

from flask import current_app
from sqlalchemy import func, select

from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.jobs.models import OutboxMessage
from ideaboard.jobs.outbox import LATE

MOST_JOBS = 500  # that may wait in the queue


def outbox() -> Iterator[str]:
    """Find messages that nobody delivers and those that were given up."""
    waits = (
        OutboxMessage.done_at.is_(None),
        OutboxMessage.parked_at.is_(None),
        OutboxMessage.due_at < now() - LATE,
    )
    late = db.session.scalar(select(func.count()).select_from(OutboxMessage).where(*waits))
    if late:
        yield f"{late} messages are due and not delivered: start `ideaboard worker` (or `serve`) and read its log"
    parked = db.session.execute(
        select(func.count(), func.max(OutboxMessage.last_error)).where(OutboxMessage.parked_at.is_not(None))
    ).one()
    if parked[0]:
        yield f"{parked[0]} messages were given up ({parked[1]}): check mail with `ideaboard mail-test EMAIL`"


def queue() -> Iterator[str]:
    """Find a queue that nobody empties, or that is away."""
    where = "IDEABOARD_REDIS_URL" if current_app.config["REDIS_URL"] else "jobs.db in IDEABOARD_INSTANCE"
    try:
        waiting = current_app.extensions["queue"].pending_count()
    except Exception as error:
        yield f"the queue is away ({type(error).__name__}): check {where}; pages are served, jobs wait"
        return
    if waiting > MOST_JOBS:
        yield f"{waiting} jobs wait in the queue: start `ideaboard worker` (or `serve`) and read its log"
