"""Settings for gunicorn: `gunicorn -c python:ideaboard.gunicorn_conf`. Flags of the command win over them."""

import os
from typing import Any

from flask import Flask
from gunicorn.config import KNOWN_SETTINGS

from ideaboard.config import ConfigError

wsgi_app = "ideaboard.gunicorn_conf:application()"
bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", 0)) or os.cpu_count() or 1
# One may wait for the database while the other computes; more only take turns.
threads = 2
# Loaded once and then forked, so that what all need is in memory once; a new worker is there at once.
preload_app = True
# Whatever may grow in weeks starts again small, not in all workers at the same moment.
max_requests, max_requests_jitter = 20_000, 4_000
# For a worker that does not even turn round; a statement that hangs is ended before (data/postgresql.py).
timeout = 60
graceful_timeout = 25  # less than the 30 seconds that most give a service to stop
keepalive = 65  # longer than a proxy keeps a connection that nobody uses, so that it is the one to close it
# Workers say that they live by touching a file, which must never wait for a disk.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
if any(setting.name == "control_socket_disable" for setting in KNOWN_SETTINGS):
    control_socket_disable = True  # It would be a file in the home folder, which a container may not write.
logconfig_dict: dict[str, Any] = {
    "formatters": {"json": {"()": "ideaboard.web.logs.JsonLines"}},
    "handlers": {"json": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
    "root": {"level": "WARNING", "handlers": ["json"]},
    "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["json"], "propagate": False}},
}


def application() -> Flask:
    """Build the app; a setting that is wrong is one line and status 1."""
    from ideaboard.starting import start

    try:
        return start()
    except ConfigError as error:
        raise SystemExit(f"ideaboard: {error}") from None


def worker_exit(server: Any, worker: Any) -> None:
    """Hand over what this worker has counted of views."""
    from ideaboard.jobs.tally import flush

    app = worker.wsgi if isinstance(getattr(worker, "wsgi", None), Flask) else None
    if app is not None:
        flush(app)
