"""The embedded server and the job worker: start, serve, stop cleanly."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from ideaboard.data.migrations import newest_revision, present_revision
from ideaboard.data.postgresql import set_role
from ideaboard.extensions import db
from ideaboard.jobs.tally import flush

log = logging.getLogger("ideaboard.server")
WORKERS = 2  # so that one slow job (a mail server that does not answer) keeps no other from running
JOB_MAY_FINISH = 8  # seconds; what is cut off then runs again, as after a crash


def prepare_database() -> None:
    """Bring SQLite up to date by itself; on PostgreSQL say what to run when it is not. Exits when unreachable."""
    if db.engine.dialect.name != "sqlite":
        require_current_database()
        return
    try:
        file = Path(db.engine.url.database or "")
        file.parent.mkdir(parents=True, exist_ok=True)
        with _alone(file):
            if not _is_current():
                _upgrade()
    except (OSError, DBAPIError) as error:
        raise SystemExit(f"ideaboard: the database cannot be opened: {_first_line(error)}") from None


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Let one process at a time look whether the file is current and migrate it; a second one that starts waits."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with file.with_name(f"{file.name}.migrating").open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        yield


def require_current_database() -> None:
    """Exit with one line unless the database answers and has the newest migration."""
    try:
        is_current = _is_current()
    except DBAPIError as error:
        raise SystemExit(f"ideaboard: the database cannot be opened: {_first_line(error)}") from None
    if not is_current:
        raise SystemExit("ideaboard: the database is not up to date. Run: ideaboard db upgrade")


def _is_current() -> bool:
    present = present_revision()
    db.session.rollback()
    return present == newest_revision()


def _upgrade() -> None:
    from flask_migrate import upgrade  # It brings Alembic, which a start without new migrations never needs.

    upgrade()


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", error)).partition("\n")[0]


def run(app: Flask, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is in flight."""
    from ideaboard.serving.embedded import Embedded

    set_role(app, "web")
    try:
        server = Embedded(app, host, port)
    except (OSError, ValueError) as error:  # waitress tells of an unknown host by a ValueError
        reason = getattr(error, "strerror", None) or error
        raise SystemExit(f"ideaboard: cannot listen on {host}:{port}: {reason}") from None
    consumer = start_consumer(app) if app.config["JOBS"] == "thread" else None
    # After the consumer: its start() installs handlers of its own, which would keep the server running.
    _on_stop_signals(server.stop)
    click.echo(f"ideaboard is at http://{host}:{port}")
    try:
        server.run()
    finally:
        flush(app)
        if consumer is not None:
            consumer.stop(graceful=True)


def run_worker(app: Flask) -> None:
    """Work on jobs until SIGTERM or SIGINT."""
    set_role(app, "worker")
    stop = threading.Event()
    consumer = start_consumer(app)
    _on_stop_signals(lambda *_: stop.set())
    click.echo("ideaboard worker is running")
    stop.wait()
    consumer.stop(graceful=True)


def start_consumer(app: Flask) -> Any:
    """Start the queue's consumer in threads of this process."""
    consumer = app.extensions["queue"].create_consumer(
        workers=WORKERS,
        worker_type="thread",
        check_worker_health=False,
        shutdown_timeout=JOB_MAY_FINISH,
        max_delay=1,
    )
    consumer.start()
    return consumer


def _on_stop_signals(handler: Any) -> None:
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, handler)
