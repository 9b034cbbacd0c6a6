"""Who is affected when rows of a table got out: by the table's own columns, whatever the table."""

import csv
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Select, Table, func, select, union

from ideaboard.accounts.models import User
from ideaboard.data.types import UtcDateTime
from ideaboard.extensions import db

BATCH = 1000
# Of the moments in a row, the one that says since when it has been there.
_FIRST = ("created_at", "made_at", "joined_at", "applied_at", "opened_at", "at")
_USERS: Any = User.__table__


class NotAffected(ValueError):
    """The question cannot be answered; its text says why."""


@dataclass(frozen=True)
class Window:
    """Between which moments rows came into being; without `since`, from the beginning."""

    since: datetime | None
    until: datetime


@dataclass(frozen=True)
class Found:
    """How many people there are, and how many of them have no address any more."""

    people: int
    closed: int


def tables_about_people() -> list[str]:
    """Return the names of the tables whose rows belong to people."""
    return sorted(name for name in db.metadata.tables if _columns(db.metadata.tables[name]))


def affected(tables: Sequence[str], window: Window, moment: str = "") -> Select[Any]:
    """Return the statement that selects each affected person's id once.

    Where rows do not say since when they are there, all of them count. Raises NotAffected for a table that is not
    there, says nothing about people, or has no such moment.
    """
    parts = [part for name in tables for part in _parts(_table(name), window, moment)]
    ids = union(*parts).subquery()
    return select(ids.c.id).where(ids.c.id.is_not(None)).order_by(ids.c.id)


def ids_of(statement: Select[Any]) -> Iterator[int]:
    """Read the ids in batches: a table may be larger than memory."""
    yield from db.session.scalars(statement.execution_options(yield_per=BATCH))


def count(statement: Select[Any]) -> Found:
    """Return how many people a statement finds; one query."""
    ids = statement.order_by(None).subquery()
    closed = _USERS.c.closed_at.is_not(None)
    counted = select(func.count(), func.count().filter(closed)).select_from(ids)
    people, gone = db.session.execute(counted.join(_USERS, _USERS.c.id == ids.c.id)).one()
    return Found(people, gone)


def write_addresses(statement: Select[Any], path: Path) -> int:
    """Write id, address and language of everybody who has one to a new file that only its owner reads.

    Raises FileExistsError rather than write over anything.
    """
    ids = statement.order_by(None).subquery()
    wanted = select(_USERS.c.id, _USERS.c.email, _USERS.c.locale).join(ids, ids.c.id == _USERS.c.id)
    open_ones = wanted.where(_USERS.c.closed_at.is_(None)).order_by(_USERS.c.id)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(("id", "email", "language"))
        written = 0
        for row in db.session.execute(open_ones.execution_options(yield_per=BATCH)):
            lines.writerow(row)
            written += 1
    return written


def holds_strangers(name: str) -> bool:
    """Say whether a table also holds addresses of people who have no account."""
    table = _table(name)
    return table is not _USERS and "email" in table.columns


def _table(name: str) -> Table:
    table = db.metadata.tables.get(name)
    if table is None:
        raise NotAffected(f"there is no table {name!r}; known are: {', '.join(tables_about_people())}")
    return table


def _parts(table: Table, window: Window, moment: str) -> list[Select[Any]]:
    people = _columns(table)
    if not people:
        raise NotAffected(f"the table {table.name!r} does not say whose its rows are")
    owner = people[0].table
    at = _moment(owner, moment)
    rows: Any = table if owner is table else table.join(owner, _key(table) == owner.c.id)
    inside = [] if at is None else [at < window.until, *([at >= window.since] if window.since else [])]
    return [select(column.label("id")).select_from(rows).where(*inside) for column in people]


def _columns(table: Table) -> list[Column[Any]]:
    """Return the columns that hold ids of people: the table's own, or those of the table that it extends."""
    if table is _USERS:
        return [_USERS.c.id]
    own = [column for column in table.columns if any(key.column is _USERS.c.id for key in column.foreign_keys)]
    if own:
        return own
    above = _extended(table)
    return _columns(above) if above is not None else []


def _extended(table: Table) -> Table | None:
    """Return the table whose rows these continue: an idea's row goes with one of posts."""
    key = _key(table)
    if key is None:
        return None
    return next((each.column.table for each in key.foreign_keys if each.column.name == "id"), None)


def _key(table: Table) -> Any:
    keys = list(table.primary_key.columns)
    return keys[0] if len(keys) == 1 else None


def _moment(table: Table, wanted: str) -> Column[Any] | None:
    """Return the moment of a row that counts; none where rows carry none: then all of them count."""
    moments = [column for column in table.columns if isinstance(column.type, UtcDateTime)]
    named = {column.name: column for column in moments}
    if wanted and wanted not in named:
        raise NotAffected(f"{table.name!r} has no moment {wanted!r}; it has: {', '.join(named) or 'none'}")
    chosen = [wanted] if wanted else [*(name for name in _FIRST if name in named), *named]
    return named[chosen[0]] if chosen else None
