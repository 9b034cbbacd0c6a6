"""What is known of an author when a text of theirs is screened: age, what they wrote before, how fast."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import JSON, case, literal, null, select, type_coerce, union

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.posts.models import DRAFT, PUBLISHED, Post
from ideaboard.posts.trust import level_of
from ideaboard.screening.context import NEW, TRUSTED, Context
from ideaboard.screening.models import ScreeningResult

READ = 50  # newest posts of the author that are looked at
BURST = timedelta(minutes=10)
REMEMBERED = timedelta(days=7)  # how long having been asked to reword counts
_POSTS: Any = Post.__table__
_RESULTS: Any = ScreeningResult.__table__


@dataclass(frozen=True)
class Before:
    """What screening said of the post before this edit, and whether readers see it."""

    status: str
    verdict: str | None
    score: float
    signals: list[dict[str, Any]]


@dataclass(frozen=True)
class Standing:
    """An author, and the post that is being edited."""

    rows: tuple[Any, ...] = ()  # of the author's newest posts
    before: Before | None = None

    def context(self, author: User, kind: str, **more: Any) -> Context:
        """Return what the engine is told."""
        at = now()
        return Context(
            post=kind,
            trust=self.trust_of(author),
            account_age_hours=(at - author.created_at).total_seconds() / 3600,
            first_post=self.is_first,
            recent_posts=sum(row.created_at > at - BURST for row in self.rows),
            warned_before=any(row.warned_at and row.warned_at > at - REMEMBERED for row in self.rows),
            **more,
        )

    def trust_of(self, author: User) -> int:
        """Return how far an author is trusted; the first post of an account is always read as a newcomer's."""
        level = level_of(author)
        return level if level == TRUSTED or not self.is_first else NEW

    @property
    def is_first(self) -> bool:
        """Say whether nothing of the author is public yet."""
        return not any(row.status == PUBLISHED for row in self.rows)


def standing_of(author_id: int, post_id: int | None = None) -> Standing:
    """Return the author's standing and how the post stood that is edited now; one statement."""
    newest = select(_POSTS.c.id).where(_POSTS.c.author_id == author_id, _POSTS.c.status != DRAFT)
    newest = newest.order_by(_POSTS.c.id.desc()).limit(READ)
    ids = union(select(newest.subquery().c.id), select(literal(post_id or 0).label("id"))).subquery()
    edited = _POSTS.c.id == (post_id or 0)
    wanted = (
        select(
            *(_POSTS.c.id, _POSTS.c.author_id, _POSTS.c.status, _POSTS.c.created_at),
            *(_RESULTS.c.warned_at, _RESULTS.c.verdict, _RESULTS.c.score),
            type_coerce(case((edited, _RESULTS.c.signals), else_=null()), JSON).label("signals"),
        )
        .join(ids, ids.c.id == _POSTS.c.id)
        .outerjoin(_RESULTS, _RESULTS.c.post_id == _POSTS.c.id)
    )
    rows = db.session.execute(wanted).all()
    known: Mapping[int, Any] = {row.id: row for row in rows}
    # The post that is edited proves nothing about its author: it is what is being judged.
    others = tuple(row for row in rows if row.author_id == author_id and row.id != post_id and row.status != DRAFT)
    return Standing(others, _before(known.get(post_id or 0)))


def _before(row: Any) -> Before | None:
    return Before(row.status, row.verdict, row.score or 0.0, row.signals or []) if row else None
