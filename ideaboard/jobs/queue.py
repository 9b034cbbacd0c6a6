"""The background queue (huey): SQLite file by default, Redis when REDIS_URL is set."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask
from huey import Huey, MemoryHuey, SqliteHuey, crontab

log = logging.getLogger("ideaboard.jobs")
Job = TypeVar("Job", bound=Callable[..., Any])

# name -> function; the queue itself carries only the name, so any process that knows the app can run it.
_jobs: dict[str, Callable[..., Any]] = {}
_periodic: list[tuple[str, dict[str, str]]] = []


def job(name: str) -> Callable[[Job], Job]:
    """Register a function that runs in the background under `name`."""

    def register(function: Job) -> Job:
        _jobs[name] = function
        return function

    return register


def periodic(name: str, **when: str) -> Callable[[Job], Job]:
    """Register a job that also runs by the clock; `when` as in crontab (minute="*/5", hour="2")."""

    def register(function: Job) -> Job:
        _periodic.append((name, when))
        return job(name)(function)

    return register


def init_queue(app: Flask) -> None:
    """Open the queue and teach it the registered jobs."""
    huey = _open(app)

    def run(name: str, kwargs: dict[str, Any]) -> None:
        with app.app_context():
            _jobs[name](**kwargs)

    app.extensions["queue"] = huey
    app.extensions["queue-run"] = huey.task(name="run")(run)
    for name, when in _periodic:
        huey.periodic_task(crontab(**when), name=f"every-{name}")(lambda name=name: run(name, {}))


def _open(app: Flask) -> Huey:
    if app.testing:
        return MemoryHuey("ideaboard")
    if app.config["REDIS_URL"]:
        from huey import RedisHuey
        from redis import ConnectionPool

        # A Redis that does not answer must not hold up the request that wakes the worker.
        pool = ConnectionPool.from_url(app.config["REDIS_URL"], socket_connect_timeout=1, socket_timeout=3)
        return RedisHuey("ideaboard", connection_pool=pool, read_timeout=1, results=False)
    app.config["INSTANCE"].mkdir(parents=True, exist_ok=True)
    return SqliteHuey("ideaboard", filename=str(app.config["INSTANCE"] / "jobs.db"), results=False)


def start_soon(app: Flask, name: str, **kwargs: Any) -> None:
    """Ask the worker to run a job. A queue that is down never fails the request: the clock runs it later."""
    if app.testing:  # Tests run jobs when they choose to.
        return
    try:
        app.extensions["queue-run"](name, kwargs)
    except Exception:
        log.warning("the queue did not take %s; it runs at the next tick", name, exc_info=True)
