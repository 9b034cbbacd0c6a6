"""When somebody gave support: what their quotas are counted from."""

from typing import Any

from sqlalchemy import Select, select

from ideaboard.posts.models import Post
from ideaboard.posts.quotas import SUPPORT, SUPPORT_AUTHOR, counted
from ideaboard.votes.models import Vote

_POSTS: Any = Post.__table__
_VOTES: Any = Vote.__table__


@counted(SUPPORT)
def times_of_support(person_id: int, author_id: int) -> Select[Any]:
    """Select when this person gave the support that stands."""
    return select(_VOTES.c.created_at).where(_VOTES.c.user_id == person_id)


@counted(SUPPORT_AUTHOR)
def times_of_support_for(person_id: int, author_id: int) -> Select[Any]:
    """Select when this person supported ideas of that author."""
    for_them = select(_VOTES.c.created_at).join(_POSTS, _POSTS.c.id == _VOTES.c.idea_id)
    return for_them.where(_VOTES.c.user_id == person_id, _POSTS.c.author_id == author_id)
