"""Reads of the search page: what was found, ready to be shown, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import BigInteger, ColumnElement, Float, Select, and_, bindparam, literal_column, or_, select

from ideaboard.accounts.models import User
from ideaboard.businesses.models import Business
from ideaboard.businesses.sectors import SECTORS, Sector
from ideaboard.challenges.models import Challenge
from ideaboard.data.kept import Read
from ideaboard.data.paging import Cursor, Page, keyset
from ideaboard.data.search import Asked, ranked_hits, terms
from ideaboard.data.search_index import Entry
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.ideas.paths import board_path, idea_path, slug_of
from ideaboard.posts.models import Post
from ideaboard.posts.queries import is_public
from ideaboard.web.highlight import highlight, snippet

PAGE_SIZE = 20
CHALLENGE, IDEA, BUSINESS = "challenge", "idea", "business"
_CHALLENGES: Any = Challenge.__table__
_BUSINESSES: Any = Business.__table__
_IDEAS: Any = Idea.__table__
_POSTS: Any = Post.__table__
_USERS: Any = User.__table__
_ENTRIES: Any = Entry.__table__


@dataclass(frozen=True)
class Found:
    """One thing that was found."""

    kind: str
    title: Markup
    path: str
    snippet: Markup
    line: str  # whose it is and where


def find(asked: Asked, kind: str, sector: Sector | None, cursor: Cursor | None) -> Page[Found]:
    """Return one page of what everybody may read and holds every word, the best first."""
    values = terms(asked)
    values |= {"kind": kind} if kind else {}
    values |= {"sector": sector.key} if sector else {}
    values |= {"key": cursor.key, "after": cursor.id} if cursor else {}
    place = isinstance(cursor.key, float) if cursor else None
    rows = _read_of(db.engine.dialect.name, bool(kind), bool(sector), place).rows(**values)
    shown = rows[:PAGE_SIZE]
    last = Cursor(shown[-1].key, shown[-1].id) if len(rows) > PAGE_SIZE else None
    return Page(_describe(shown, asked), last)


@lru_cache(maxsize=32)
def _read_of(dialect: str, has_kind: bool, has_sector: bool, place: bool | None) -> Read:
    """Return the read of one kind of page; `place`: whether its cursor's key is a fraction, None without one."""
    cursor: Any = None
    if place is not None:
        key = bindparam("key", type_=Float() if place else BigInteger())
        cursor = Cursor(key, bindparam("after", type_=BigInteger()))  # type: ignore[arg-type]
    # A common word is found best from the newest entry down, a rare one by its index.
    return Read(lambda: _entries(_conditions(has_kind, has_sector), cursor), planned_anew=True)


def _entries(conditions: list[ColumnElement[bool]], cursor: Cursor | None) -> Select[Any]:
    """Select the entries of one page in order, with their keys."""
    hits = ranked_hits(None, *conditions).subquery()
    last: Any = literal_column(str(PAGE_SIZE + 1))
    keys = keyset(lambda *columns: select(*columns), hits.c.score, hits.c.id, cursor, last).subquery()
    shown = (_ENTRIES.c.id, _ENTRIES.c.kind, _ENTRIES.c.object_id, _ENTRIES.c.title, _ENTRIES.c.body, keys.c.key)
    found = select(*shown).select_from(keys).join(_ENTRIES, _ENTRIES.c.id == keys.c.id)
    return found.order_by(keys.c.key.desc(), keys.c.id.desc())


def _conditions(has_kind: bool, has_sector: bool) -> list[ColumnElement[bool]]:
    is_business = _ENTRIES.c.kind == BUSINESS
    conditions = [or_(is_business, is_public(_ENTRIES.c.object_id))]
    if has_kind:
        conditions.append(_ENTRIES.c.kind == bindparam("kind"))
    if has_sector:
        sector: Any = bindparam("sector")
        board = select(_CHALLENGES.c.id).where(
            _CHALLENGES.c.id == _ENTRIES.c.challenge_id, _CHALLENGES.c.sector == sector
        )
        house = select(_BUSINESSES.c.id).where(
            _BUSINESSES.c.id == _ENTRIES.c.object_id, _BUSINESSES.c.sector == sector
        )
        conditions.append(or_(board.exists(), and_(is_business, house.exists())))
    return conditions


def _describe(entries: Sequence[Any], asked: Asked) -> list[Found]:
    known: dict[tuple[str, int], tuple[str, str]] = {}
    for kind, places in ((CHALLENGE, _challenges), (IDEA, _ideas), (BUSINESS, _businesses)):
        ids = [entry.object_id for entry in entries if entry.kind == kind]
        known |= {(kind, ident): place for ident, place in places(ids).items()} if ids else {}
    return [
        Found(
            entry.kind,
            highlight(entry.title, asked.words),
            known[entry.kind, entry.object_id][0],
            snippet(entry.body, asked.words),
            known[entry.kind, entry.object_id][1],
        )
        for entry in entries
        if (entry.kind, entry.object_id) in known
    ]


def _challenges(ids: list[int]) -> dict[int, tuple[str, str]]:
    """Return address and line of each challenge."""
    rows = _CHALLENGES_BY_ID.rows(**_values(ids))
    return {row.id: (board_path(row.slug), f"{row.name}, {row.city}") for row in rows}


def _ideas(ids: list[int]) -> dict[int, tuple[str, str]]:
    """Return address and line of each idea."""
    rows = _IDEAS_BY_ID.rows(**_values(ids))
    return {row.id: (idea_path(row.id, slug_of(row.title)), f"{row.name} · {row.board}") for row in rows}


def _businesses(ids: list[int]) -> dict[int, tuple[str, str]]:
    """Return address and line of each business."""
    rows = _BUSINESSES_BY_ID.rows(**_values(ids))
    return {row.id: (f"/usaha/{row.slug}", f"{SECTORS[row.sector].name}, {row.city}") for row in rows}


# What is shown on a page is asked for by id; places that are not used ask for 0, which nothing has.
_ASKED = [f"id_{place}" for place in range(PAGE_SIZE)]


def _values(ids: list[int]) -> dict[str, int]:
    return dict.fromkeys(_ASKED, 0) | dict(zip(_ASKED, ids, strict=False))


def _is_asked_for(ident: ColumnElement[int]) -> ColumnElement[bool]:
    return ident.in_([bindparam(name, type_=BigInteger()) for name in _ASKED])


_CHALLENGES_BY_ID = Read(
    lambda: (
        select(_CHALLENGES.c.id, _CHALLENGES.c.slug, _BUSINESSES.c.name, _CHALLENGES.c.city)
        .join(_BUSINESSES, _BUSINESSES.c.id == _CHALLENGES.c.business_id)
        .where(_is_asked_for(_CHALLENGES.c.id))
    )
)
_IDEAS_BY_ID = Read(
    lambda: (
        select(_IDEAS.c.id, _IDEAS.c.title, _USERS.c.name, _CHALLENGES.c.title.label("board"))
        .join(_POSTS, _POSTS.c.id == _IDEAS.c.id)
        .join(_USERS, _USERS.c.id == _POSTS.c.author_id)
        .join(_CHALLENGES, _CHALLENGES.c.id == _IDEAS.c.challenge_id)
        .where(_is_asked_for(_IDEAS.c.id))
    )
)
_BUSINESSES_BY_ID = Read(
    lambda: select(_BUSINESSES.c.id, _BUSINESSES.c.slug, _BUSINESSES.c.sector, _BUSINESSES.c.city).where(
        _is_asked_for(_BUSINESSES.c.id)
    )
)
