"""What the clock does for notices."""

from sqlalchemy import select

from ideaboard.data.clock import now
from ideaboard.data.retention import kept_for
from ideaboard.extensions import db
from ideaboard.jobs.queue import periodic
from ideaboard.notifications.models import Notice
from ideaboard.notifications.service import forget_old

KEPT = kept_for("notices")
BATCH = 500


@periodic("sweep-notices", minute="37", hour="3")
def sweep() -> int:
    """Delete notices after 180 days, person by person; return how many."""
    before, swept = now() - KEPT, 0
    some = select(Notice.user_id).where(Notice.created_at < before).distinct().limit(BATCH)
    while people := list(db.session.scalars(some)):
        swept += sum(forget_old(person, before) for person in people)
    db.session.commit()
    return swept
