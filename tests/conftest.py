"""Fixtures: one app per database for the whole run, emptied before every test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import create_engine, text

from ideaboard.app import create_app
from ideaboard.assets import compile_translations
from ideaboard.config import ROOT
from ideaboard.extensions import db
from ideaboard.jobs.pauses import Pauses
from ideaboard.posts.standing import Standing
from ideaboard.screening.context import MEMBER
from tests import database, services
from tests.browser import Browser

# Tests see no settings but their own, whatever this machine's environment or .env say.
for _name in [*os.environ]:
    if _name.startswith("IDEABOARD_") or _name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY"):
        del os.environ[_name]
os.environ["IDEABOARD_ENV_FILE"] = os.devnull
# The suite tries the same few examples each time; `--hypothesis-profile=long` tries many others.
settings.register_profile("suite", derandomize=True, deadline=None, max_examples=60, database=None)
settings.register_profile("long", deadline=None, max_examples=3000)
settings.load_profile("suite")
# Without the e2e extra the browser tests cannot even be read; with CI=true that is an error.
collect_ignore = services.unreadable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Ask for the services before any fixture does."""
    services.stop_without_service(item)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was left out."""
    lines = services.left_out(terminalreporter)
    if lines:
        terminalreporter.section("left out")
    for line in lines:
        terminalreporter.line(line)


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """Name of this xdist worker, so that workers never share a database."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@contextmanager
def made_database(name: str) -> Iterator[str]:
    """Make a database of our own on the PostgreSQL server and drop it at the end."""
    server = services.postgresql_server()
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        # Tests that kill a server bring their own; all others need not wait for the disk.
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        engine.dispose()


@pytest.fixture(scope="session")
def postgresql_url(worker: str) -> Iterator[str]:
    """The database that all tests of this worker share."""
    with made_database(f"ideaboard_test_{os.getpid()}_{worker}") as url:
        yield url


@pytest.fixture
def empty_postgresql_url(worker: str) -> Iterator[str]:
    """A database without tables, for one test."""
    with made_database(f"ideaboard_empty_{os.getpid()}_{worker}") as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """Claim an empty database of our own on the Redis server and empty it at the end."""
    from redis import Redis

    for number in range(15, 0, -1):
        client = Redis.from_url(services.REDIS, db=number)
        if client.set("claimed-by-test", os.getpid(), nx=True, ex=1800):
            if client.dbsize() == 1:
                break
            client.delete("claimed-by-test")
        client.close()
    else:
        pytest.fail("every database of the Redis server is in use")
    yield f"{services.REDIS.rstrip('/')}/{number}"
    client.flushdb()
    client.close()


@pytest.fixture(scope="session")
def apps(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Flask]]:
    """Return the app on a database of its kind, made when the first test asks for it.

    A worker goes from one kind to the other within every file, and making an app takes as long as ten tests.
    """
    compile_translations(ROOT)
    made: dict[str, Flask] = {}

    def app_on(kind: str) -> Flask:
        if kind not in made:
            instance: Path = tmp_path_factory.mktemp("instance")
            url = f"sqlite:///{instance / 'test.db'}"
            if kind == "postgresql":
                url = request.getfixturevalue("postgresql_url")
            made[kind] = create_app(test_settings(instance, url))
            with made[kind].app_context():
                db.create_all()
        return made[kind]

    yield app_on
    for app in made.values():
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def one_app(request: pytest.FixtureRequest, apps: Callable[[str], Flask]) -> Flask:
    """The app on a database of each kind."""
    return apps(request.param)


def test_settings(instance: Path, url: str) -> dict[str, Any]:
    """Return the settings of an app under test."""
    return {
        "TESTING": True,
        "INSTANCE": str(instance),
        "DATABASE_URL": url,
        "SECRET_KEY": "a secret that only tests know, long enough",
        "SQLITE_SYNC": "NORMAL",
        "DB_PATIENCE": 60,  # whoever tests waiting sets less; a busy machine must not look like a mistake
        "DB_POOL": 20,  # some tests ask with 32 threads at once
        "LOG_LEVEL": "ERROR",
        "THROTTLES": False,
    }


test_settings.__test__ = False  # type: ignore[attr-defined]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to write the table of roles and routes anew."""
    parser.addoption("--write-roles", action="store_true", help="write tests/roles/table.txt as the app answers")


@pytest.fixture
def app(one_app: Flask) -> Iterator[Flask]:
    """The app with empty tables."""
    database.use(one_app)
    database.empty_tables()
    one_app.extensions["tally"].take()
    one_app.extensions["outbox-pauses"] = Pauses()
    yield one_app
    with one_app.app_context():
        db.session.remove()


@pytest.fixture(autouse=True)
def old_hands(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who writes in a test is no newcomer, whose links and pictures wait; others ask for `newcomers`."""
    if "newcomers" not in request.fixturenames:
        monkeypatch.setattr(Standing, "trust_of", lambda *_: MEMBER)
        monkeypatch.setattr("ideaboard.posts.trust.level_of", lambda *_: MEMBER)
    if "traps" not in request.fixturenames:
        monkeypatch.setattr("ideaboard.web.traps.is_unknown", lambda person: False)
    if "quotas" not in request.fixturenames:
        monkeypatch.setattr("ideaboard.posts.quotas.allowed", lambda *_: 10_000)


@pytest.fixture
def newcomers() -> None:
    """Let accounts be as new as they are."""


@pytest.fixture
def traps() -> None:
    """Let forms look whether a program filled them in."""


@pytest.fixture
def quotas() -> None:
    """Let people do no more in a while than their trust allows."""


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A visitor's browser."""
    return Browser(app)


@pytest.fixture
def browse(app: Flask) -> Callable[..., Browser]:
    """Return new browsers: `browse()` for a visitor, `browse(user)` signed in."""
    return lambda user=None: Browser(app).sign_in(user) if user else Browser(app)


@pytest.fixture
def in_request(app: Flask) -> Iterator[Flask]:
    """Stand inside a request, for tests of services and queries."""
    with app.test_request_context():
        yield app
        db.session.rollback()


@pytest.fixture
def mailbox(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Any]]:
    """Deliver what waits in the outbox and return the mails sent so far."""
    from ideaboard.jobs import mail, outbox

    sent: list[Any] = []
    monkeypatch.setattr(mail, "deliver", lambda message: sent.append(message) or "caught")

    def deliver() -> list[Any]:
        with database.context():
            outbox.deliver_due()
        return sent

    return deliver
