"""The short way to write: a statement is put together and compiled once, then runs in the open transaction.

As with reads (data/kept.py), building a statement anew costs several times what the database does with it.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

from ideaboard.data.bound import Bound
from ideaboard.data.transaction import writer

Insert = Callable[[Any], Any]
_INSERTS: dict[str, Insert] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Write:
    """An INSERT, UPDATE or DELETE with named parameters (`bindparam`) and with RETURNING.

    `build` is called at the first use, with the database's own `insert`. Every column needs its value: defaults of
    models are not asked for.
    """

    def __init__(self, build: Callable[[Insert], Any]) -> None:
        self._build = build
        self._compiled: dict[str, _Compiled] = {}

    def first(self, **values: Any) -> Any | None:
        """Run it in the open transaction and return the first row that it tells of, or None."""
        connection = writer()
        dialect = connection.dialect
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = _Compiled(self._build(_INSERTS[dialect.name]), dialect)
        compiled = self._compiled[dialect.name]
        return _first(connection, compiled, compiled.parameters(values))


def _first(connection: Connection, compiled: _Compiled, parameters: Any) -> Any | None:
    """Run it on the driver's own connection, whose transaction the session's one is. Raises DBAPIError."""
    engine, error_of_driver = connection.engine, connection.dialect.loaded_dbapi.Error
    cursor = connection.connection.cursor()
    for note in engine.dispatch.before_cursor_execute:  # Who counts statements counts these too.
        note(connection, cursor, compiled.sql, parameters, None, False)
    try:
        cursor.execute(compiled.sql, parameters)
        row = cursor.fetchone()
        return None if row is None else compiled.as_row(row, cursor.description)
    except error_of_driver as error:
        raise _wrapped(connection, cursor, error, compiled.sql, parameters) from error
    finally:
        cursor.close()


def _wrapped(connection: Connection, cursor: Any, error: Any, sql: str, parameters: Any) -> Exception:
    """Return the error as the session would have told of it; a connection that died is not used again."""
    dialect = connection.dialect
    is_gone = dialect.is_disconnect(error, connection.connection.driver_connection, cursor)  # type: ignore[arg-type]
    if is_gone:
        connection.invalidate(error)
    known = dialect.loaded_dbapi.Error
    return DBAPIError.instance(sql, parameters, error, known, connection_invalidated=is_gone, dialect=dialect)


class _Compiled(Bound):
    """The SQL for one kind of database, and how values go in."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        super().__init__(statement, dialect)
        self._row: Any = None

    def as_row(self, values: Any, description: Any) -> Any:
        """Return values under the names of their columns."""
        if self._row is None:
            make: Any = namedtuple
            self._row = make("Row", [column[0] for column in description], rename=True)._make
        return self._row(values)
