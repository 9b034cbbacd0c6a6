"""Sealed copies go when nobody needs them any more."""

from sqlalchemy import delete, select

from ideaboard.data.clock import now
from ideaboard.data.retention import kept_for
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.queue import periodic
from ideaboard.moderation.orders.models import LegalOrder, SealedCopy

KEPT = kept_for("sealed copies")  # after an order was lifted; the post itself has its versions


@periodic("sweep-sealed-copies", minute="17", hour="3")
def sweep_copies() -> int:
    """Delete the copies of orders that were lifted long ago; return how many."""
    over = select(LegalOrder.id).where(LegalOrder.lifted_at < now() - KEPT)
    with transaction():
        gone = db.session.execute(delete(SealedCopy).where(SealedCopy.order_id.in_(over)))
        return int(gone.rowcount)  # type: ignore[attr-defined]
