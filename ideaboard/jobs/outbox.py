"""Put side effects into the outbox and deliver them: at least once, with back-off, deduplicated."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import event, select, update

from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.models import OutboxMessage, wait_before
from ideaboard.jobs.queue import job, periodic, start_soon

log = logging.getLogger("ideaboard.outbox")

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 12
_handlers: dict[str, Callable[[dict[str, Any]], None]] = {}


def handles(kind: str) -> Callable[[Callable[[dict[str, Any]], None]], Callable[[dict[str, Any]], None]]:
    """Register the function that delivers messages of `kind`; it gets the payload and may raise to be retried."""

    def register(function: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any]], None]:
        _handlers[kind] = function
        return function

    return register


def post_message(kind: str, payload: dict[str, Any], dedupe_key: str | None = None) -> None:
    """Add a message in the open transaction; a known `dedupe_key` adds nothing."""
    session = db.session
    if dedupe_key and session.scalar(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == dedupe_key)):
        return
    session.add(OutboxMessage(kind=kind, payload=payload, dedupe_key=dedupe_key))
    session().info["outbox-waiting"] = True


def init_outbox(app: Flask) -> None:
    """Wake the worker after every commit that left a message."""

    @event.listens_for(db.session, "after_commit")
    def wake(session: Any) -> None:
        if session.info.pop("outbox-waiting", False):
            start_soon(current_app._get_current_object(), "deliver-outbox")  # type: ignore[attr-defined]

    @event.listens_for(db.session, "after_rollback")
    def forget(session: Any) -> None:
        session.info.pop("outbox-waiting", None)


@periodic("sweep-outbox", minute="*")
def sweep() -> None:
    """Deliver what a missed wake-up or a back-off left."""
    deliver_due()


@job("deliver-outbox")
def deliver_due(limit: int = 100) -> int:
    """Deliver up to `limit` messages that are due; return how many were delivered."""
    delivered = 0
    for ident in _due_ids(limit):
        message = _lease(ident)
        if message is not None:
            delivered += _deliver(message)
    return delivered


def _due_ids(limit: int) -> list[int]:
    due = select(OutboxMessage.id).where(
        OutboxMessage.done_at.is_(None), OutboxMessage.parked_at.is_(None), OutboxMessage.due_at <= now()
    )
    ids = list(db.session.scalars(due.order_by(OutboxMessage.due_at).limit(limit)))
    db.session.commit()
    return ids


def _lease(ident: int) -> OutboxMessage | None:
    """Take a message for this worker by moving its due time; None when another worker was faster."""
    with transaction():
        taken = db.session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == ident, OutboxMessage.done_at.is_(None), OutboxMessage.due_at <= now())
            .values(due_at=now() + LEASE, attempts=OutboxMessage.attempts + 1)
            .execution_options(synchronize_session=False)
        )
        if not taken.rowcount:  # type: ignore[attr-defined]
            return None
        return db.session.get(OutboxMessage, ident, populate_existing=True)


def _deliver(message: OutboxMessage) -> int:
    try:
        _handlers[message.kind](message.payload)
    except Exception as error:
        log.warning("outbox %s (%s) failed: %s", message.id, message.kind, type(error).__name__, exc_info=error)
        _put_back(message, error)
        return 0
    with transaction():
        # What was sent (addresses, links with tokens) is not kept longer than needed.
        _set(message, done_at=now(), payload={}, last_error=None)
    return 1


def _put_back(message: OutboxMessage, error: Exception) -> None:
    parked = now() if message.attempts >= MOST_ATTEMPTS else None
    with transaction():
        due = now() + timedelta(seconds=wait_before(message.attempts))
        _set(message, due_at=due, parked_at=parked, last_error=f"{type(error).__name__}: {error}"[:300])


def _set(message: OutboxMessage, **values: Any) -> None:
    statement = update(OutboxMessage).where(OutboxMessage.id == message.id).values(**values)
    db.session.execute(statement.execution_options(synchronize_session=False))
