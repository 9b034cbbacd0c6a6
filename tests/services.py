"""What this machine has of the services that tests need; with CI=true everything must be there."""

from __future__ import annotations

import os
import shutil
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/test")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379")
LEFT_OUT = "left out: "


def postgresql_server() -> object:
    """Return the address of the server, for our driver."""
    return make_url(POSTGRESQL).set(drivername="postgresql+psycopg")


@cache
def missing(service: str) -> str:
    """Return why a service cannot be used, or "" when it can."""
    found = {"postgresql": _no_postgresql, "redis": _no_redis, "e2e": _no_browser, "replica": _no_clusters}
    return found[service]()


def chromium() -> str | None:
    """Return the path of Debian's chromium, or of the one that CHROMIUM names; without its window it is faster."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def postgresql_program(name: str) -> str | None:
    """Return the path of one of PostgreSQL's programs; Debian keeps those of a server out of PATH."""
    kept = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(kept[-1]) if kept else None)


def stop_without_service(item: pytest.Item) -> None:
    """Leave a test out when its service is missing; fail it when CI=true."""
    for service in ("postgresql", "redis", "e2e", "replica"):
        if item.get_closest_marker(service) and (why := missing(service)):
            if os.environ.get("CI") == "true":
                pytest.fail(f"CI=true, but {why}", pytrace=False)
            pytest.skip(LEFT_OUT + why)


def left_out(reporter: pytest.TerminalReporter) -> list[str]:
    """Return one line for every reason to leave tests out, with their number."""
    counts: dict[str, int] = {}
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if LEFT_OUT in reason:
            why = reason.partition(LEFT_OUT)[2]
            counts[why] = counts.get(why, 0) + 1
    lines = [f"{count} tests: {why}" for why, count in counts.items()]
    return lines + ["browser tests: the e2e extra is not installed"] * bool(unreadable())


def unreadable() -> list[str]:
    """Return the folders whose tests need a package that is not installed."""
    return [] if find_spec("playwright") or os.environ.get("CI") == "true" else ["e2e"]


def _no_postgresql() -> str:
    engine = create_engine(postgresql_server(), connect_args={"connect_timeout": 20})
    try:
        engine.connect().close()
    except SQLAlchemyError:
        return f"PostgreSQL does not answer at {make_url(POSTGRESQL).host} (TEST_DATABASE_URL)"
    finally:
        engine.dispose()
    return ""


def _no_clusters() -> str:
    if not all(map(postgresql_program, ("initdb", "postgres", "pg_basebackup"))):
        return "PostgreSQL's own programs are not here (on Debian: apt install postgresql)"
    if os.getuid() == 0 and not shutil.which("runuser"):
        return "PostgreSQL cannot be started by root without runuser"
    return ""


def _no_redis() -> str:
    from redis import Redis, RedisError

    client = Redis.from_url(REDIS, socket_connect_timeout=20, socket_timeout=20)
    try:
        client.ping()
    except RedisError:
        return f"Redis does not answer at {make_url(REDIS).host} (TEST_REDIS_URL)"
    finally:
        client.close()
    return ""


def _no_browser() -> str:
    return "" if chromium() else "there is no chromium (on Debian: apt install chromium)"
