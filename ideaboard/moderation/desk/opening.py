"""Open a case: claim it for whoever reads it, let go of the one before; or make one for a post met on a page."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import OPEN, POST, Case
from ideaboard.moderation.cases.service import case_of, open_case
from ideaboard.moderation.judging.claims import claim, release
from ideaboard.moderation.judging.conflicts import standing_of
from ideaboard.moderation.judging.holding import DECIDABLE
from ideaboard.posts.models import Post
from ideaboard.web.problems import NotAllowed

_POSTS: Any = Post.__table__


def open_for(case: Case, moderator: Any) -> bool:
    """Claim a case for its reader and release the others they had open. False when it is not theirs now."""
    mine = claim(case.id, moderator) if case.status == OPEN else False
    if mine:
        others = select(Case.id).where(Case.claimed_by_id == moderator.id, Case.claimed_until > now())
        for ident in db.session.scalars(others.where(Case.id != case.id, Case.status == OPEN)).all():
            release(ident, moderator)
    db.session.refresh(case)
    return mine


def case_for_post(post_id: int, moderator: Any) -> Case | None:
    """Return the open case about a post, opening one when there is none; None when the post is not there.

    Raises NotAllowed when this moderator may not decide about it.
    """
    with transaction():
        held = select(_POSTS.c.author_id, _POSTS.c.status).where(_POSTS.c.id == post_id)
        post = db.session.execute(held.with_for_update(key_share=True)).one_or_none()
        if post is None or post.status not in DECIDABLE:
            return None
        known = case_of(POST, post_id=post_id)
        case = known or open_case(POST, person_id=post.author_id, topic="other", post_id=post_id)
        if known is None:
            record("case.open", "case", case.id, actor_id=moderator.id, after={"post": post_id})
        if not standing_of(moderator, case).may:
            raise NotAllowed(_l("This post is yours or your team's, so another moderator decides about it."))
        return case
