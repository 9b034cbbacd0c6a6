"""What the clock does for reports: where they came from is forgotten after a day."""

from sqlalchemy import delete

from ideaboard.data.clock import now
from ideaboard.data.retention import kept_for
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.queue import periodic
from ideaboard.moderation.reports.models import ReportNetwork

KEPT = kept_for("report networks")


@periodic("sweep-report-networks", minute="41")
def sweep() -> int:
    """Forget the networks of older reports; return how many."""
    with transaction():
        old = delete(ReportNetwork).where(ReportNetwork.at <= now() - KEPT)
        gone = db.session.execute(old.execution_options(synchronize_session=False))
        return int(gone.rowcount)  # type: ignore[attr-defined]
