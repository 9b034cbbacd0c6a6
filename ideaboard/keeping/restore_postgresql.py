"""Put a backup's tables in the place of those in PostgreSQL: a schema of their own, then two names change."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from ideaboard.extensions import db
from ideaboard.keeping import postgresql
from ideaboard.keeping.backup import TABLES
from ideaboard.keeping.migrating import migrate_to
from ideaboard.keeping.opening import Opened
from ideaboard.keeping.refusals import Refused

_TRIES = 12
_RESTORES = 7_305_119  # our lock among advisory locks: one restore at a time, whatever machine it is started on


def replace_postgresql(backup: Opened, stamp: str, before: Callable[[], None]) -> str:
    """Build everything, call `before` and switch. Return the schema that holds the old tables, "" if none.

    All in one transaction: the old tables stay in use until the last moment, and a kill leaves nothing behind.
    """
    fresh, kept = f"restoring_{stamp.lower()}", f"before_{stamp.lower()}"
    engine = create_engine(db.engine.url, poolclass=NullPool, hide_parameters=True)
    try:
        with engine.begin() as connection:
            live = _live_schema(connection, backup)
            connection.exec_driver_sql(f"CREATE SCHEMA {fresh}")
            connection.exec_driver_sql(f"SET LOCAL search_path TO {fresh}")
            _fill(connection, backup)
            before()
            had_tables = _switch(connection, live, fresh, kept)
    except (DBAPIError, postgresql.driver_error()) as error:
        first_line = str(getattr(error, "orig", None) or error).partition("\n")[0]
        raise Refused(f"the database refused the backup: {first_line}; nothing was changed") from None
    finally:
        engine.dispose()
    db.engine.dispose()  # Connections that were kept know the old tables.
    return kept if had_tables else ""


def _live_schema(connection: Connection, backup: Opened) -> str:
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _RESTORES})
    ours = {*backup.manifest.tables, *db.metadata.tables}
    others = sorted(set(postgresql.columns_of(connection)) - ours)
    if others:
        raise Refused(
            f"the database also holds tables that are not ours ({', '.join(others[:3])}): use another one"
        )
    return str(connection.scalar(text("SELECT current_schema()")))


def _fill(connection: Connection, backup: Opened) -> None:
    manifest = backup.manifest
    migrate_to(connection, manifest.revision)
    there = postgresql.columns_of(connection)
    if {name: sorted(columns) for name, columns in there.items()} != {
        name: sorted(columns) for name, columns in manifest.columns.items()
    }:
        raise Refused(f"the tables in the backup are not those of migration {manifest.revision}")
    connection.exec_driver_sql("DELETE FROM alembic_version")
    with postgresql.open_gates(connection):
        for table, columns in manifest.columns.items():
            _clear(connection, table)
            postgresql.copy_in(connection, table, columns, backup.chunks(f"{TABLES}{table}.copy"))
    postgresql.set_sequences(connection, manifest.sequences)
    counted = {table: postgresql.count(connection, table) for table in manifest.tables}
    if counted != manifest.tables:
        raise Refused("the database in the backup is damaged: its rows are not as many as written")
    migrate_to(connection, "head")


def _clear(connection: Connection, table: str) -> None:
    """Take away what migrations put into new tables: the backup has those rows too."""
    connection.exec_driver_sql(f'DELETE FROM "{table}"')  # noqa: S608  a name of our own


def _switch(connection: Connection, live: str, fresh: str, kept: str) -> bool:
    """Let the two schemas change names. Return whether there were old tables."""
    connection.exec_driver_sql(f'SET LOCAL search_path TO "{live}"')
    tables = list(postgresql.columns_of(connection))
    if tables:
        _wait_for_writers(connection, tables)
    connection.exec_driver_sql(f'ALTER SCHEMA "{live}" RENAME TO {kept}')
    connection.exec_driver_sql(f'ALTER SCHEMA {fresh} RENAME TO "{live}"')
    if not tables:
        connection.exec_driver_sql(f"DROP SCHEMA {kept}")
    return bool(tables)


def _wait_for_writers(connection: Connection, tables: list[str]) -> None:
    """Lock the old tables, so that no transaction writes half into the old and half into the new ones."""
    every: Any = ", ".join(f'"{table}"' for table in tables)
    connection.exec_driver_sql("SET LOCAL lock_timeout = '3s'")
    for attempt in range(_TRIES):
        try:
            with connection.begin_nested():
                connection.exec_driver_sql(f"LOCK TABLE {every} IN ACCESS EXCLUSIVE MODE")
            return
        except OperationalError:  # Somebody holds one table and waits for another; they go first.
            if attempt == _TRIES - 1:
                raise
