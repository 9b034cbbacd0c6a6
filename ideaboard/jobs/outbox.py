"""Put side effects into the outbox and deliver them: at least once, with back-off, deduplicated."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from ideaboard.data.clock import now
from ideaboard.data.inserts import insert_if_new
from ideaboard.data.retention import kept_for
from ideaboard.data.transaction import transaction, when_committed
from ideaboard.extensions import db
from ideaboard.jobs.models import LONGEST_WAIT, OutboxMessage, wait_before
from ideaboard.jobs.pauses import Pauses
from ideaboard.jobs.queue import job, periodic, start_soon
from ideaboard.web.health import add_check

log = logging.getLogger("ideaboard.outbox")

LEASE = timedelta(minutes=5)
LATE = timedelta(minutes=15)
KEPT = kept_for("sent mails")
STUCK_KEPT = kept_for("stuck mails")
MOST_ATTEMPTS = 12
_handlers: dict[str, Callable[[dict[str, Any]], None]] = {}


class Away(Exception):
    """Whoever would take messages of a kind does not answer: none is tried for a while.

    `counts` when it stopped answering at this very message, which may be why.
    """

    def __init__(self, words: str, *, counts: bool = False) -> None:
        super().__init__(words)
        self.counts = counts


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
    app.extensions["outbox-pauses"] = Pauses()
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
    """Delete what was delivered long ago; until then its key keeps the same event from being told twice.

    What could never be delivered goes sooner: its text is still in it.
    """
    moment = now()
    delivered, stuck = OutboxMessage.done_at < moment - KEPT, OutboxMessage.parked_at < moment - STUCK_KEPT
    old = delete(OutboxMessage).where(or_(delivered, stuck))
    with transaction():
        return int(db.session.execute(old.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


@job("deliver-outbox")
def deliver_due(limit: int = 100) -> int:
    """Deliver up to `limit` messages that are due; return how many were delivered."""
    delivered = 0
    for ident, kind in _due(limit):
        with _pauses().place(kind) as is_free:
            message = _lease(ident) if is_free else None
            if message is not None:
                delivered += _deliver(message)
    return delivered


def _pauses() -> Pauses:
    found: Pauses = current_app.extensions["outbox-pauses"]
    return found


def _due(limit: int) -> list[tuple[int, str]]:
    due = select(OutboxMessage.id, OutboxMessage.kind).where(
        OutboxMessage.done_at.is_(None),
        OutboxMessage.parked_at.is_(None),
        _is_due(),
        OutboxMessage.kind.not_in(_pauses().kinds()),  # They would only stand in the way of the others.
    )
    found = [(row.id, row.kind) for row in db.session.execute(due.order_by(OutboxMessage.due_at).limit(limit))]
    db.session.commit()
    return found


def _is_due() -> ColumnElement[bool]:
    """Compare with the clock; nothing waits longer than LONGEST_WAIT unless the clock was wrong back then."""
    moment = now()
    return or_(OutboxMessage.due_at <= moment, OutboxMessage.due_at > moment + LONGEST_WAIT + LEASE)


def _lease(ident: int) -> OutboxMessage | None:
    """Take a message for this worker by moving its due time; None when another worker was faster."""
    with transaction():
        taken = db.session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == ident, OutboxMessage.done_at.is_(None), _is_due())
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
    _pauses().went_well(message.kind)
    with transaction():
        # What was sent (addresses, links with tokens) is not kept longer than needed.
        _set(message, done_at=now(), payload={}, last_error=None)
    return 1


def _put_back(message: OutboxMessage, error: Exception) -> None:
    attempts = message.attempts
    if isinstance(error, Away):
        _pauses().begin(message.kind)
        attempts -= not error.counts
    parked = now() if attempts >= MOST_ATTEMPTS else None
    due = now() + timedelta(seconds=wait_before(max(attempts, 1)))
    words = f"{type(error).__name__}: {error}"[:300]
    with transaction():
        _set(message, due_at=due, parked_at=parked, attempts=attempts, last_error=words)


def _set(message: OutboxMessage, **values: Any) -> None:
    statement = update(OutboxMessage).where(OutboxMessage.id == message.id).values(**values)
    db.session.execute(statement.execution_options(synchronize_session=False))
