"""How connections behave on SQLite and PostgreSQL."""

import math
import threading
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from weakref import WeakKeyDictionary

from flask import Flask
from sqlalchemy import Engine, event

from ideaboard.extensions import db

_write_locks: WeakKeyDictionary[Engine, AbstractContextManager[Any]] = WeakKeyDictionary()


def configure_engine(app: Flask) -> None:
    """Attach the connection rules to the app's engine; call once, with the app bound to `db`."""
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        _configure_sqlite(engine, app.config["SQLITE_SYNC"])


def _configure_sqlite(engine: Engine, sync: str) -> None:
    _write_locks[engine] = threading.Lock()

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: Any) -> None:
        # The driver must not start transactions by itself: on_begin does, so that writers can say IMMEDIATE.
        connection.isolation_level = None
        connection.create_function("ln", 1, math.log, deterministic=True)
        for pragma in ("journal_mode=WAL", "busy_timeout=5000", f"synchronous={sync}", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        # A transaction that reads first and writes later would lose its snapshot and fail at once, whatever
        # busy_timeout says. Writers therefore take the lock when they begin; readers never take it.
        writing = connection.get_execution_options().get("ideaboard_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def write_lock(engine: Engine) -> AbstractContextManager[Any]:
    """Return the lock that writers of this process share on SQLite, whose own waiting is not fair."""
    return _write_locks.get(engine, nullcontext())
