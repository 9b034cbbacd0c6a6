"""What the clock does for posts: drafts that nobody goes on with go, and the text of what was taken back."""

from typing import Any

from sqlalchemy import func, select, text

from ideaboard.data.clock import now
from ideaboard.data.retention import kept_for
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.queue import periodic
from ideaboard.posts.erasing import delete_draft_row, erase_text
from ideaboard.posts.locking import locked_post
from ideaboard.posts.models import DRAFT, WITHDRAWN, Post

DRAFTS_KEPT, WITHDRAWN_KEPT = kept_for("drafts"), kept_for("withdrawn")
BATCH = 100
_POSTS: Any = Post.__table__


@periodic("erase-old-texts", minute="33", hour="3")
def sweep() -> int:
    """Delete old drafts and the texts of what was taken back long ago, one by one; return how many."""
    before = now() - DRAFTS_KEPT
    touched = func.coalesce(_POSTS.c.edited_at, _POSTS.c.created_at)
    drafts = (_POSTS.c.status == text("'draft'")) & (_POSTS.c.created_at < before) & (touched < before)
    taken_back = _POSTS.c.withdrawn_at < now() - WITHDRAWN_KEPT
    return _each(drafts, _delete) + _each(taken_back, _erase)


def _each(which: Any, work: Any) -> int:
    """Do it for each post in a transaction of its own, in the order of their ids; those that stay are passed by."""
    done, last = 0, 0
    some = select(_POSTS.c.id).where(which).order_by(_POSTS.c.id).limit(BATCH)
    while ids := list(db.session.scalars(some.where(_POSTS.c.id > last))):
        last = ids[-1]
        db.session.commit()
        done += sum(_locked(ident, work) for ident in ids)
    db.session.commit()
    return done


def _locked(post_id: int, work: Any) -> bool:
    """Lock the author and the post, as everybody does, and look again."""
    with transaction():
        post = locked_post(post_id)
        return bool(post is not None and work(post))


def _delete(post: Post) -> bool:
    touched = post.edited_at or post.created_at
    if post.status != DRAFT or touched >= now() - DRAFTS_KEPT:
        return False
    delete_draft_row(post)
    return True


def _erase(post: Post) -> bool:
    if post.status != WITHDRAWN or post.withdrawn_at is None:
        return False
    erase_text(post)
    return post.withdrawn_at is None
