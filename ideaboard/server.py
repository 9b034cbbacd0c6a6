"""The embedded server and the job worker: start, serve, stop cleanly."""

import logging
import signal
import threading
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from ideaboard.extensions import db
from ideaboard.jobs.tally import flush
from ideaboard.web.health import newest_revision

log = logging.getLogger("ideaboard.server")


def prepare_database() -> None:
    """Bring SQLite up to date by itself; on PostgreSQL say what to run when it is not. Exits when unreachable."""
    if db.engine.dialect.name != "sqlite":
        require_current_database()
        return
    try:
        Path(db.engine.url.database or "").parent.mkdir(parents=True, exist_ok=True)
        upgrade()
    except (OSError, DBAPIError) as error:
        raise SystemExit(f"ideaboard: the database cannot be opened: {_first_line(error)}") from None


def require_current_database() -> None:
    """Exit with one line unless the database answers and has the newest migration."""
    try:
        current = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except OperationalError as error:
        if db.engine.dialect.name != "sqlite":  # SQLite says the same of a table that is missing.
            raise SystemExit(f"ideaboard: the database cannot be opened: {_first_line(error)}") from None
        current = None
    except ProgrammingError:
        current = None
    db.session.rollback()
    if current != newest_revision():
        raise SystemExit("ideaboard: the database is not up to date. Run: ideaboard db upgrade")


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", error)).partition("\n")[0]


def run(app: Flask, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is in flight."""
    import waitress

    try:
        server = waitress.create_server(app, host=host, port=port, threads=4, ident=None, channel_timeout=60)
    except (OSError, ValueError) as error:  # waitress tells of an unknown host by a ValueError
        reason = getattr(error, "strerror", None) or error
        raise SystemExit(f"ideaboard: cannot listen on {host}:{port}: {reason}") from None
    consumer = start_consumer(app) if app.config["JOBS"] == "thread" else None
    # After the consumer: its start() installs handlers of its own, which would keep the server running.
    _on_stop_signals(_leave)
    click.echo(f"ideaboard is at http://{host}:{port}")
    try:
        server.run()
    finally:
        flush(app)
        if consumer is not None:
            consumer.stop(graceful=True)


def run_worker(app: Flask) -> None:
    """Work on jobs until SIGTERM or SIGINT."""
    stop = threading.Event()
    consumer = start_consumer(app)
    _on_stop_signals(lambda *_: stop.set())
    click.echo("ideaboard worker is running")
    stop.wait()
    consumer.stop(graceful=True)


def start_consumer(app: Flask) -> Any:
    """Start the queue's consumer in threads of this process."""
    consumer = app.extensions["queue"].create_consumer(workers=1, worker_type="thread", check_worker_health=False)
    consumer.start()
    return consumer


def _leave(*_: Any) -> None:
    # Waitress takes SystemExit as the word to finish the requests in flight and return.
    raise SystemExit(0)


def _on_stop_signals(handler: Any) -> None:
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, handler)
