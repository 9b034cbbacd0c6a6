"""The background queue (huey): SQLite file by default, Redis when REDIS_URL is set."""

import logging
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask

from ideaboard.config import ConfigError
from ideaboard.web.metrics import counter

log = logging.getLogger("ideaboard.jobs")
PAUSE = 5.0  # seconds in which a queue that failed is not asked by anybody else
Job = TypeVar("Job", bound=Callable[..., Any])

# name -> function; the queue itself carries only the name, so any process that knows the app can run it.
_jobs: dict[str, Callable[..., Any]] = {}
_periodic: list[tuple[str, dict[str, str]]] = []
_count_failed = counter("ideaboard_jobs_failed_total", "Jobs that ended with an error.")


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
    library = _library("redis" if app.config["REDIS_URL"] else "")
    huey = _open(app, library)

    def run(name: str, kwargs: dict[str, Any]) -> None:
        with app.app_context(), _counted(app):
            _jobs[name](**kwargs)

    app.extensions["queue"], app.extensions["queue-rests-until"] = huey, 0.0
    app.extensions["queue-run"] = huey.task(name="run")(run)
    for name, when in _periodic:
        huey.periodic_task(library.crontab(**when), name=f"every-{name}")(lambda name=name: run(name, {}))


@contextmanager
def _counted(app: Flask) -> Iterator[None]:
    try:
        yield
    except Exception:
        _count_failed(app)
        raise


def _library(driver: str) -> Any:
    """Import huey with no other driver than `driver`: it would load all that are installed, a tenth of a start."""
    hidden = {"psycopg", "redis"} - {driver} - sys.modules.keys()
    modules: dict[str, Any] = sys.modules
    modules.update(dict.fromkeys(hidden))  # None makes an import fail: the module is said not to be there.
    try:
        return import_module("huey")
    finally:
        for name in hidden:
            del modules[name]


def _open(app: Flask, library: Any) -> Any:
    if app.testing:
        return library.MemoryHuey("ideaboard")
    if app.config["REDIS_URL"]:
        from redis import ConnectionPool
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        # A Redis that does not answer must not hold up the request that wakes the worker: the library's own
        # retries would take half a minute. The worker asks again and again instead of waiting for an answer.
        patience = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}
        pool = ConnectionPool.from_url(app.config["REDIS_URL"], **patience)
        return library.RedisHuey("ideaboard", connection_pool=pool, blocking=False, results=False)
    return _open_file(app.config["INSTANCE"], library)


def _open_file(instance: Path, library: Any) -> Any:
    try:
        instance.mkdir(parents=True, exist_ok=True)
        return library.SqliteHuey("ideaboard", filename=str(instance / "jobs.db"), results=False)
    except (OSError, sqlite3.Error) as error:
        raise ConfigError(f"The folder {instance} cannot be written ({error}). Set IDEABOARD_INSTANCE.") from None


def start_soon(app: Flask, name: str, **kwargs: Any) -> None:
    """Ask the worker to run a job. A queue that is down never fails the request: the clock runs it later."""
    if app.testing:  # Tests run jobs when they choose to.
        return
    if time.monotonic() < app.extensions["queue-rests-until"]:
        return
    try:
        app.extensions["queue-run"](name, kwargs)
    except Exception:
        app.extensions["queue-rests-until"] = time.monotonic() + PAUSE
        log.warning("the queue did not take %s; it runs at the next tick", name, exc_info=True)
