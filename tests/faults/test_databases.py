"""A database that is locked, read-only, damaged or restarted: a sentence, nothing half done, healed by itself."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from ideaboard.app import create_app
from ideaboard.comments.models import Comment
from ideaboard.data import sqlite
from ideaboard.extensions import db
from ideaboard.votes.models import Vote
from tests import database
from tests.browser import Browser
from tests.conftest import test_settings
from tests.factories import make_idea, make_user
from tests.faults import cluster as clusters
from tests.parallel import all_at_once


@contextmanager
def app_on(folder: Path, url: str, **settings: object) -> Iterator[Flask]:
    """An app that answers as in production, with tables."""
    app = create_app({**test_settings(folder, url), "TESTING": False, **settings})
    database.use(app)
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Make an app on a SQLite file."""
    with app_on(tmp_path, f"sqlite:///{tmp_path / 'test.db'}") as app:
        yield lambda: app


@contextmanager
def locked(path: Path, seconds: float = 0) -> Iterator[None]:
    """Hold the write lock from outside: for so long, or to the end of the block."""
    link = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    link.execute("BEGIN IMMEDIATE")
    release = threading.Timer(seconds, lambda: link.execute("COMMIT"))
    if seconds:
        release.start()
    yield
    if seconds:
        release.join()
    link.close()


def comment(browser: Browser, idea_id: int, words: str, **kwargs: object):
    return browser.post(f"/i/{idea_id}/komentar", {"body": words, "idempotency_key": words[:30]}, **kwargs)


def test_a_write_waits_for_another_process_and_succeeds(make_app, tmp_path):
    app, idea, voter = make_app(), make_idea(), make_user()
    browser = Browser(app).sign_in(voter)
    with locked(tmp_path / "test.db", 1.0):
        began = time.monotonic()
        assert browser.post(f"/i/{idea.id}/dukung").status_code == 303
        assert time.monotonic() - began > 0.9
    assert database.fresh(idea).vote_count == database.count(Vote) == 1


@pytest.mark.parametrize(("language", "words"), [("id", "sibuk"), ("en", "We are busy for a moment")])
def test_a_write_that_waits_too_long_is_told_and_leaves_nothing(tmp_path, language, words):
    with app_on(tmp_path, f"sqlite:///{tmp_path / 'test.db'}", DB_PATIENCE=1) as app:
        idea, browser = make_idea(), Browser(app).sign_in(make_user(locale=language))
        with locked(tmp_path / "test.db"):
            answer = comment(browser, idea.id, "Keripik sambal seruit yang pedas sekali")
            assert Browser(app).get(f"/i/{idea.id}").status_code in (200, 301, 308)  # Readers notice nothing.
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert words in answer.text
        assert "Keripik sambal seruit yang pedas sekali" in answer.text
        assert database.count(Comment) == database.fresh(idea).comment_count == 0
        assert comment(browser, idea.id, "Keripik sambal seruit yang pedas sekali").status_code == 303


def test_many_writers_do_not_wait_one_after_the_other(tmp_path):
    """Each would have waited its own time behind the one before: the last of four twenty seconds."""
    with app_on(tmp_path, f"sqlite:///{tmp_path / 'test.db'}", DB_PATIENCE=1) as app:
        idea = make_idea()
        browsers = [Browser(app).sign_in(make_user()) for _n in range(4)]
        with locked(tmp_path / "test.db"):
            began = time.monotonic()
            codes = all_at_once(app, 4, lambda n: browsers[n].post(f"/i/{idea.id}/dukung").status_code)
            assert time.monotonic() - began < 3
        assert codes == [503] * 4


def test_a_file_that_takes_no_writes_can_be_read(make_app):
    app, idea = make_app(), make_idea()
    browser = Browser(app).sign_in(make_user(locale="en"))
    with app.app_context():
        db.engine.dispose()  # The connections that are opened from now on refuse to write.
    sqlite.event.listen(engine_of(app), "connect", lambda link, _record: link.execute("PRAGMA query_only=ON"))
    answer = comment(browser, idea.id, "Keju manis gurih untuk anak-anak")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "You can go on reading" in answer.text
    assert "Keju manis gurih untuk anak-anak" in answer.text
    assert browser.get("/tantangan").status_code == 200
    assert browser.get("/readyz").status_code == 503


def engine_of(app: Flask):
    with app.app_context():
        return db.engine


def test_a_damaged_file_is_not_ready_and_serves_no_stack_trace(make_app, tmp_path):
    make_app()
    make_idea()
    with engine_of(make_app()).connect() as link:
        link.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = tmp_path / "copy.db"
    shutil.copy(tmp_path / "test.db", copy)
    with copy.open("r+b") as file:  # Every page but the first.
        size = copy.stat().st_size
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    broken = create_app({**test_settings(tmp_path, f"sqlite:///{copy}"), "TESTING": False})
    ready = Browser(broken).get("/readyz")
    assert ready.status_code == 503
    assert "damaged" in ready.json["checks"]["integrity"]
    page = Browser(broken).get("/?bahasa=en")
    assert page.status_code == 503
    assert "repaired" in page.text
    with broken.app_context():
        db.session.remove()
        db.engine.dispose()


def test_the_log_shrinks_after_a_long_reader(make_app, tmp_path, monkeypatch):
    """While somebody reads, nothing can be taken out of the write-ahead log; when they end, it gets small again."""
    app = make_app()
    reader = sqlite3.connect(tmp_path / "test.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM users").fetchone()
    filling = text("INSERT INTO throttle_hits (key, at) VALUES (:key, '2026-01-01 00:00:00')")

    def write(times: int) -> None:
        with app.app_context():
            from ideaboard.data.transaction import transaction

            for _n in range(times):
                with transaction():
                    db.session.execute(filling, [{"key": "k" * 900} for _row in range(3000)])

    wal = tmp_path / "test.db-wal"
    write(10)
    assert wal.stat().st_size > sqlite.LOG_KEPT
    reader.execute("COMMIT")
    write(2)
    assert wal.stat().st_size <= sqlite.LOG_KEPT
    reader.close()


@pytest.mark.skipif(bool(clusters.missing()), reason="left out: " + (clusters.missing() or "nothing"))
def test_a_restarted_postgresql_is_missed_only_while_it_is_away(tmp_path):
    with clusters.Cluster.running() as cluster, app_on(tmp_path, cluster.url("restart")) as app:
        idea, browser = make_idea(), Browser(app).sign_in(make_user())
        assert browser.post(f"/i/{idea.id}/dukung").status_code == 303
        cluster.stop()
        away = browser.post(f"/i/{idea.id}/dukung/batal")
        assert (away.status_code, away.headers["Retry-After"]) == (503, "5")
        cluster.start()
        codes = [browser.get(f"/tantangan?{n}").status_code for n in range(3)]
        codes.append(browser.post(f"/i/{idea.id}/dukung/batal").status_code)
        assert codes == [200, 200, 200, 303]
        assert database.fresh(idea).vote_count == database.count(Vote) == 0
