"""When somebody sent ideas: what their quota is counted from."""

from typing import Any

from sqlalchemy import Select, select

from ideaboard.ideas.models import Idea
from ideaboard.posts.models import DRAFT, Post
from ideaboard.posts.quotas import IDEA, counted

_POSTS: Any = Post.__table__
_IDEAS: Any = Idea.__table__


@counted(IDEA)
def times_of_ideas(person_id: int) -> Select[Any]:
    """Select when this person sent ideas, withdrawn and removed ones too; a draft is not sent."""
    sent = select(_IDEAS.c.licence_agreed_at).join(_POSTS, _POSTS.c.id == _IDEAS.c.id)
    return sent.where(_POSTS.c.author_id == person_id, _POSTS.c.status != DRAFT)
