"""Reads of the search page: what was found, ready to be shown, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, and_, or_, select

from ideaboard.accounts.models import User
from ideaboard.businesses.models import Business
from ideaboard.businesses.sectors import SECTORS, Sector
from ideaboard.challenges.models import Challenge
from ideaboard.data.paging import Cursor, Page, keyset
from ideaboard.data.search import Asked, ranked_hits
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
    hits = ranked_hits(asked, *_conditions(kind, sector)).subquery()
    keys = keyset(lambda *columns: select(*columns), hits.c.score, hits.c.id, cursor, PAGE_SIZE + 1).subquery()
    in_order = select(Entry, keys.c.key).join(keys, keys.c.id == Entry.id)
    rows = db.session.execute(in_order.order_by(keys.c.key.desc(), keys.c.id.desc())).all()
    shown = rows[:PAGE_SIZE]
    last = Cursor(shown[-1].key, shown[-1].Entry.id) if len(rows) > PAGE_SIZE else None
    return Page(_describe([row.Entry for row in shown], asked), last)


def _conditions(kind: str, sector: Sector | None) -> list[ColumnElement[bool]]:
    conditions = [or_(Entry.kind == BUSINESS, is_public(Entry.object_id))]
    if kind:
        conditions.append(Entry.kind == kind)
    if sector:
        board = select(_CHALLENGES.c.id).where(
            _CHALLENGES.c.id == Entry.challenge_id, _CHALLENGES.c.sector == sector.key
        )
        house = select(_BUSINESSES.c.id).where(
            _BUSINESSES.c.id == Entry.object_id, _BUSINESSES.c.sector == sector.key
        )
        conditions.append(or_(board.exists(), and_(Entry.kind == BUSINESS, house.exists())))
    return conditions


def _describe(entries: Sequence[Entry], asked: Asked) -> list[Found]:
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
    wanted: Select[Any] = select(_CHALLENGES.c.id, _CHALLENGES.c.slug, _BUSINESSES.c.name, _CHALLENGES.c.city).join(
        _BUSINESSES, _BUSINESSES.c.id == _CHALLENGES.c.business_id
    )
    rows = db.session.execute(wanted.where(_CHALLENGES.c.id.in_(ids)))
    return {row.id: (board_path(row.slug), f"{row.name}, {row.city}") for row in rows}


def _ideas(ids: list[int]) -> dict[int, tuple[str, str]]:
    """Return address and line of each idea."""
    posts: Any = Post.__table__
    users: Any = User.__table__
    wanted: Select[Any] = (
        select(_IDEAS.c.id, _IDEAS.c.title, users.c.name, _CHALLENGES.c.title.label("board"))
        .join(posts, posts.c.id == _IDEAS.c.id)
        .join(users, users.c.id == posts.c.author_id)
        .join(_CHALLENGES, _CHALLENGES.c.id == _IDEAS.c.challenge_id)
    )
    rows = db.session.execute(wanted.where(_IDEAS.c.id.in_(ids)))
    return {row.id: (idea_path(row.id, slug_of(row.title)), f"{row.name} · {row.board}") for row in rows}


def _businesses(ids: list[int]) -> dict[int, tuple[str, str]]:
    """Return address and line of each business."""
    wanted = select(_BUSINESSES.c.id, _BUSINESSES.c.slug, _BUSINESSES.c.sector, _BUSINESSES.c.city)
    rows = db.session.execute(wanted.where(_BUSINESSES.c.id.in_(ids)))
    return {row.id: (f"/usaha/{row.slug}", f"{SECTORS[row.sector].name}, {row.city}") for row in rows}
