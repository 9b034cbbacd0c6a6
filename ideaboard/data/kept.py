"""The short way to the database for hot pages: a select is compiled once, then runs on a bare connection.

A session and the building of a statement cost several times what the statement itself does. A `Read` keeps the
finished SQL, and the request keeps one connection of the engine's own pool, in autocommit, until it ends. It
reads only, starts no transaction, and sees what is committed at that moment.
"""

from collections import namedtuple
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from flask import Flask, g
from sqlalchemy import BindParameter, Engine, PoolProxiedConnection, Select, literal_column
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.visitors import replacement_traverse

from ideaboard.data.bound import Bound
from ideaboard.data.engine import read_engine


class Read:
    """A select with named parameters (`bindparam`), for `rows`; its columns need names that differ.

    `planned_anew`: by the values of each use, where the one plan that PostgreSQL keeps for all values is a bad one.
    """

    def __init__(self, build: Callable[[], Any], *, planned_anew: bool = False) -> None:
        self._build = build
        self._planned_anew = planned_anew
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, **values: Any) -> list[Any]:
        """Run it and return named tuples."""
        engine = read_engine()
        compiled = self._compiled.get(engine.dialect.name)
        if compiled is None:
            compiled = self._compiled[engine.dialect.name] = _Compiled(self.statement, engine.dialect)
        how = {"prepare": False} if self._planned_anew and engine.dialect.name != "sqlite" else {}
        return compiled.rows(_fetch(engine, compiled.sql, compiled.parameters(values), how))

    def first(self, **values: Any) -> Any | None:
        """Run it and return the first row, or None."""
        found = self.rows(**values)
        return found[0] if found else None

    @cached_property
    def statement(self) -> Select[Any]:
        """The select itself; built at its first use, when every table is known."""
        return self._build()


def with_constants(statement: Any, dialect: Dialect) -> Any:
    """Write the words and numbers that a statement holds itself into its text, for SQLite.

    There a parameter that may decide over a partial index has the statement planned anew at each use, which takes
    several times as long as running it. What is given at each use (`bindparam`) stays a parameter.
    """

    def written(part: Any, **_more: Any) -> Any | None:
        if isinstance(part, BindParameter) and not part.required and isinstance(part.value, (str, int)):
            write: Any = part.type.dialect_impl(dialect).literal_processor(dialect)
            return literal_column(write(part.value), part.type)
        return None

    walk: Any = replacement_traverse
    return walk(statement, {}, written) if dialect.name == "sqlite" else statement


class _Compiled(Bound):
    """The SQL of a select for one kind of database, and how its values go in and come out."""

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        ready = with_constants(statement, dialect)
        super().__init__(ready, dialect, compile_kwargs={"render_postcompile": True})
        self._dialect = dialect
        columns: list[Any] = list(statement.selected_columns)
        self._types = [column.type for column in columns]
        make: Any = namedtuple
        self._as_row: Callable[[Any], Any] = make("Row", [column.key for column in columns])._make
        self._out: list[tuple[int, Callable[[Any], Any]]] | None = None

    def rows(self, answer: tuple[Any, Sequence[Any]]) -> list[Any]:
        description, found = answer
        if self._out is None:
            self._out = self._processors(description)
        if not self._out:
            return [self._as_row(row) for row in found]
        return [self._as_row(self._processed(row)) for row in found]

    def _processed(self, row: Any) -> list[Any]:
        values = list(row)
        for place, process in self._out or ():
            values[place] = process(values[place])
        return values

    def _processors(self, description: Sequence[Any]) -> list[tuple[int, Callable[[Any], Any]]]:
        """Return what turns the driver's values into ours, for the columns that need it."""
        kinds: list[Any] = self._types
        made = [
            kind.dialect_impl(self._dialect).result_processor(self._dialect, column[1])
            for kind, column in zip(kinds, description, strict=True)
        ]
        return [(place, process) for place, process in enumerate(made) if process is not None]


def init_kept(app: Flask) -> None:
    """Give every connection back when its request, job or command ends."""
    app.teardown_appcontext(_give_back)


def _fetch(engine: Engine, sql: str, parameters: Any, how: dict[str, Any]) -> tuple[Any, Sequence[Any]]:
    """Run a statement with options of the driver; once more if the connection is dead. Raises DBAPIError."""
    error_of_driver = engine.dialect.loaded_dbapi.Error
    for is_last in (False, True):
        connection = _connection(engine)
        cursor = connection.cursor()
        for note in engine.dispatch.before_cursor_execute:  # Who counts statements counts these too.
            note(None, cursor, sql, parameters, None, False)
        try:
            cursor.execute(sql, parameters, **how)
            return cursor.description, cursor.fetchall()
        except error_of_driver as error:
            gone = engine.dialect.is_disconnect(error, connection.driver_connection, cursor)  # type: ignore[arg-type]
            _drop(engine, connection, error, gone)
            if is_last or not gone:
                wrapped = DBAPIError.instance(sql, parameters, error, error_of_driver, dialect=engine.dialect)
                raise wrapped from error
        finally:
            if connection.is_valid:
                cursor.close()
    raise AssertionError("the loop ends by returning or raising")


def _connection(engine: Engine) -> PoolProxiedConnection:
    """Return the connection that this request keeps."""
    kept: dict[Engine, PoolProxiedConnection] = g.setdefault("kept_connections", {})
    if engine not in kept:
        connection = kept[engine] = engine.raw_connection()
        if engine.dialect.name != "sqlite":  # There the driver is told so for good (data/engine.py).
            connection.driver_connection.autocommit = True  # type: ignore[union-attr]
    return kept[engine]


def _drop(engine: Engine, connection: PoolProxiedConnection, error: Exception, gone: bool) -> None:
    if gone:
        g.kept_connections.pop(engine, None)
        connection.invalidate(error)


def _give_back(_error: BaseException | None = None) -> None:
    for engine, connection in g.pop("kept_connections", {}).items():
        try:
            if engine.dialect.name != "sqlite":
                connection.driver_connection.autocommit = False
            connection.close()
        except engine.dialect.loaded_dbapi.Error as error:  # It died meanwhile: the pool makes another one.
            connection.invalidate(error)
