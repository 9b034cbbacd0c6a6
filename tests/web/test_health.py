"""Is the process alive, and can it do its work?"""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from sqlalchemy import event, update

from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.jobs.models import OutboxMessage
from ideaboard.jobs.outbox import post_message
from ideaboard.web import health
from tests.database import on_sqlite, statements, write


def test_a_process_that_answers_is_alive_and_asks_no_database(app, browser):
    with statements() as seen:
        answer = browser.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert seen == []
    assert "Set-Cookie" not in answer.headers


def test_a_process_with_everything_is_ready(app, browser, monkeypatch):
    monkeypatch.setattr(health, "_migrations", lambda: "ok")
    monkeypatch.setattr(health, "_assets", lambda: "ok")
    answer = browser.get("/readyz")
    assert answer.json == {
        "status": "ok",
        "checks": {"database": "ok", "integrity": "ok", "migrations": "ok", "assets": "ok", "queue": "ok"},
        "warnings": {"backup": "there is no backup yet"},
    }


def checks(browser) -> dict[str, str]:
    answer = browser.get("/readyz")
    assert answer.status_code == 503
    return answer.json["checks"]


@on_sqlite
def test_a_database_that_takes_no_writes_is_not_ready(app, browser):
    engine = app.extensions["engines"][0]

    def hurry(link, *_others) -> None:
        link.execute("PRAGMA busy_timeout=50")

    event.listen(engine, "checkout", hurry)
    other = sqlite3.connect(engine.url.database)
    other.execute("BEGIN IMMEDIATE")
    answer = checks(browser)
    other.rollback()
    other.close()
    event.remove(engine, "checkout", hurry)
    engine.dispose()
    assert answer["database"] == "not writable"


def test_tables_of_another_release_are_not_ready(app, browser, monkeypatch):
    monkeypatch.setattr(health, "newest_revision", lambda: "abc123")
    assert "ideaboard db upgrade" in checks(browser)["migrations"]


def test_missing_assets_are_not_ready(app, browser, monkeypatch, tmp_path):
    monkeypatch.setattr(app, "_static_folder", str(tmp_path))
    assert "static/vendor" in checks(browser)["assets"]


def test_a_queue_that_stands_still_is_not_ready(app, browser):
    def late() -> None:
        post_message("mail", {})
        db.session.execute(update(OutboxMessage).values(due_at=now() - timedelta(minutes=16)))

    write(late)
    assert checks(browser)["queue"].startswith("a message waits since")


def test_a_message_that_was_given_up_does_not_count(app, browser, monkeypatch):
    monkeypatch.setattr(health, "_migrations", lambda: "ok")
    monkeypatch.setattr(health, "_assets", lambda: "ok")

    def parked() -> None:
        post_message("mail", {})
        db.session.execute(update(OutboxMessage).values(due_at=now() - timedelta(days=1), parked_at=now()))

    write(parked)
    assert browser.get("/readyz").json["checks"]["queue"] == "ok"
