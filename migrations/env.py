"""How migrations run: through Flask-Migrate, on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from ideaboard.data.search_index import leave_alone
from ideaboard.data.types import UtcDateTime
from ideaboard.extensions import db

MIGRATION_LOCK = 7_305_118


def render_item(kind: str, thing: Any, autogen_context: Any) -> str | bool:
    """Write our moments as what they are in the database, so that old migrations need no module of ours."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def run_inside(connection: Connection) -> None:
    """Run the migrations in the open transaction of whoever builds a database (a restore, a move): all or none."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        include_object=leave_alone,
        render_item=render_item,
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    """Run each migration in a transaction of its own; a second process waits."""
    with db.engine.connect() as connection, _without_cascades(connection):
        if connection.dialect.name == "postgresql":
            # However it was started: a migration takes the time that it takes.
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=leave_alone,
            render_item=render_item,
            transaction_per_migration=True,
            **current_app.extensions["migrate"].configure_args,
        )
        try:
            with context.begin_transaction():
                context.run_migrations()
            connection.commit()
        finally:
            _unlock(connection)


@contextmanager
def _without_cascades(connection: Connection) -> Iterator[None]:
    """Keep the rows of other tables while SQLite's tables are made anew: dropping the old one would cascade."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.dbapi_connection  # No transaction yet: inside one the pragma does nothing.
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if broken := raw.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"rows without what they refer to after the migration: {broken[:5]}")
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def _unlock(connection: Connection) -> None:
    # The lock belongs to the connection, which goes back to the pool and lives on.
    if connection.dialect.name == "postgresql":
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})
        connection.commit()


if context.is_offline_mode():
    raise SystemExit("Migrations need a database; --sql is not supported.")
if context.config.attributes.get("connection") is not None:
    run_inside(context.config.attributes["connection"])
else:
    run()
