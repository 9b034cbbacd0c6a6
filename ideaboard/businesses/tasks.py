"""What the clock does for businesses: invitations that ran out or were used are forgotten."""

from sqlalchemy import delete, or_

from ideaboard.businesses.models import Invitation
from ideaboard.data.clock import now
from ideaboard.data.retention import kept_for
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.queue import periodic

KEPT = kept_for("invitations")


@periodic("sweep-invitations", minute="11", hour="3")
def sweep() -> int:
    """Delete old invitations, which hold addresses; return how many."""
    before = now() - KEPT
    with transaction():
        old = delete(Invitation).where(or_(Invitation.expires_at < before, Invitation.accepted_at < before))
        gone = db.session.execute(old.execution_options(synchronize_session=False))
        return int(gone.rowcount)  # type: ignore[attr-defined]
