"""The ideas of a board, page by page: rows for cards, in one query whatever their number."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, func, literal, select, union_all, update

from ideaboard.accounts.models import User
from ideaboard.data.paging import Cursor, Page, keyset
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.ideas.orders import Order
from ideaboard.ideas.paths import idea_path, slug_of
from ideaboard.jobs.tally import adds_up, count_seen
from ideaboard.media.models import Picture
from ideaboard.posts.models import Post

PAGE_SIZE = 20
_IDEAS: Any = Idea.__table__
_POSTS: Any = Post.__table__
_USERS: Any = User.__table__
_PICTURES: Any = Picture.__table__


@dataclass(frozen=True)
class Card:
    """What a card on a board shows."""

    id: int
    title: str
    excerpt: str
    author_id: int
    author: str
    city: str
    vote_count: int
    comment_count: int
    version: int
    picture: str | None
    alt: str
    thumb_width: int
    thumb_height: int
    thumb_bytes: int

    @property
    def path(self) -> str:
        """The address of the idea's page."""
        return idea_path(self.id, slug_of(self.title))


def page_of_ideas(challenge_id: int, order: Order, cursor: Cursor | None, limit: int = PAGE_SIZE) -> Page[Card]:
    """Return one page of the listed ideas of a challenge in `order`, and where the next one starts."""
    keys = _keys(challenge_id, order, cursor, limit + 1).subquery()
    found = db.session.execute(_cards(keys, order.descending)).all()
    cards = [Card(*row[3:]) for row in found[:limit]]
    last = found[limit - 1] if len(found) > limit else None
    return Page(cards, Cursor(last.key, last.id, last.lap) if last else None)


def note_shown(page: Page[Card]) -> None:
    """Count that these ideas were shown; a job adds it up, so that reading writes nothing."""
    if page.items:
        count_seen("idea", [card.id for card in page.items])


@adds_up("idea")
def add_seen(counts: dict[int, int]) -> None:
    """Add how often ideas were shown, grouped so that a batch costs few statements."""
    by_times: dict[int, list[int]] = {}
    for ident, times in counts.items():
        by_times.setdefault(times, []).append(ident)
    with transaction():
        for times, ids in sorted(by_times.items()):
            seen = update(_IDEAS).where(_IDEAS.c.id.in_(sorted(ids)))
            db.session.execute(seen.values(seen_count=_IDEAS.c.seen_count + times))


def _keys(challenge_id: int, order: Order, cursor: Cursor | None, limit: int) -> Select[Any]:
    """Select (id, key, lap) of one page."""
    if order.start is None:
        rows = keyset(_listed(challenge_id), order.column, _IDEAS.c.id, cursor, limit, descending=order.descending)
        keys = rows.subquery()
        return select(keys.c.id, keys.c.key, literal(0, Integer).label("lap"))
    return _ring(challenge_id, order, cursor, limit)


def _ring(challenge_id: int, order: Order, cursor: Cursor | None, limit: int) -> Select[Any]:
    """Walk the shuffle from its start to the end, then from the beginning to the start: two ranges of one index."""
    column, start = order.column, order.start
    first, second = (column <= start, column > start) if order.descending else (column >= start, column < start)
    laps = []
    for lap, inside in ((0, first), (1, second)):
        if cursor is not None and lap < cursor.lap:
            continue
        here = cursor if cursor is not None and cursor.lap == lap else None
        rows = keyset(
            _listed(challenge_id, inside), column, _IDEAS.c.id, here, limit, descending=order.descending
        ).subquery()
        laps.append(select(rows.c.id, rows.c.key, literal(lap, Integer).label("lap")))
    if len(laps) == 1:
        return laps[0]
    both = union_all(*laps).subquery()
    by_key = (both.c.key.desc(), both.c.id.desc()) if order.descending else (both.c.key, both.c.id)
    return select(both.c.id, both.c.key, both.c.lap).order_by(both.c.lap, *by_key).limit(limit)


def _listed(challenge_id: int, *inside: Any) -> Any:
    # The partial indexes say `listed = 1` on SQLite, as SQLAlchemy writes this condition there.
    return lambda *columns: select(*columns).where(_IDEAS.c.challenge_id == challenge_id, _IDEAS.c.listed, *inside)


def _cards(keys: Any, descending: bool) -> Select[Any]:
    """Join what cards show to the keys of a page; the first picture by its position."""
    each = _PICTURES.alias()
    first = (
        select(each.c.id)
        .where(each.c.post_id == _IDEAS.c.id)
        .order_by(each.c.position, each.c.id)
        .limit(1)
        .scalar_subquery()
    )
    by_key = (keys.c.key.desc(), keys.c.id.desc()) if descending else (keys.c.key, keys.c.id)
    return (
        select(
            keys.c.id,
            keys.c.key,
            keys.c.lap,
            _IDEAS.c.id.label("idea_id"),
            _IDEAS.c.title,
            _IDEAS.c.excerpt,
            _POSTS.c.author_id,
            _USERS.c.name,
            _USERS.c.city,
            _IDEAS.c.vote_count,
            _IDEAS.c.comment_count,
            _POSTS.c.version,
            _PICTURES.c.name.label("picture"),
            func.coalesce(_PICTURES.c.alt, ""),
            func.coalesce(_PICTURES.c.thumb_width, 0),
            func.coalesce(_PICTURES.c.thumb_height, 0),
            func.coalesce(_PICTURES.c.thumb_bytes, 0),
        )
        .select_from(keys)
        .join(_IDEAS, _IDEAS.c.id == keys.c.id)
        .join(_POSTS, _POSTS.c.id == _IDEAS.c.id)
        .join(_USERS, _USERS.c.id == _POSTS.c.author_id)
        .outerjoin(_PICTURES, _PICTURES.c.id == first)
        .order_by(keys.c.lap, *by_key)
    )
