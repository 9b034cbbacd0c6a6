"""The embedded server and the job worker: start, serve, stop cleanly."""

import logging
import signal
import threading
from typing import Any

import click
from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from ideaboard.extensions import db
from ideaboard.jobs.tally import flush

log = logging.getLogger("ideaboard.server")


def prepare_database() -> None:
    """Bring SQLite up to date by itself; on PostgreSQL say what to run when it is not. Exits when unreachable."""
    from ideaboard.web.health import newest_revision

    try:
        if db.engine.dialect.name == "sqlite":
            current_app.config["INSTANCE"].mkdir(parents=True, exist_ok=True)
            upgrade()
            return
        current = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except OperationalError as error:
        raise SystemExit(f"ideaboard: the database cannot be opened: {error.orig}") from None
    except Exception:
        db.session.rollback()
        current = None
    if current != newest_revision():
        raise SystemExit("ideaboard: the database is not up to date. Run: ideaboard db upgrade")


def run(app: Flask, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is in flight."""
    import waitress

    try:
        server = waitress.create_server(app, host=host, port=port, threads=4, ident=None, channel_timeout=60)
    except OSError as error:
        raise SystemExit(f"ideaboard: cannot listen on {host}:{port}: {error.strerror}") from None
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
    logging.getLogger("huey").setLevel(logging.ERROR)
    consumer = app.extensions["queue"].create_consumer(workers=1, worker_type="thread", check_worker_health=False)
    consumer.start()
    return consumer


def _leave(*_: Any) -> None:
    # Waitress takes SystemExit as the word to finish the requests in flight and return.
    raise SystemExit(0)


def _on_stop_signals(handler: Any) -> None:
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, handler)
