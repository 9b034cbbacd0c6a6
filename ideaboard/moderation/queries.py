"""Which posts wait, for whom, and what was decided."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from ideaboard.accounts.models import User
from ideaboard.businesses.models import Membership
from ideaboard.data.clock import now
from ideaboard.data.paging import Cursor, Page, keyset
from ideaboard.extensions import db
from ideaboard.moderation.models import KEEP, REMOVE, Decision
from ideaboard.moderation.policies import UNDO_FOR
from ideaboard.posts.models import HELD, Post

PAGE_SIZE = 10
MOST_COUNTED = 100
MOST_RECENT = 5
OLDEST, SERIOUS = "terlama", "berat"
_POSTS: Any = Post.__table__
# Said in the words of the index: SQLite does not use it for a value that comes separately.
_IS_HELD: Any = _POSTS.c.status == literal_column(f"'{HELD}'")


@dataclass(frozen=True)
class Record:
    """What moderators decided about somebody's posts so far."""

    kept: int = 0
    removed: int = 0


def is_theirs(person: Any, author_id: Any) -> ColumnElement[bool]:
    """Return the condition that a post is the person's own, or of the team of a business they belong to."""
    mine, other = aliased(Membership), aliased(Membership)
    # Not correlated: asked once for a page, however many posts wait.
    team = select(other.user_id).join(mine, mine.business_id == other.business_id).where(mine.user_id == person.id)
    return or_(author_id == person.id, author_id.in_(team))


def waiting(person: Any, order: str, cursor: Cursor | None) -> Page[int]:
    """Return the ids of a page of held posts that this moderator may decide about."""

    def base(*columns: Any) -> Select[Any]:
        held = select(*columns).where(_IS_HELD)
        return held.where(~is_theirs(person, _POSTS.c.author_id))

    score = func.coalesce(_POSTS.c.screening_score, 0.0)
    key = score if order == SERIOUS else _POSTS.c.id
    found = keyset(base, key, _POSTS.c.id, cursor, PAGE_SIZE + 1, descending=order == SERIOUS)
    rows = db.session.execute(found).all()
    last = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    return Page([row.id for row in rows[:PAGE_SIZE]], Cursor(last.key, last.id) if last else None)


def count_waiting(person: Any) -> int:
    """Count the held posts that this moderator may decide about, up to a hundred."""
    some = select(_POSTS.c.id).where(_IS_HELD, ~is_theirs(person, _POSTS.c.author_id))
    return db.session.scalar(select(func.count()).select_from(some.limit(MOST_COUNTED).subquery())) or 0


def count_for_others(person: Any) -> int:
    """Count the held posts that somebody else has to decide about, because they are this person's side."""
    some = select(_POSTS.c.id).where(_IS_HELD, is_theirs(person, _POSTS.c.author_id))
    return db.session.scalar(select(func.count()).select_from(some.limit(MOST_COUNTED).subquery())) or 0


def is_conflict(person: Any, author_id: int) -> bool:
    """Say whether this person may not decide about this author's posts."""
    author: Any = select(User.id).where(User.id == author_id, is_theirs(person, User.id))
    return db.session.scalar(author) is not None


def records_of(author_ids: list[int]) -> dict[int, Record]:
    """Return what was decided about the posts of these people; one query."""
    author = _POSTS.c.author_id
    counted = (
        select(author, _count(KEEP), _count(REMOVE))
        .join(Decision, Decision.post_id == _POSTS.c.id)
        .where(author.in_(author_ids), Decision.undone_at.is_(None))
        .group_by(author)
    )
    return {row[0]: Record(row[1], row[2]) for row in db.session.execute(counted)}


def latest_of(post_id: int) -> tuple[Decision, str] | None:
    """Return the newest decision about a post that stands, with the moderator's name."""
    found = select(Decision, User.name).join(User, User.id == Decision.moderator_id)
    newest = found.where(Decision.post_id == post_id, Decision.undone_at.is_(None)).order_by(Decision.id.desc())
    row = db.session.execute(newest.limit(1).execution_options(populate_existing=True)).first()
    return (row[0], row[1]) if row else None


def can_be_undone(person: Any) -> list[Decision]:
    """Return this moderator's last decisions that can still be taken back, the newest first."""
    young = and_(Decision.made_at > now() - UNDO_FOR, Decision.undone_at.is_(None))
    mine = select(Decision).where(Decision.moderator_id == person.id, young)
    return list(db.session.scalars(mine.order_by(Decision.made_at.desc(), Decision.id.desc()).limit(MOST_RECENT)))


def _count(action: str) -> Any:
    return func.count().filter(Decision.action == action)


def kinds_of(post_ids: list[int]) -> list[tuple[int, str]]:
    """Return (id, kind) of these posts; asks only when there are any."""
    if not post_ids:
        return []
    rows = db.session.execute(select(_POSTS.c.id, _POSTS.c.kind).where(_POSTS.c.id.in_(post_ids)))
    return [(row.id, row.kind) for row in rows]


def status_of(post_id: int) -> str | None:
    """Return the status of a post as it is now."""
    return db.session.scalar(select(_POSTS.c.status).where(_POSTS.c.id == post_id))


def newest_about(post_id: int, author: Any) -> tuple[Decision, str, str] | None:
    """Return the newest decision about a post of this author, with the post's kind and status."""
    found = select(Decision, _POSTS.c.kind, _POSTS.c.status).join(_POSTS, _POSTS.c.id == Decision.post_id)
    mine = found.where(Decision.post_id == post_id, _POSTS.c.author_id == author.id)
    row = db.session.execute(mine.order_by(Decision.id.desc()).limit(1)).first()
    return (row[0], row[1], row[2]) if row else None
