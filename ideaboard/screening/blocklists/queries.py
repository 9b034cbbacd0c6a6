"""Reads about the blocklist for the pages of admins, and what an entry would have hit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, column, func, select, table

from ideaboard.data.clock import now
from ideaboard.data.types import UtcDateTime
from ideaboard.extensions import db
from ideaboard.screening.blocklists.entries import CheckedEntry, EntryText
from ideaboard.screening.blocklists.matching import Blocklist, Rule
from ideaboard.screening.blocklists.models import BLOCK, LOG, NETWORK, BlocklistEntry, BlocklistHit
from ideaboard.screening.normalise import normalise
from ideaboard.screening.signals import Span

DAYS = timedelta(days=30)
MOST_POSTS, MOST_EXAMPLES, AROUND = 1_000, 20, 60
_POSTS = table(
    "posts", *(column(name) for name in ("id", "kind", "status", "version")), column("created_at", UtcDateTime)
)
_VERSIONS = table("post_versions", column("post_id"), column("number"), column("fields", JSON))


@dataclass(frozen=True)
class Example:
    """A post that an entry would have hit: the words around, and where in them the hit stands."""

    post_id: int
    kind: str
    created_at: datetime
    excerpt: str
    span: Span


@dataclass(frozen=True)
class Preview:
    """What an entry would have hit: of the last 1,000 posts, and of those of the last 30 days among them."""

    posts: int
    hits: int
    recent_posts: int
    recent_hits: int
    examples: tuple[Example, ...]
    can_tell: bool = True  # networks are not kept in clear, so nothing can be said of them

    @property
    def share(self) -> float:
        """The part of the posts that it would have hit."""
        return self.hits / self.posts if self.posts else 0.0


@dataclass(frozen=True)
class Listed:
    """An entry with what it did lately."""

    entry: BlocklistEntry
    action: str  # what it does now
    hits: int  # posts in the last 30 days


def list_entries(*, mode: str = "", kind: str = "") -> list[Listed]:
    """Return the entries, the newest first; two statements."""
    wanted = select(BlocklistEntry).order_by(BlocklistEntry.id.desc())
    if mode:
        wanted = wanted.where(BlocklistEntry.mode == mode)
    if kind:
        wanted = wanted.where(BlocklistEntry.kind == kind)
    moment = now()
    lately = select(BlocklistHit.entry_id, func.count()).where(BlocklistHit.at > moment - DAYS)
    counts: dict[int, int] = {row[0]: row[1] for row in db.session.execute(lately.group_by(BlocklistHit.entry_id))}
    return [Listed(row, row.action_at(moment), counts.get(row.id, 0)) for row in db.session.scalars(wanted)]


def entry_of(entry_id: int) -> BlocklistEntry | None:
    """Return one entry."""
    return db.session.get(BlocklistEntry, entry_id)


def hits_of(entry_id: int, limit: int = 50) -> Sequence[BlocklistHit]:
    """Return what an entry hit, the newest first."""
    mine = select(BlocklistHit).where(BlocklistHit.entry_id == entry_id)
    return db.session.scalars(mine.order_by(BlocklistHit.post_id.desc()).limit(limit)).all()


def dry_run(entry: EntryText | CheckedEntry, most: int = MOST_POSTS) -> Preview:
    """Return what an entry would have hit among the newest posts. Raises BadEntry."""
    checked = entry.checked() if isinstance(entry, EntryText) else entry
    if checked.kind == NETWORK:
        return Preview(0, 0, 0, 0, (), can_tell=False)
    found, since = Blocklist([Rule(0, BLOCK, checked.kind, checked.key, LOG)]), now() - DAYS
    posts = hits = recent_posts = recent_hits = 0
    examples: list[Example] = []
    for row, text in _newest(most):
        is_recent = row.created_at > since
        posts, recent_posts = posts + 1, recent_posts + is_recent
        hit = next(iter(found.find(normalise(text))), None)
        if hit is not None:
            hits, recent_hits = hits + 1, recent_hits + is_recent
            if len(examples) < MOST_EXAMPLES:
                examples.append(_example(row, text, hit.span))
    return Preview(posts, hits, recent_posts, recent_hits, tuple(examples))


def _newest(most: int) -> Iterator[tuple[Any, str]]:
    """Give the newest posts with their texts as they stand."""
    current = _POSTS.join(
        _VERSIONS, (_VERSIONS.c.post_id == _POSTS.c.id) & (_VERSIONS.c.number == _POSTS.c.version)
    )
    wanted = select(_POSTS.c.id, _POSTS.c.kind, _POSTS.c.created_at, _VERSIONS.c.fields).select_from(current)
    for row in db.session.execute(
        wanted.where(_POSTS.c.status != "draft").order_by(_POSTS.c.id.desc()).limit(most)
    ):
        yield row, "\n".join(value for value in (row.fields or {}).values() if isinstance(value, str))


def _example(row: Any, text: str, span: Span) -> Example:
    begin = max(0, span[0] - AROUND)
    excerpt = text[begin : span[1] + AROUND]
    return Example(row.id, row.kind, row.created_at, excerpt, (span[0] - begin, span[1] - begin))
