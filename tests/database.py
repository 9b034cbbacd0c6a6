"""Reach the database of the app under test from outside a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

import pytest
from flask import Flask, has_app_context
from sqlalchemy import Select, TextClause, event, func, select, text

from ideaboard.data.transaction import transaction
from ideaboard.extensions import db

T = TypeVar("T")
GUARDED = {"audit_log", "audit_heads"}  # their triggers refuse to delete
# For tests of what only one of the two databases does.
on_sqlite = pytest.mark.parametrize("one_app", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize(
    "one_app", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
_current: dict[str, Flask] = {}


def use(app: Flask) -> None:
    """Name the app that factories and look-ups talk to."""
    _current["app"] = app


@contextmanager
def context() -> Iterator[None]:
    """Enter the app's context unless the test already stands in it."""
    if has_app_context():
        yield
        return
    with _current["app"].app_context():
        yield


def write(work: Callable[[], T]) -> T:
    """Run `work` in one write transaction."""
    with context(), transaction():
        return work()


def scalar(statement: Select[Any]) -> Any:
    """Return one value."""
    with context():
        return db.session.scalar(statement.execution_options(populate_existing=True))


def rows(statement: Select[Any]) -> list[Any]:
    """Return all first columns."""
    with context():
        return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def count(model: Any, *where: Any) -> int:
    """Count the rows of a model."""
    return int(scalar(select(func.count()).select_from(model).where(*where)))


def fresh(thing: T) -> T:
    """Read an object again."""
    with context():
        mapper: Any = type(thing).__mapper__  # type: ignore[attr-defined]
        key = tuple(getattr(thing, mapper.get_property_by_column(column).key) for column in mapper.primary_key)
        found = db.session.get(type(thing), key if len(key) > 1 else key[0], populate_existing=True)
        assert found is not None
        return found


def empty_tables() -> None:
    """Delete every row, past the audit log's triggers. Most tables are empty: one question finds the others."""
    with context():
        db.session.remove()
        with db.engine.connect() as connection:
            filled = set(connection.scalars(_filled()))
            tables = [table.name for table in reversed(db.metadata.sorted_tables) if table.name in filled]
            if db.engine.dialect.name == "postgresql":
                connection.execute(text("SET session_replication_role = replica"))
                for name in tables:
                    connection.execute(text(f'DELETE FROM "{name}"'))
                connection.execute(text("SET session_replication_role = DEFAULT"))
            else:
                _empty_sqlite(connection, tables)
            connection.commit()


@cache
def _filled() -> TextClause:
    """Return the question which tables have rows."""
    names = [table.name for table in db.metadata.sorted_tables]
    return text(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names))


def _empty_sqlite(connection: Any, tables: list[str]) -> None:
    triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    guards = [
        (name, sql) for name, sql in triggers if any(f" ON {table} " in sql for table in GUARDED & set(tables))
    ]
    for name, _ in guards:
        connection.execute(text(f"DROP TRIGGER {name}"))
    for name in tables:
        connection.execute(text(f'DELETE FROM "{name}"'))
    for _, sql in guards:
        connection.exec_driver_sql(sql)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the SQL statements of the block; BEGIN, COMMIT and PRAGMA are not counted."""
    seen: list[str] = []

    def note(conn: Any, cursor: Any, statement: str, parameters: Any, ctx: Any, many: bool) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            seen.append(statement)

    with context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
