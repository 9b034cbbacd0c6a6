"""When somebody wrote comments, and how long to wait before the next reply where tempers are high."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, or_, select

from ideaboard.comments.models import Comment
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.posts.models import DRAFT, HIDDEN, REMOVED, Post
from ideaboard.posts.quotas import COMMENT, QUOTAS, counted
from ideaboard.posts.trust import level_of
from ideaboard.screening.context import TRUSTED
from ideaboard.web.problems import TooFast
from ideaboard.web.waits import try_again

_POSTS: Any = Post.__table__
_COMMENTS: Any = Comment.__table__
LEAST_WAIT = timedelta(minutes=2)  # between two replies in a thread of which something was taken away


@counted(COMMENT)
def times_of_comments(person_id: int) -> Select[Any]:
    """Select when this person wrote comments: the newest ones are enough, and an index finds them."""
    mine = select(_POSTS.c.created_at).where(_POSTS.c.author_id == person_id, _POSTS.c.kind == "comment")
    newest = mine.where(_POSTS.c.status != DRAFT).order_by(_POSTS.c.id.desc()).limit(max(QUOTAS[COMMENT].allowed))
    return select(newest.subquery().c.created_at)


def must_wait_in_thread(person: Any, thread_id: int) -> None:
    """Raise TooFast when this person answered here just now and moderators took something of the thread away.

    Every such comment adds a minute. One statement.
    """
    here = or_(_COMMENTS.c.id == thread_id, _COMMENTS.c.reply_to_id == thread_id)
    taken_away = func.count().filter(_POSTS.c.status.in_((HIDDEN, REMOVED)))
    own = func.max(_POSTS.c.created_at).filter(_POSTS.c.author_id == person.id)
    found = select(taken_away, own).join(_COMMENTS, _COMMENTS.c.id == _POSTS.c.id).where(here)
    count, last = db.session.execute(found).one()
    if not count or last is None or level_of(person) == TRUSTED:
        return
    wait = last + LEAST_WAIT + timedelta(minutes=count) - now()
    if wait > timedelta(0):
        calm = _("Comments of this conversation were taken away by moderators, so replies come slower here.")
        raise TooFast(f"{calm} {try_again(wait)}", wait)
