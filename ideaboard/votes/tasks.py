"""Jobs of support."""

from sqlalchemy import ColumnElement, or_, update

from ideaboard.data.clock import now
from ideaboard.data.retention import kept_for
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.queue import periodic
from ideaboard.votes.models import Vote

ORIGIN_KEPT = kept_for("vote origins")


@periodic("forget-vote-networks", minute="20", hour="3")
def forget_networks() -> None:
    """Delete where votes came from after 30 days; it only serves to find rings while support is open."""
    with transaction():
        _forget(Vote.created_at <= now() - ORIGIN_KEPT)


def _forget(which: ColumnElement[bool]) -> None:
    known = or_(Vote.network_hash != "", Vote.device_hash != "")
    forgotten = update(Vote).where(which, known).values(network_hash="", device_hash="")
    db.session.execute(forgotten.execution_options(synchronize_session=False))
