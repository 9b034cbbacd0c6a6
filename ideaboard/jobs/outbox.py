"""Put side effects into the outbox and deliver them: at least once, with back-off, deduplicated."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from ideaboard.data.clock import now
from ideaboard.data.inserts import insert_if_new
from ideaboard.data.transaction import transaction, when_committed
from ideaboard.extensions import db
from ideaboard.jobs.models import OutboxMessage, wait_before
from ideaboard.jobs.queue import job, periodic, start_soon
from ideaboard.web.health import add_check

log = logging.getLogger("ideaboard.outbox")

LEASE = timedelta(minutes=5)
LATE = timedelta(minutes=15)
KEPT = timedelta(days=60)
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
    if insert_if_new(OutboxMessage, kind=kind, payload=payload, dedupe_key=dedupe_key):
        when_committed(_wake_worker)


def init_outbox(app: Flask) -> None:
    """Let /readyz say whether messages are delivered."""
    add_check(app, "queue", _state)


def _state() -> str:
    """Say "ok" unless a message has been due for so long that no worker can be running."""
    oldest = select(func.min(OutboxMessage.due_at)).where(
        OutboxMessage.done_at.is_(None), OutboxMessage.parked_at.is_(None)
    )
    try:
        due_at = db.session.scalar(oldest)
    except SQLAlchemyError:
        db.session.rollback()
        return "unknown"
    return "ok" if due_at is None or now() - due_at < LATE else f"a message waits since {due_at:%Y-%m-%d %H:%M} UTC"


def _wake_worker() -> None:
    start_soon(current_app._get_current_object(), "deliver-outbox")  # type: ignore[attr-defined]


@periodic("sweep-outbox", minute="*")
def sweep() -> None:
    """Deliver what a missed wake-up or a back-off left."""
    deliver_due()


@periodic("forget-delivered", hour="3", minute="20")
def forget_delivered() -> int:
    """Delete what was delivered long ago; until then its key keeps the same event from being told twice."""
    old = delete(OutboxMessage).where(OutboxMessage.done_at < now() - KEPT)
    with transaction():
        return int(db.session.execute(old.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


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
        db.session.rollback()  # Whatever the handler left open or broken.
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
