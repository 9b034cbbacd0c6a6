"""When somebody published challenges: what their quota is counted from."""

from typing import Any

from sqlalchemy import Select, select

from ideaboard.challenges.models import Challenge
from ideaboard.posts.models import DRAFT, Post, PostVersion
from ideaboard.posts.quotas import CHALLENGE, counted

_POSTS: Any = Post.__table__
_CHALLENGES: Any = Challenge.__table__


@counted(CHALLENGE)
def times_of_challenges(person_id: int) -> Select[Any]:
    """Select when this person's challenges were published: a draft's one version is written over until then."""
    first = (PostVersion.post_id == _POSTS.c.id) & (PostVersion.number == 1)
    sent = select(PostVersion.created_at).join(_POSTS, first).join(_CHALLENGES, _CHALLENGES.c.id == _POSTS.c.id)
    return sent.where(_POSTS.c.author_id == person_id, _POSTS.c.status != DRAFT)
