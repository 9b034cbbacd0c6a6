"""The one visibility scope; what it does not hold is 404 everywhere."""

from typing import Any

from flask_login import AnonymousUserMixin
from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import aliased

from ideaboard.extensions import db
from ideaboard.media.models import Picture
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED, Post


def visible_to(viewer: Any, post: Any = Post) -> ColumnElement[bool]:
    """Return the condition under which `viewer` sees a row of `post` (Post or an alias of it).

    The author sees everything of their own, moderators what is held or hidden, everybody what is published.
    """
    public = post.status == PUBLISHED
    if not viewer.is_authenticated:
        return public
    mine = post.author_id == viewer.id
    if not viewer.is_moderator:
        return or_(public, mine)
    return or_(public, mine, post.status.in_((HELD, HIDDEN)))


def visible_with_parents(viewer: Any, post: Any = Post, levels: int = 2) -> ColumnElement[bool]:
    """Return `visible_to` for the row and everything it was sent to, `levels` steps up."""
    own = visible_to(viewer, post)
    if levels == 0:
        return own
    parent = aliased(Post, flat=True)
    above = select(parent.id).where(parent.id == post.parent_id, visible_with_parents(viewer, parent, levels - 1))
    return and_(own, or_(post.parent_id.is_(None), above.exists()))


def may_see_picture(viewer: Any, name: str) -> bool:
    """Say whether `viewer` may see a picture: its post's readers, everybody (a logo), or who just sent it."""
    shown = and_(Picture.post_id.is_(None), Picture.attached_at.is_not(None))
    mine = Picture.owner_id == viewer.id if viewer.is_authenticated else false()
    sent = and_(Picture.attached_at.is_(None), mine)
    of_post = and_(Post.id.is_not(None), visible_with_parents(viewer))
    seen = select(Picture.id).outerjoin(Post, Post.id == Picture.post_id).where(Picture.name == name)
    return db.session.scalar(seen.where(or_(shown, sent, of_post))) is not None


def is_public(ident: Any) -> ColumnElement[bool]:
    """Return the condition that everybody sees the post with this id, and what it was sent to."""
    post = aliased(Post, flat=True)
    seen = select(post.id).where(post.id == ident, visible_with_parents(AnonymousUserMixin(), post, levels=1))
    # Not EXISTS, for which PostgreSQL would sometimes read all posts at once instead of the one that is asked for.
    return seen.scalar_subquery().is_not(None)
