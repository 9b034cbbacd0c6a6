"""How connections to PostgreSQL behave: looked at before use, named, and with an end to what may run."""

import time
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

# Milliseconds that one statement may take: a page must answer, a job may be slow, a command takes what it needs.
LONGEST = {"web": 20_000, "worker": 600_000, "command": 0}
QUIET = 2.0  # seconds without use after which a connection is looked at first
GONE = 10_000  # milliseconds after which a silent server counts as gone, where the system knows that option
_SETTINGS = (
    # Conditions with many parts look dear to the planner, which then compiles them for seconds to save
    # milliseconds: no statement of a page runs long enough to pay for that.
    "SET jit = off",
    "SET application_name = 'ideaboard {role}'",
    "SET statement_timeout = {longest}",
    # Who left a transaction open holds locks; nothing of ours waits that long inside one.
    "SET idle_in_transaction_session_timeout = 300000",
)


def set_role(app: Flask, role: str) -> None:
    """Say what this process does (a key of LONGEST); connections that are open already are left behind."""
    app.config["ROLE"] = role
    for engine in app.extensions["engines"]:
        engine.dispose()


def configure_postgresql(app: Flask, engine: Engine) -> None:
    """Attach the rules to an engine: once, before its first connection."""

    @event.listens_for(engine, "do_connect")
    def before_connect(dialect: Any, record: Any, arguments: Any, options: dict[str, Any]) -> None:
        for name, value in (("connect_timeout", 5), ("tcp_user_timeout", GONE)):
            options.setdefault(name, value)  # What stands in the address wins.

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: Any) -> None:
        role = app.config["ROLE"]
        connection.execute("; ".join(_SETTINGS).format(role=role, longest=LONGEST[role]))
        connection.commit()

    @event.listens_for(engine, "checkin")
    def on_checkin(connection: Any, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def on_checkout(connection: Any, record: Any, proxy: Any) -> None:
        # Asking before every use would cost a busy page a round trip: only one that lay quiet may have died unseen.
        if time.monotonic() - record.info.get("used", time.monotonic()) > QUIET:
            _look_at(engine, connection)


def _look_at(engine: Engine, connection: Any) -> None:
    """Raise DisconnectionError, which makes the pool connect anew, when the server is gone."""
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as error:
        raise DisconnectionError from error
