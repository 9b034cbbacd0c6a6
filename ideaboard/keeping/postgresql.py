"""What backup, restore and move need of PostgreSQL beyond SQL that both databases know."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text

_COLUMNS = """
SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t
  ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
WHERE c.table_schema = current_schema() AND c.is_generated = 'NEVER'
ORDER BY c.table_name, c.ordinal_position
"""
_REFERENCES = """
SELECT conrelid::regclass::text AS of, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS is
FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2
"""
_SEQUENCES = """
SELECT s.relname AS name, t.relname AS of, a.attname AS col FROM pg_class s
JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') AND d.classid = 'pg_class'::regclass
JOIN pg_class t ON t.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
WHERE s.relkind = 'S' AND s.relnamespace = current_schema()::regnamespace ORDER BY 1
"""


def columns_of(connection: Connection) -> dict[str, list[str]]:
    """Return the stored columns of every table of the current schema; what the database computes is left out."""
    found: dict[str, list[str]] = {}
    for table, column in connection.execute(text(_COLUMNS)):
        found.setdefault(table, []).append(column)
    return found


def count(connection: Connection, table: str) -> int:
    """Return how many rows a table has."""
    return int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar_one())  # noqa: S608


def copy_out(connection: Connection, table: str, columns: list[str]) -> Iterator[bytes]:
    """Read a whole table in PostgreSQL's own text form."""
    with _cursor(connection) as cursor, cursor.copy(_copy(table, columns, "TO STDOUT")) as copy:
        for chunk in copy:
            yield bytes(chunk)


def copy_in(connection: Connection, table: str, columns: list[str], chunks: Iterable[bytes]) -> None:
    """Write what `copy_out` gave."""
    with _cursor(connection) as cursor, cursor.copy(_copy(table, columns, "FROM STDIN")) as copy:
        for chunk in chunks:
            copy.write(chunk)


def copy_rows(connection: Connection, table: str, columns: list[str], rows: Iterable[Any]) -> None:
    """Write rows of Python values."""
    with _cursor(connection) as cursor, cursor.copy(_copy(table, columns, "FROM STDIN")) as copy:
        for row in rows:
            copy.write_row(row)


@contextmanager
def open_gates(connection: Connection) -> Iterator[None]:
    """Load tables in any order: triggers sleep and references are put back, and so checked, at the end."""
    tables = list(columns_of(connection))
    references = connection.execute(text(_REFERENCES)).all()
    for row in references:
        connection.exec_driver_sql(f"ALTER TABLE {row[0]} DROP CONSTRAINT {row[1]}")
    for table in tables:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    yield
    for table in tables:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
    for row in references:
        connection.exec_driver_sql(f"ALTER TABLE {row[0]} ADD CONSTRAINT {row[1]} {row[2]}")
    connection.exec_driver_sql("ANALYZE")


def sequences(connection: Connection) -> dict[str, int]:
    """Return the last number that each sequence gave; those that gave none are left out."""
    last = text("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()")
    return {name: value for name, value in connection.execute(last) if value is not None}


def set_sequences(connection: Connection, values: dict[str, int]) -> None:
    """Let sequences go on where they were."""
    for name, value in values.items():
        connection.execute(text("SELECT setval(quote_ident(:name), :value)"), {"name": name, "value": value})


def move_sequences(connection: Connection) -> None:
    """Let every sequence go on behind the highest number of its column."""
    for name, table, column in connection.execute(text(_SEQUENCES)).all():
        highest = connection.exec_driver_sql(f'SELECT max("{column}") FROM "{table}"').scalar()  # noqa: S608
        if highest is not None:
            set_sequences(connection, {name: highest})


def driver_error() -> type[Exception]:
    """Return what the driver raises while it copies; SQLAlchemy wraps everything else. It may not be installed."""
    from psycopg import Error

    return Error


def _copy(table: str, columns: list[str], direction: str) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f'COPY "{table}" ({names}) {direction}'


def _cursor(connection: Connection) -> Any:
    driver: Any = connection.connection.driver_connection
    return driver.cursor()
