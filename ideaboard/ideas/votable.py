"""A published idea and its challenge as one row, for who supports it: read the short way (data/kept.py)."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy import bindparam, select

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.public import COLUMNS, IS_PUBLIC, JOINED, PublicChallenge, from_columns
from ideaboard.data.kept import Read
from ideaboard.ideas.models import Idea
from ideaboard.ideas.paths import idea_path, slug_of
from ideaboard.posts.models import PUBLISHED, Post

_IDEAS: Any = Idea.__table__
_POSTS: Any = Post.__table__
_CHALLENGES: Any = Challenge.__table__
_OWN = [_IDEAS.c.id, _POSTS.c.author_id, _POSTS.c.version, _IDEAS.c.title, _IDEAS.c.vote_count]


class VotableIdea(SimpleNamespace):
    """What support asks of an idea: who wrote it, which version it shows, how often it is supported, where."""

    id: int
    author_id: int
    version: int
    title: str
    vote_count: int
    challenge: PublicChallenge

    @property
    def path(self) -> str:
        """The idea's address on this site."""
        return idea_path(self.id, slug_of(self.title))


_BY_ID = Read(
    lambda: (
        select(*_OWN, *COLUMNS)
        .select_from(
            _IDEAS.join(_POSTS, _POSTS.c.id == _IDEAS.c.id).join(JOINED, _CHALLENGES.c.id == _IDEAS.c.challenge_id)
        )
        .where(_IDEAS.c.id == bindparam("idea_id"), _POSTS.c.status == PUBLISHED, IS_PUBLIC)
    )
)


def votable_idea(idea_id: int) -> VotableIdea | None:
    """Return the idea when everybody sees it and its challenge, else None."""
    found = _BY_ID.first(idea_id=idea_id)
    if found is None:
        return None
    own = dict(zip((column.key for column in _OWN), found, strict=False))
    return VotableIdea(**own, challenge=from_columns(found[len(_OWN) :]))
