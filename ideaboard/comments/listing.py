"""The comments of an idea, page by page: threads newest first, replies in the order they were written.

Rows for templates, in the same number of statements whatever their number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Select, and_, bindparam, literal_column, select, text, union_all

from ideaboard.accounts.models import User
from ideaboard.businesses.models import Membership
from ideaboard.challenges.models import Challenge
from ideaboard.comments.models import THREADS, Comment
from ideaboard.comments.policies import is_fresh
from ideaboard.data.kept import Read
from ideaboard.data.paging import Cursor, Page, keyset
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED, Post
from ideaboard.posts.policies import may_repair

PAGE_SIZE = 20
REPLIES_SHOWN = 3  # of each thread on the idea's page; its own page has them all
_COMMENTS: Any = Comment.__table__
_POSTS: Any = Post.__table__
_USERS: Any = User.__table__
_IDEAS: Any = Idea.__table__
_CHALLENGES: Any = Challenge.__table__
_MEMBERSHIPS: Any = Membership.__table__


_SHOWN = (
    *("id", "reply_to_id", "reply_count", "status", "html", "version", "author", "handle", "closed_at"),
    *("needs_source", "source_url", "role"),
)


@dataclass
class Line:
    """What a comment shows in a list."""

    id: int
    reply_to_id: int | None
    reply_count: int
    status: str
    html: str
    version: int
    published_at: datetime | None
    created_at: datetime
    repair_asked_at: datetime | None
    author_id: int
    author: str
    handle: str
    closed_at: datetime | None
    needs_source: bool
    source_url: str
    label: dict[str, Any] | None
    role: str | None  # of the author in the business that asks
    replies: list["Line"] = field(default_factory=list)

    @property
    def shown(self) -> tuple[Any, ...]:
        """Everything a list shows of it and its replies, as a key; but how long ago it was written."""
        own = [getattr(self, name) for name in _SHOWN]
        return (*own, str(self.label or ""), *(reply.shown for reply in self.replies))

    @property
    def is_readable(self) -> bool:
        """Say whether everybody reads its text; what is not readable keeps only its place."""
        return self.status == PUBLISHED

    @property
    def is_held(self) -> bool:
        """Say whether a moderator reads it first."""
        return self.status == HELD

    @property
    def is_kept_back(self) -> bool:
        """Say whether only its author and moderators read it: under review, or hidden by one."""
        return self.status in (HELD, HIDDEN)

    def is_shown_to(self, person: Any) -> bool:
        """Say whether this person reads its text: what is held or hidden, its author and moderators."""
        moderates = person.is_authenticated and person.is_moderator
        return self.is_readable or bool(self.is_kept_back and (self.is_by(person) or moderates))

    @property
    def thread_id(self) -> int:
        """The comment that begins the thread."""
        return self.reply_to_id or self.id

    @property
    def path(self) -> str:
        """The address of its own page."""
        return f"/k/{self.id}"

    def is_changeable_by(self, person: Any) -> bool:
        """Say whether to offer this person to edit it."""
        return self.is_by(person) and (may_repair(self) or is_fresh(self.published_at or self.created_at))

    def is_by(self, person: Any) -> bool:
        """Say whether this person wrote it and may delete it."""
        return bool(person.is_authenticated and person.id == self.author_id)


def newest_threads(idea_id: int) -> Page[Line]:
    """Return the first page of threads the short way (data/kept.py), for the page that everybody opens."""
    found = [Line(*row) for row in _NEWEST.rows(idea=idea_id)]
    lines = sorted(found, key=lambda line: -line.id)[:PAGE_SIZE]
    busy = {line.id: line for line in lines if line.reply_count}
    asked = dict(zip(_ASKED, [*busy, *[0] * PAGE_SIZE], strict=False))
    replies = [Line(*row) for row in _REPLIES.rows(**asked)] if busy else []
    for reply in sorted(replies, key=lambda line: line.id):
        busy[reply.thread_id].replies.append(reply)
    return Page(lines, Cursor(lines[-1].id, lines[-1].id) if len(found) > PAGE_SIZE else None)


def threads_of(idea_id: int, cursor: Cursor | None = None) -> Page[Line]:
    """Return a page of threads, the newest first, each with its first replies; two statements."""

    def base(*columns: Any) -> Select[Any]:
        return select(*columns).where(_COMMENTS.c.idea_id == idea_id, text(THREADS))

    return _page(base, cursor, descending=True, with_replies=True)


def replies_to(comment_id: int, cursor: Cursor | None = None) -> Page[Line]:
    """Return a page of the replies to a comment, the oldest first; one statement."""

    def base(*columns: Any) -> Select[Any]:
        return select(*columns).where(_COMMENTS.c.reply_to_id == comment_id, _COMMENTS.c.listed)

    return _page(base, cursor, descending=False, with_replies=False)


def waiting_of(idea_id: int, person: Any) -> list[Line]:
    """Return the comments of a person under an idea that a moderator reads first; one statement, with an index."""
    mine = select(_COMMENTS.c.id).join(_POSTS, _POSTS.c.id == _COMMENTS.c.id)
    mine = mine.where(
        _POSTS.c.author_id == person.id, text("posts.status = 'held'"), _COMMENTS.c.idea_id == idea_id
    )
    return sorted(_lines(mine.order_by(_COMMENTS.c.id.desc()).limit(PAGE_SIZE)), key=lambda line: -line.id)


def line_of(comment_id: int) -> Line:
    """Return one comment as lists show it."""
    return _lines(select(_COMMENTS.c.id).where(_COMMENTS.c.id == comment_id))[0]


def _page(base: Any, cursor: Cursor | None, *, descending: bool, with_replies: bool) -> Page[Line]:
    ident = _COMMENTS.c.id
    keys = keyset(base, ident, ident, cursor, PAGE_SIZE + 1, descending=descending).subquery()
    found = sorted(_lines(select(keys.c.id)), key=lambda line: line.id, reverse=descending)
    lines = found[:PAGE_SIZE]
    if with_replies:
        _add_first_replies(lines)
    return Page(lines, Cursor(lines[-1].id, lines[-1].id) if len(found) > PAGE_SIZE else None)


def _add_first_replies(threads: Sequence[Line]) -> None:
    """Each branch stops at its limit inside the index, however many replies a thread has."""
    busy = {line.id: line for line in threads if line.reply_count}
    if not busy:
        return
    for reply in sorted(_lines(_first_replies(list(busy))), key=lambda line: line.id):
        busy[reply.thread_id].replies.append(reply)


def _first_replies(thread_ids: list[Any]) -> Select[Any]:
    firsts = [
        select(_COMMENTS.c.id)
        .where(_COMMENTS.c.reply_to_id == ident, _COMMENTS.c.listed)
        .order_by(_COMMENTS.c.id)
        .limit(literal_column(str(REPLIES_SHOWN)))
        .subquery()
        for ident in thread_ids
    ]
    branches = [select(first.c.id) for first in firsts]
    ids = union_all(*branches).subquery() if len(branches) > 1 else firsts[0]
    return select(ids.c.id)


def _lines(ids: Select[Any]) -> list[Line]:
    return [Line(*row[:]) for row in db.session.execute(_select_lines(ids))]


def _select_lines(ids: Select[Any]) -> Select[Any]:
    chosen = ids.subquery()
    runs = _MEMBERSHIPS.c
    role = and_(runs.business_id == _CHALLENGES.c.business_id, runs.user_id == _POSTS.c.author_id)
    return (
        select(
            *(_COMMENTS.c.id, _COMMENTS.c.reply_to_id, _COMMENTS.c.reply_count),
            *(_POSTS.c.status, _POSTS.c.html, _POSTS.c.version, _POSTS.c.published_at),
            *(_POSTS.c.created_at, _POSTS.c.repair_asked_at, _POSTS.c.author_id),
            *(_USERS.c.name, _USERS.c.handle, _USERS.c.closed_at),
            *(_POSTS.c.needs_source, _POSTS.c.source_url, _POSTS.c.label, _MEMBERSHIPS.c.role),
        )
        .select_from(chosen)
        .join(_COMMENTS, _COMMENTS.c.id == chosen.c.id)
        .join(_POSTS, _POSTS.c.id == _COMMENTS.c.id)
        .join(_USERS, _USERS.c.id == _POSTS.c.author_id)
        .join(_IDEAS, _IDEAS.c.id == _COMMENTS.c.idea_id)
        .join(_CHALLENGES, _CHALLENGES.c.id == _IDEAS.c.challenge_id)
        .outerjoin(_MEMBERSHIPS, role)
    )


_NEWEST = Read(
    lambda: _select_lines(
        select(_COMMENTS.c.id)
        .where(_COMMENTS.c.idea_id == bindparam("idea"), text(THREADS))
        .order_by(_COMMENTS.c.id.desc())
        .limit(literal_column(str(PAGE_SIZE + 1)))
    )
)
# Threads whose replies are asked for; places that are not used ask for comment 0, which nobody wrote.
_ASKED = [f"thread_{place}" for place in range(PAGE_SIZE)]
_REPLIES = Read(lambda: _select_lines(_first_replies([bindparam(name, type_=BigInteger()) for name in _ASKED])))
