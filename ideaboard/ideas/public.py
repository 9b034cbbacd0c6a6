"""Ideas that everybody may read as rows, read the short way (data/kept.py) for their pages."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from ideaboard.accounts.models import User
from ideaboard.challenges import public
from ideaboard.challenges.public import PublicChallenge
from ideaboard.data.kept import Read
from ideaboard.ideas.models import Idea
from ideaboard.ideas.paths import idea_path, slug_of
from ideaboard.posts.models import PUBLISHED, Post

_IDEAS: Any = Idea.__table__
_POSTS: Any = Post.__table__
_USERS: Any = User.__table__
_OF_IDEA = (
    *("id", "challenge_id", "title", "excerpt", "for_whom_html", "why_html"),
    *("listed", "vote_count", "comment_count"),
)
_OF_POST = (
    *("author_id", "status", "html", "version", "needs_source", "source_url", "label"),
    *("created_at", "published_at", "edited_at", "repair_asked_at"),
)


class Author(NamedTuple):
    """What an idea's page says about who sent it."""

    name: str
    city: str
    handle: str
    closed_at: datetime | None


class PublicIdea(SimpleNamespace):
    """The columns of a published idea that pages show, with its `author` and its `challenge`."""

    kind = "idea"
    id: int
    title: str
    listed: bool
    author: Author
    challenge: PublicChallenge

    @property
    def slug(self) -> str:
        """The readable end of the idea's address."""
        return slug_of(self.title)

    @property
    def path(self) -> str:
        """The idea's address on this site."""
        return idea_path(self.id, self.slug)


def _select_by_id() -> Any:
    own = [*(_IDEAS.c[name] for name in _OF_IDEA), *(_POSTS.c[name] for name in _OF_POST)]
    author = [_USERS.c[name].label(f"author_{name}") for name in Author._fields]
    return (
        select(*public.version_columns(_IDEAS.c.id), *own, *author, *public.COLUMNS)
        .select_from(_IDEAS)
        .join(_POSTS, _POSTS.c.id == _IDEAS.c.id)
        .join(_USERS, _USERS.c.id == _POSTS.c.author_id)
        .join(public.JOINED, _IDEAS.c.challenge_id == public.CHALLENGE_ID)
        .where(_IDEAS.c.id == bindparam("id"), _POSTS.c.status == PUBLISHED, public.IS_PUBLIC)
    )


_BY_ID = Read(_select_by_id)


def public_idea(idea_id: int) -> tuple[PublicIdea, tuple[int, int]] | None:
    """Return an idea that everybody may read and the numbers of its page; None when there is none."""
    found = _BY_ID.first(id=idea_id)
    if found is None:
        return None
    names = (*_OF_IDEA, *_OF_POST)
    author, challenge = 2 + len(names), 2 + len(names) + len(Author._fields)
    idea = PublicIdea(
        **dict(zip(names, found[2:author], strict=True)),
        author=Author._make(found[author:challenge]),
        challenge=public.from_columns(found[challenge:]),
    )
    return idea, (found[0] or 0, found[1] or 0)
