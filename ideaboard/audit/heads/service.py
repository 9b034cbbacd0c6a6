"""Publish the head of the log, once a day; who wants to know is told in the same transaction."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import func, select

from ideaboard.audit.heads.models import AuditHead
from ideaboard.audit.models import AuditEntry
from ideaboard.data.clock import now
from ideaboard.data.inserts import insert_if_new
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.web.formats import zone_info

_told: list[Callable[[AuditHead], None]] = []


def on_published(function: Callable[[AuditHead], None]) -> Callable[[AuditHead], None]:
    """Register what is called with a new head, in the transaction that publishes it."""
    _told.append(function)
    return function


def publish_head() -> AuditHead | None:
    """Publish today's head. None when today has one already, or when the log is empty."""
    with transaction():
        # One statement, so that the number and the row are of one moment.
        counted = select(func.count(AuditEntry.id)).scalar_subquery()
        newest = select(AuditEntry.id, AuditEntry.hash, counted.label("entries")).order_by(AuditEntry.id.desc())
        row = db.session.execute(newest.limit(1)).first()
        day = day_of(now())
        if row is None or db.session.get(AuditHead, day) is not None:
            return None
        about = {"entry_id": row.id, "entries": row.entries, "hash": row.hash, "published_at": now()}
        if not insert_if_new(AuditHead, day=day, **about):
            return None
        head = db.session.get_one(AuditHead, day)
        for tell in _told:
            tell(head)
        return head


def day_of(moment: datetime) -> date:
    """Return the day that it is in Jakarta."""
    return moment.astimezone(zone_info("WIB")).date()
