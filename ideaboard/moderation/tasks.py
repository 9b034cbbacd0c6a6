"""What the clock does for decisions: after the time for undo, a removal is done for good."""

from sqlalchemy import select, update

from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.ideas.service import give_support_back
from ideaboard.jobs.queue import periodic
from ideaboard.moderation.models import REMOVE, Decision
from ideaboard.moderation.policies import UNDO_FOR
from ideaboard.posts.models import REMOVED

BATCH = 100


@periodic("settle-removals", minute="*/5")
def settle() -> int:
    """Return the support of ideas that stay removed to who gave it; return how many removals were settled."""
    due = select(Decision.id).where(
        Decision.action == REMOVE,
        Decision.undone_at.is_(None),
        Decision.settled_at.is_(None),
        Decision.made_at <= now() - UNDO_FOR,
    )
    ids = list(db.session.scalars(due.order_by(Decision.id).limit(BATCH)))
    db.session.commit()
    for ident in ids:
        with transaction():
            _settle(ident)
    return len(ids)


def _settle(decision_id: int) -> None:
    post_id = db.session.scalar(select(Decision.post_id).where(Decision.id == decision_id))
    idea = db.session.get(Idea, post_id, populate_existing=True)
    if idea is not None:
        give_support_back(idea, only_if=REMOVED)
    done = update(Decision).where(Decision.id == decision_id).values(settled_at=now())
    db.session.execute(done.execution_options(synchronize_session=False))
