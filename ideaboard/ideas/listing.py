"""The ideas of a board, page by page: rows for cards, in one query whatever their number."""

from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Float,
    Integer,
    Select,
    bindparam,
    func,
    literal,
    literal_column,
    select,
    union_all,
    update,
)

from ideaboard.accounts.models import User
from ideaboard.data.kept import Read
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


class Card(NamedTuple):
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
    label: dict[str, Any] | None = None

    @property
    def shown(self) -> tuple[Any, ...]:
        """Everything a card shows, as a key."""
        return (*self[:-1], str(self.label or ""))

    @property
    def path(self) -> str:
        """The address of the idea's page."""
        return idea_path(self.id, slug_of(self.title))


def page_of_ideas(challenge_id: int, order: Order, cursor: Cursor | None, limit: int = PAGE_SIZE) -> Page[Card]:
    """Return one page of the listed ideas of a challenge in `order`, and where the next one starts."""
    place = (cursor.lap, isinstance(cursor.key, float)) if cursor else None
    way = (order.column.name, order.descending, order.start is not None)
    read = _read_of(db.engine.dialect.name, way, place, limit)
    values = {"start": order.start} if order.start is not None else {}
    values |= {"key": cursor.key, "after": cursor.id} if cursor else {}
    found = read.rows(challenge_id=challenge_id, **values)
    cards = [Card._make(row[3:]) for row in found[:limit]]
    last = found[limit - 1] if len(found) > limit else None
    return Page(cards, Cursor(last.key, last.id, last.lap) if last else None)


@lru_cache(maxsize=256)
def _read_of(dialect: str, way: tuple[str, bool, bool], place: tuple[int, bool] | None, limit: int) -> Read:
    """Return the read of one kind of page; what differs between its pages are named parameters."""
    column, descending, is_ring = way
    start: Any = bindparam("start") if is_ring else None
    order = Order("", _IDEAS.c[column], descending, start)
    cursor: Any = None
    if place:
        key = bindparam("key", type_=Float() if place[1] else BigInteger())
        cursor = Cursor(key, bindparam("after", type_=BigInteger()), place[0])  # type: ignore[arg-type]
    # The limit stands in the statement itself: a plan for any number of rows would not walk the index.
    last: Any = literal_column(str(limit + 1))
    return Read(lambda: _cards(_keys(bindparam("challenge_id"), order, cursor, last).subquery(), descending))


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


def _keys(challenge_id: Any, order: Order, cursor: Cursor | None, limit: int) -> Select[Any]:
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
        # Behind a cursor of the first lap nothing lies before the start: said twice, SQLite walks from the start.
        bound = None if here and not lap else inside
        rows = keyset(
            _listed(challenge_id), column, _IDEAS.c.id, here, limit, descending=order.descending, within=bound
        ).subquery()
        laps.append(select(rows.c.id, rows.c.key, literal(lap, Integer).label("lap")))
    if len(laps) == 1:
        return laps[0]
    both = union_all(*laps).subquery()
    by_key = (both.c.key.desc(), both.c.id.desc()) if order.descending else (both.c.key, both.c.id)
    return select(both.c.id, both.c.key, both.c.lap).order_by(both.c.lap, *by_key).limit(limit)


def _listed(challenge_id: Any) -> Any:
    # The partial indexes say `listed = 1` on SQLite, as SQLAlchemy writes this condition there.
    return lambda *columns: select(*columns).where(_IDEAS.c.challenge_id == challenge_id, _IDEAS.c.listed)


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
            func.coalesce(_PICTURES.c.alt, "").label("alt"),
            func.coalesce(_PICTURES.c.thumb_width, 0).label("thumb_width"),
            func.coalesce(_PICTURES.c.thumb_height, 0).label("thumb_height"),
            func.coalesce(_PICTURES.c.thumb_bytes, 0).label("thumb_bytes"),
            _POSTS.c.label,
        )
        .select_from(keys)
        .join(_IDEAS, _IDEAS.c.id == keys.c.id)
        .join(_POSTS, _POSTS.c.id == _IDEAS.c.id)
        .join(_USERS, _USERS.c.id == _POSTS.c.author_id)
        .outerjoin(_PICTURES, _PICTURES.c.id == first)
        .order_by(keys.c.lap, *by_key)
    )
