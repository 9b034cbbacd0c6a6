"""Paging by key: the next page starts after a (key, id) pair, never at an OFFSET."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, ColumnElement, Float, Select, and_, literal, select, tuple_, union_all

from ideaboard.extensions import db

T = TypeVar("T")


@dataclass(frozen=True)
class Cursor:
    """Where a page ends: the sort key and the id of its last row, and for rings the lap it is on."""

    key: Any
    id: int
    lap: int = 0

    def __str__(self) -> str:
        """Write the cursor for a link."""
        raw = json.dumps([self.key, self.id, self.lap], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str | None) -> "Cursor | None":
        """Read a cursor from a link; anything that is not one means the first page."""
        if not text or len(text) > 100:
            return None
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            key, ident, lap = json.loads(raw)
        except (ValueError, TypeError):
            return None
        # Exact types: True is an int to isinstance, but PostgreSQL compares no boolean with a number.
        numbers = type(key) in (int, float) and type(ident) is int and type(lap) is int
        inside = numbers and abs(key) < 2**62 and 0 <= ident < 2**62 and lap in (0, 1)
        return cls(key, ident, lap) if inside else None


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list and the cursor of the next one, if any."""

    items: Sequence[T]
    next: Cursor | None


def after(
    key: ColumnElement[Any], ident: ColumnElement[int], cursor: Cursor, descending: bool
) -> list[ColumnElement[bool]]:
    """Return the conditions whose union holds the rows behind `cursor`; its values may be named parameters.

    One condition on PostgreSQL (row values use the index), two on SQLite, whose row values use only the
    first column of the index and would walk every tie.
    """
    if db.engine.dialect.name != "sqlite":
        # Widest types, because a cursor comes from a link: what fits no column must find nothing, not fail.
        numeric = Float() if isinstance(cursor.key, float) else BigInteger()
        kind = key.type if isinstance(cursor.key, datetime) else numeric
        pair, last = tuple_(key, ident), tuple_(_typed(cursor.key, kind), _typed(cursor.id, BigInteger()))
        return [pair < last if descending else pair > last]
    if descending:
        return [and_(key == cursor.key, ident < cursor.id), key < cursor.key]
    return [and_(key == cursor.key, ident > cursor.id), key > cursor.key]


def _typed(value: Any, kind: Any) -> ColumnElement[Any]:
    return value if isinstance(value, ColumnElement) else literal(value, kind)


def keyset(
    base: Callable[..., Select[Any]],
    key: ColumnElement[Any],
    ident: ColumnElement[int],
    cursor: Cursor | None,
    limit: int,
    *,
    descending: bool = True,
    within: ColumnElement[bool] | None = None,
) -> Select[Any]:
    """Select ids of one page: `base(*columns)` gives the filtered select; rows carry (id, key).

    `within` bounds the key itself, and the cursor lies inside: among its ties nothing else is asked of the key, or
    SQLite would walk the whole range to find them.
    """
    order = (key.desc(), ident.desc()) if descending else (key.asc(), ident.asc())
    conditions = after(key, ident, cursor, descending) if cursor else [None]
    parts = []
    for place, condition in enumerate(conditions):
        part = base(ident.label("id"), key.label("key"))
        part = part.where(within) if within is not None and place == len(conditions) - 1 else part
        part = part.where(condition) if condition is not None else part
        parts.append(part.order_by(*order).limit(limit))
    if len(parts) == 1:
        return parts[0]
    # Each branch stops at its own limit inside the index; together they are at most 2 x limit rows.
    rows = union_all(*(select(part.subquery()) for part in parts)).subquery()
    outer = (rows.c.key.desc(), rows.c.id.desc()) if descending else (rows.c.key, rows.c.id)
    return select(rows.c.id, rows.c.key).order_by(*outer).limit(limit)
