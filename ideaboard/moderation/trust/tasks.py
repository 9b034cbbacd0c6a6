"""What the clock does for trust: every night the levels follow what has stood since."""

from typing import Any

from sqlalchemy import or_, select

from ideaboard.accounts.models import User
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.queue import periodic
from ideaboard.moderation.trust.models import TrustGrant
from ideaboard.moderation.trust.service import recompute_all
from ideaboard.posts.models import PUBLISHED, Post

BATCH = 200


@periodic("recompute-trust", minute="5", hour="18")  # soon after midnight in Jakarta
def recompute_everybody() -> int:
    """Bring everybody's level up to date, in batches; return how many people were looked at."""
    last, seen = 0, 0
    while ids := _next(last):
        with transaction():
            recompute_all(ids)
        last, seen = ids[-1], seen + len(ids)
    return seen


def _next(after: int) -> list[int]:
    """Return the next people whose level can be another one: who never posted and was given nothing stays new."""
    posts: Any = Post.__table__
    wrote = select(posts.c.id).where(posts.c.author_id == User.id, posts.c.status == PUBLISHED).exists()
    given = select(TrustGrant.id).where(TrustGrant.person_id == User.id).exists()
    some = select(User.id).where(User.id > after, User.closed_at.is_(None))
    ids = list(
        db.session.scalars(some.where(or_(User.trust_level > 0, wrote, given)).order_by(User.id).limit(BATCH))
    )
    db.session.commit()
    return ids
