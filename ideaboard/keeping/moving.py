"""Move a board from SQLite to PostgreSQL: everything in one transaction, proved row by row."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, NullPool, Table, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from ideaboard.data.migrations import newest_revision
from ideaboard.extensions import db
from ideaboard.keeping import postgresql
from ideaboard.keeping.migrating import migrate_to
from ideaboard.keeping.proof import Proof, proof_of, rows_of
from ideaboard.keeping.refusals import Refused

NUL, INSTEAD = "\x00", "\ufffd"  # PostgreSQL keeps no NUL in texts
VERSIONS = "alembic_version"


@dataclass
class Moved:
    """One table: what was read, what is there now, and how many texts had a NUL."""

    table: str
    source: Proof
    target: Proof
    replaced: int = 0


def move(source_url: str, target_url: str, tell: Callable[[Moved], Any]) -> list[Moved]:
    """Copy all tables of a SQLite database into an empty PostgreSQL database; `tell` hears of each.

    Raises Refused; then the target is as it was. The source is locked against writing meanwhile, never changed.
    """
    with _source(source_url) as source, _target(target_url) as target:
        return _copy_all(source, target, tell)


@contextmanager
def _source(url: str) -> Iterator[Connection]:
    path = make_url(url).database or ""
    if not Path(path).is_file():
        raise Refused(f"there is no database at {path}")
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": 2})
    event.listen(engine, "connect", _begin_ourselves)
    try:
        with engine.connect() as connection:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                _check_revision(connection, "source")
            except DBAPIError as error:
                raise Refused(_why_not(path, error)) from None
            yield connection
            connection.rollback()
    finally:
        engine.dispose()


def _begin_ourselves(connection: sqlite3.Connection, record: Any) -> None:
    connection.isolation_level = None


def _why_not(path: str, error: DBAPIError) -> str:
    said = str(error.orig)
    if "locked" in said:
        return f"{path} is being written: stop the server and its worker, then try again"
    return f"{path} cannot be moved: {said}"


def _check_revision(connection: Connection, which: str) -> None:
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if row != newest_revision():
        raise Refused(
            f"the {which} is at migration {row} and this version at {newest_revision()}: run `ideaboard db upgrade`"
        )


@contextmanager
def _target(url: str) -> Iterator[Connection]:
    try:
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    except ModuleNotFoundError:
        raise Refused("PostgreSQL needs the extra packages: pip install 'ideaboard[scale]'") from None
    try:
        with engine.begin() as connection:
            _prepare(connection)
            yield connection
    except DBAPIError as error:
        first_line = str(error.orig).partition("\n")[0]
        raise Refused(f"PostgreSQL said: {first_line}; nothing was moved") from None
    finally:
        engine.dispose()


def _prepare(connection: Connection) -> None:
    """Make the tables of a database that has none; accept one that has them and no content."""
    there = set(postgresql.columns_of(connection))
    if not there:
        migrate_to(connection, "head")
        return
    if VERSIONS not in there:
        raise Refused(f"the target is not empty: it has a table {min(there)} and is no board")
    _check_revision(connection, "target")
    for table in sorted(there - {VERSIONS}):
        if table not in _FRESH and postgresql.count(connection, table):
            raise Refused(f"the target is not empty: its table {table} has rows")


_FRESH: frozenset[str] = frozenset()  # tables that migrations fill


def _copy_all(source: Connection, target: Connection, tell: Callable[[Moved], Any]) -> list[Moved]:
    moved = []
    with postgresql.open_gates(target):
        for table in db.metadata.sorted_tables:
            moved.append(_copy(source, target, table))
            tell(moved[-1])
    postgresql.move_sequences(target)
    left = set(postgresql.columns_of(target)) - {VERSIONS} - set(db.metadata.tables)
    if left:
        raise Refused(f"the target has tables that were not moved: {', '.join(sorted(left))}")
    return moved


def _copy(source: Connection, target: Connection, table: Table) -> Moved:
    done = Moved(table.name, Proof(), Proof())
    target.exec_driver_sql(f'DELETE FROM "{table.name}"')  # noqa: S608  what migrations put there
    names = [column.name for column in table.c]
    try:
        postgresql.copy_rows(target, table.name, names, _fit(rows_of(source, table), done))
    except (DBAPIError, postgresql.driver_error(), ValueError, LookupError, TypeError) as error:
        first_line = str(getattr(error, "orig", None) or error).partition("\n")[0]
        raise Refused(f"the table {table.name} cannot be moved: {first_line}; nothing was moved") from None
    done.target = proof_of(target, table)
    if done.target != done.source:
        raise Refused(f"the table {table.name} did not arrive as it was sent; nothing was moved")
    return done


def _fit(rows: Iterator[tuple[Any, ...]], done: Moved) -> Iterator[tuple[Any, ...]]:
    """Pass the rows on as PostgreSQL can keep them, and count them for the proof as they are passed on."""
    for row in rows:
        fitting = row
        if any(type(value) is str and NUL in value for value in row):
            fitting = tuple(v.replace(NUL, INSTEAD) if isinstance(v, str) else v for v in row)
            done.replaced += sum(isinstance(v, str) and NUL in v for v in row)
        done.source.add(fitting)
        yield fitting
