"""Reads for lists of challenges: one page by key, and the cities to choose from."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from ideaboard.challenges.filters import Filters
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.data.paging import Cursor, Page, keyset
from ideaboard.extensions import db

PAGE_SIZE = 12
MOST_CITIES = 100


def list_challenges(filters: Filters, cursor: Cursor | None) -> Page[Challenge]:
    """Return one page with businesses, in two queries."""
    moment = now()
    table: Any = Challenge.__table__
    key = table.c.support_close_at if filters.by_closing else table.c.opens_at

    def base(*columns: Any) -> Select[Any]:
        return select(*columns).select_from(Challenge).where(filters.condition(moment))

    page = keyset(base, key, table.c.id, _with_moment(cursor), PAGE_SIZE + 1, descending=not filters.by_closing)
    found = db.session.execute(page).all()
    shown = found[:PAGE_SIZE]
    last = Cursor(_microseconds(shown[-1].key), shown[-1].id) if len(found) > PAGE_SIZE else None
    return Page(challenges_by_id([row.id for row in shown]), last)


def challenges_by_id(ids: list[int]) -> list[Challenge]:
    """Return challenges with their businesses, in the order of `ids`; one query, none for no ids."""
    if not ids:
        return []
    wanted = select(Challenge).join(Challenge.business).options(contains_eager(Challenge.business))
    found = {one.id: one for one in db.session.scalars(wanted.where(Challenge.id.in_(ids)))}
    return [found[ident] for ident in ids if ident in found]


def cities_with_challenges() -> list[str]:
    """Return the cities of listed challenges, for the filter."""
    cities = select(Challenge.__table__.c.city).where(
        Challenge.__table__.c.listed, Challenge.__table__.c.city != ""
    )
    return list(db.session.scalars(cities.distinct().order_by(Challenge.__table__.c.city).limit(MOST_CITIES)))


def _microseconds(moment: datetime) -> int:
    return int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000_000)


def _with_moment(cursor: Cursor | None) -> Cursor | None:
    """Return the cursor with its key as the moment it stands for; one that stands for none starts anew."""
    if cursor is None:
        return None
    try:
        return Cursor(datetime.fromtimestamp(cursor.key / 1_000_000, UTC), cursor.id)
    except (ValueError, OverflowError, OSError):
        return None
