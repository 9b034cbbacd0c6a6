"""How connections behave on SQLite and PostgreSQL, and which database a read may ask."""

import os
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from flask import Flask, current_app, g
from sqlalchemy import Engine, create_engine

from ideaboard.data.postgresql import configure_postgresql
from ideaboard.data.replica import Replica
from ideaboard.data.sqlite import configure_sqlite
from ideaboard.extensions import db

_write_locks: WeakKeyDictionary[Engine, AbstractContextManager[Any]] = WeakKeyDictionary()
_engines: WeakSet[Engine] = WeakSet()


def configure_engine(app: Flask) -> None:
    """Attach the connection rules to the app's engines; call once, with the app bound to `db`."""
    with app.app_context():
        engine = db.engine
    app.extensions["engines"], app.extensions["replica"] = [engine], None
    if engine.dialect.name == "sqlite":
        _write_locks[engine] = configure_sqlite(engine, app.config["SQLITE_SYNC"], app.config["DB_PATIENCE"])
    else:
        configure_postgresql(app, engine)
    if app.config["READ_DATABASE_URL"]:
        replica = create_engine(app.config["READ_DATABASE_URL"], **app.config["SQLALCHEMY_ENGINE_OPTIONS"])
        configure_postgresql(app, replica)
        app.extensions["engines"].append(replica)
        app.extensions["replica"] = Replica(engine, replica)
    _engines.update(app.extensions["engines"])


def read_engine() -> Engine:
    """Return the engine for a read that may lag: the replica's after `may_lag()` said yes, else `db`'s own.

    It stays the same to the end of a request, so that what is read second is never older than what was read first.
    """
    return g.get("read_engine") or db.engine


def may_lag() -> bool:
    """Let the reads of this request ask the replica; says whether they do."""
    replica: Replica | None = current_app.extensions["replica"]
    if replica is not None and "read_engine" not in g and replica.is_near():
        g.read_engine = replica.engine
    return "read_engine" in g


def leave_replica() -> bool:
    """Go back to the primary because the replica failed; says whether it had been asked."""
    if g.pop("read_engine", None) is None:
        return False
    current_app.extensions["replica"].has_failed()
    db.session.rollback()
    return True


def write_lock(engine: Engine) -> AbstractContextManager[Any]:
    """Return the lock that writers of this process share on SQLite, whose own waiting is not fair."""
    return _write_locks.get(engine, nullcontext())


def _leave_connections_to_parent() -> None:
    for engine in list(_engines):
        engine.dispose(close=False)


if hasattr(os, "register_at_fork"):
    # A server that loads the app once and then forks: two processes must never talk through one connection.
    os.register_at_fork(after_in_child=_leave_connections_to_parent)
