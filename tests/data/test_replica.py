"""Reads that may lag go to a replica while it is near, and nobody misses what they wrote themselves."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text

from ideaboard.app import MAY_LAG, create_app
from ideaboard.data import replica as replica_module
from ideaboard.data.replica import Replica
from ideaboard.extensions import db
from ideaboard.ideas.paths import slug_of
from ideaboard.web.lagging import let_lag
from tests import clusters, database
from tests.browser import Browser
from tests.clusters import Cluster
from tests.conftest import test_settings
from tests.factories import make_challenge, make_idea, make_user

pytestmark = pytest.mark.replica


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Cluster, Cluster]]:
    """A primary and its replica."""
    with clusters.primary_and_replica() as both:
        yield both


@pytest.fixture(scope="module")
def replicated_app(servers: tuple[Cluster, Cluster], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app with both, its tables made."""
    primary, replica = servers
    settings = test_settings(tmp_path_factory.mktemp("replica"), primary.url)
    app = create_app({**settings, "READ_DATABASE_URL": replica.url})
    with app.app_context():
        db.create_all()
    yield app
    for engine in app.extensions["engines"]:
        engine.dispose()


@pytest.fixture
def app(replicated_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The same with empty tables, looking often, its replica near."""
    monkeypatch.setattr(replica_module, "EVERY", 0.05)
    monkeypatch.setattr(replica_module, "FARTHEST", 0.5)
    database.use(replicated_app)
    database.empty_tables()
    until_near(replicated_app)
    yield replicated_app
    with replicated_app.app_context():
        db.session.remove()


def until_near(app: Flask, near: bool = True) -> None:
    until = time.monotonic() + 60
    while app.extensions["replica"].is_near() != near:
        assert time.monotonic() < until, f"the replica did not become {'near' if near else 'far'}"
        time.sleep(0.02)


def caught_up(app: Flask) -> None:
    """Wait until the replica has replayed what was written so far."""
    primary, replica = app.extensions["engines"]
    with primary.connect() as link:
        written = link.scalar(replica_module._WRITTEN)
    until = time.monotonic() + 60
    while True:
        with replica.connect() as link:
            if link.scalar(replica_module._REPLAYED) >= written:
                return
        assert time.monotonic() < until
        time.sleep(0.02)


@contextmanager
def asked(app: Flask) -> Iterator[set[str]]:
    """Which of the two was asked in the block, the looks at the replica apart."""
    seen: set[str] = set()
    notes = []
    for name, engine in zip(("primary", "replica"), app.extensions["engines"], strict=True):

        def note(link: object, cursor: object, statement: str, *_: object, name: str = name) -> None:
            if "pg_wal_lsn_diff" not in statement:
                seen.add(name)

        event.listen(engine, "before_cursor_execute", note)
        notes.append((engine, note))
    yield seen
    for engine, note in notes:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def standing_still(app: Flask) -> Iterator[None]:
    """The replica answers, but replays nothing."""
    engine = app.extensions["replica"].engine
    with engine.connect() as link:
        link.execute(text("SELECT pg_wal_replay_pause()"))
    try:
        yield
    finally:
        with engine.connect() as link:
            link.execute(text("SELECT pg_wal_replay_resume()"))


@pytest.mark.parametrize("path", ["/tantangan", "/cari?q=keripik", "/feed.atom", "/transparansi", "/"])
def test_what_a_visitor_reads_comes_from_the_replica(app, path):
    caught_up(app)
    with asked(app) as seen:
        assert Browser(app).get(path).status_code == 200
    assert seen == {"replica"}


def test_the_board_and_an_idea_come_from_the_replica_every_time(app):
    challenge = make_challenge()
    idea = make_idea(challenge, title="Rasa rendang")
    caught_up(app)
    with asked(app) as seen:
        for _ in range(2):
            assert "Rasa rendang" in Browser(app).get(f"/t/{challenge.slug}").text
            assert "Rasa rendang" in Browser(app).get(f"/i/{idea.id}-{slug_of(idea.title)}").text
    assert seen == {"replica"}


def test_who_is_signed_in_sees_what_they_wrote_while_the_replica_stands_still(app):
    challenge, person = make_challenge(), make_user()
    caught_up(app)
    browser = Browser(app).sign_in(person)
    with standing_still(app):
        idea = make_idea(challenge, person, title="Baru saja ditulis")
        with asked(app) as seen:
            assert "Baru saja ditulis" in browser.get(f"/i/{idea.id}-{slug_of(idea.title)}").text
    assert seen == {"primary"}


def test_writes_sign_in_and_pictures_never_ask_the_replica(app):
    caught_up(app)
    with asked(app) as seen:
        Browser(app).post("/masuk", {"email": "x@contoh.example", "password": "salah-salah"})
        Browser(app).get("/masuk")
        Browser(app).get(f"/gambar/{'0' * 32}.webp")
        Browser(app).get("/sandi/token-yang-tidak-ada")
    assert seen == {"primary"}


def test_a_replica_that_falls_behind_is_left_until_it_has_caught_up(app):
    caught_up(app)
    with standing_still(app):
        challenge = make_challenge(title="Yang terbaru")
        until_near(app, near=False)
        with asked(app) as seen:
            assert "Yang terbaru" in Browser(app).get("/tantangan").text
            assert Browser(app).get(f"/t/{challenge.slug}").status_code == 200
    assert seen == {"primary"}
    until_near(app)


def test_a_quiet_primary_does_not_make_the_replica_look_late(app):
    caught_up(app)
    time.sleep(0.7)  # longer than it may be behind
    assert app.extensions["replica"].is_near()


def test_a_replica_that_dies_costs_no_visitor_an_error(app, servers):
    caught_up(app)
    assert Browser(app).get("/tantangan").status_code == 200
    servers[1].stop()
    try:
        with asked(app) as seen:
            assert [Browser(app).get("/cari?q=a").status_code for _ in range(3)] == [200, 200, 200]
        assert "primary" in seen
        until_near(app, near=False)
    finally:
        servers[1].start()
    until_near(app)
    with asked(app) as seen:
        Browser(app).get("/cari?q=a")
    assert seen == {"replica"}


def test_a_server_that_replays_nothing_is_no_replica(app, servers):
    stranger = create_engine(app.extensions["engines"][0].url)
    assert not Replica(app.extensions["engines"][0], stranger)._look(time.monotonic())
    stranger.dispose()


def test_an_error_that_is_not_the_replicas_is_not_hidden(app, monkeypatch):
    calls: list[int] = []

    def broken(**_: object) -> str:
        calls.append(1)
        raise ZeroDivisionError

    monkeypatch.setitem(app.view_functions, "pages.home", broken)
    let_lag(app, ["pages.home"])
    assert Browser(app).get("/").status_code == 500
    assert calls == [1]


def test_every_page_that_may_lag_is_one_that_only_reads(app):
    methods = {rule.endpoint: rule.methods or set() for rule in app.url_map.iter_rules()}
    assert {name for name in MAY_LAG if methods[name] - {"GET", "HEAD", "OPTIONS"}} == set()
