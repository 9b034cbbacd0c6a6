"""Connections to PostgreSQL: named, bounded, and replaced when their server went away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from ideaboard.config import flask_config, read_settings
from ideaboard.data import postgresql
from ideaboard.data.postgresql import configure_postgresql, set_role
from ideaboard.extensions import db
from tests.database import context, on_postgresql

PID = text("SELECT pg_backend_pid()")
pytestmark = pytest.mark.postgresql


@pytest.fixture
def engine(postgresql_url: str) -> Iterator[Engine]:
    """An engine of its own with our rules and a pool of two."""
    app = Flask("probe")
    app.config["ROLE"] = "web"
    options = flask_config(read_settings({"DATABASE_URL": "postgresql://h/d", "IDEABOARD_DB_POOL": "2"}))
    made = create_engine(postgresql_url, **options["SQLALCHEMY_ENGINE_OPTIONS"] | {"pool_timeout": 0.1})
    configure_postgresql(app, made)
    app.extensions["engines"] = [made]
    made.app = app  # type: ignore[attr-defined]
    yield made
    made.dispose()


def one(engine: Engine, question: object) -> object:
    with engine.connect() as link:
        return link.scalar(question)  # type: ignore[call-overload]


def end(engine: Engine, pid: object) -> None:
    """End a connection at the server, as a restart does."""
    other = create_engine(engine.url)
    one(other, text(f"SELECT pg_terminate_backend({pid}, 2000)"))
    other.dispose()


@on_postgresql
def test_the_apps_own_connections_have_the_rules(app):
    with context():
        assert db.session.scalar(text("SHOW application_name")) == "ideaboard web"
        assert db.session.scalar(text("SHOW statement_timeout")) == "20s"


def test_each_role_has_its_name_and_its_patience(engine):
    seen = {}
    for role in ("web", "worker", "command"):
        set_role(engine.app, role)  # type: ignore[attr-defined]
        seen[one(engine, text("SHOW application_name"))] = one(engine, text("SHOW statement_timeout"))
    assert seen == {"ideaboard web": "20s", "ideaboard worker": "10min", "ideaboard command": "0"}


def test_a_statement_that_takes_too_long_is_ended(engine, monkeypatch):
    monkeypatch.setitem(postgresql.LONGEST, "web", 50)
    with pytest.raises(OperationalError, match="statement timeout"):
        one(engine, text("SELECT pg_sleep(5)"))
    assert one(engine, text("SELECT 1")) == 1


def test_a_connection_that_died_while_it_lay_quiet_is_replaced_unseen(engine, monkeypatch):
    monkeypatch.setattr(postgresql, "QUIET", -1.0)
    pid = one(engine, PID)
    assert one(engine, PID) == pid
    end(engine, pid)
    assert one(engine, PID) != pid


def test_one_that_died_in_use_fails_once_and_is_replaced(engine):
    pid = one(engine, PID)
    end(engine, pid)
    with pytest.raises(OperationalError):
        one(engine, PID)
    assert one(engine, PID) != pid


def test_a_busy_connection_is_not_asked_how_it_is(engine, monkeypatch):
    asked: list[object] = []
    monkeypatch.setattr(engine.dialect, "do_ping", lambda connection: asked.append(connection) or True)
    for _ in range(3):
        one(engine, PID)
    assert asked == []
    monkeypatch.setattr(postgresql, "QUIET", -1.0)
    one(engine, PID)
    assert len(asked) == 1


def test_a_process_opens_no_more_than_twice_its_pool(engine):
    links = [engine.connect() for _ in range(4)]
    with pytest.raises(PoolTimeout):
        engine.connect()
    for link in links:
        link.close()


def test_what_stands_in_the_address_wins_over_our_patience(engine):
    seen: list[dict] = []
    event.listen(engine, "do_connect", lambda dialect, record, arguments, options: seen.append(dict(options)))
    one(engine, PID)
    assert (seen[0]["connect_timeout"], seen[0]["tcp_user_timeout"]) == (5, postgresql.GONE)
    other = create_engine(engine.url.update_query_dict({"connect_timeout": "9"}))
    configure_postgresql(engine.app, other)  # type: ignore[attr-defined]
    event.listen(other, "do_connect", lambda dialect, record, arguments, options: seen.append(dict(options)))
    one(other, PID)
    assert int(seen[1]["connect_timeout"]) == 9
    other.dispose()
