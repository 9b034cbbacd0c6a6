"""Every fault that the doctor looks for is planted and found, with what to do about it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import text, update

from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.jobs.models import OutboxMessage
from ideaboard.jobs.outbox import post_message
from ideaboard.keeping.doctor import database as of_database
from ideaboard.keeping.doctor import examination, page, pictures, places
from ideaboard.media.service import files_of, store
from ideaboard.media.storage import storage_from_url
from tests.database import write
from tests.factories import make_idea, make_user
from tests.pictures import make_picture

Look = Callable[..., dict[str, list[str]]]


def only(found: dict[str, list[str]], check: str, *parts: str) -> None:
    """Check that this one thing was found, in a line with these parts."""
    assert list(found) == [check], found
    assert len(found[check]) == 1
    assert all(part in found[check][0] for part in parts), found[check][0]


def test_a_board_that_is_well(well, findings: Look):
    make_picture(post_id=make_idea().id)
    assert findings(well) == {}


def test_every_check_is_asked_and_one_that_fails_is_a_finding(small, findings: Look, monkeypatch):
    def fail() -> list[str]:
        raise ZeroDivisionError("something\nlong")

    monkeypatch.setattr(examination, "CHECKS", {**examination.CHECKS, "outbox": fail})
    only(findings(small), "outbox", "ZeroDivisionError: something", "repair that first")


# Pictures


def test_a_missing_picture_file(small, findings: Look):
    picture = make_picture(attached=True)
    with small.app_context():
        store().delete(files_of(picture.name)[1])
    only(findings(small), "pictures", "1 picture files are missing", picture.name, "from a backup")


def test_an_orphan_file(small, findings: Look, monkeypatch):
    with small.app_context():
        store().put("f" * 32 + ".webp", b"x")
    assert findings(small) == {}  # It may be on its way: the job that deletes lost files is not late yet.
    monkeypatch.setattr(pictures, "YOUNG", -60)
    only(findings(small), "pictures", "belong to no row", "f" * 32, "worker")


def test_a_store_that_is_away(small, findings: Look):
    url = "s3://bucket?endpoint=http://127.0.0.1:9"
    small.extensions["pictures"] = storage_from_url(url, "key", "secret of the store")
    only(findings(small), "pictures", "the store of pictures is away", "IDEABOARD_MEDIA_URL")
    assert "secret of" not in str(findings(small))


# The database


def test_an_orphan_row(well, findings: Look):
    idea = make_idea()
    without_guards(f"DELETE FROM ideas WHERE id = {idea.id}")
    found = findings(well)
    assert "1 posts have no row in ideas" in found["posts"][0]


def test_a_reference_to_nothing(small, findings: Look):
    idea = make_idea()
    without_guards(f"DELETE FROM users WHERE id = {idea.author_id}")
    found = findings(small)
    assert "refer to rows that are not there" in found["database"][0]


def test_migrations_that_were_not_run(well, findings: Look):
    write(lambda: db.session.execute(text("UPDATE alembic_version SET version_num = '0016'")))
    only(findings(well), "migrations", "0016", "ideaboard db upgrade")


def test_a_broken_log(well, findings: Look):
    write(lambda: record("test", "user", 1, actor_id=None))
    without_guards("UPDATE audit_log SET action = 'other'")
    only(findings(well), "log", "row", "was changed")


def test_a_clock_that_differs_from_the_database(well, findings: Look, monkeypatch):
    write(lambda: post_message("mail", {}))
    later = now() - timedelta(minutes=10)
    monkeypatch.setattr(of_database, "now", lambda: later)
    found = findings(well)["clock"]
    assert "600 s in the future" in found[-1] or "in the future" in found[-1]
    if db_is_postgresql(well):
        assert "apart" in found[0]


def db_is_postgresql(app: Any) -> bool:
    return "postgresql" in str(app.config["SQLALCHEMY_DATABASE_URI"])


def without_guards(statement: str) -> None:
    """Change rows as somebody with the database's own tools could."""

    def work() -> None:
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text("SET LOCAL session_replication_role = replica"))
        db.session.execute(text(statement))

    from tests.database import context

    with context():
        if db.engine.dialect.name == "postgresql":
            write(work)
            return
        raw: Any = db.engine.raw_connection()
        triggers = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_log'")
        raw.execute("PRAGMA foreign_keys=OFF")
        for (name,) in triggers.fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(statement)
        raw.commit()
        raw.execute("PRAGMA foreign_keys=ON")
        raw.close()


# What waits


def test_a_stale_outbox(well, findings: Look):
    write(lambda: post_message("mail", {}))
    write(lambda: db.session.execute(update(OutboxMessage).values(due_at=now() - timedelta(minutes=20))))
    only(findings(well), "outbox", "1 messages are due", "ideaboard worker")


def test_messages_that_were_given_up(small, findings: Look):
    write(lambda: post_message("mail", {}))
    values = {"parked_at": now(), "last_error": "OSError: refused"}
    write(lambda: db.session.execute(update(OutboxMessage).values(**values)))
    only(findings(small), "outbox", "OSError: refused", "mail-test")


def test_a_stale_queue(small, findings: Look, monkeypatch):
    monkeypatch.setattr(small.extensions["queue"], "pending_count", lambda: 501)
    only(findings(small), "queue", "501 jobs wait", "ideaboard worker")


def test_a_redis_that_is_away(small, findings: Look, monkeypatch):
    away = Redis.from_url("redis://127.0.0.1:9/0")
    small.config["REDIS_URL"] = "redis://127.0.0.1:9/0"
    monkeypatch.setattr(small.extensions["queue"], "pending_count", away.ping)
    only(findings(small), "queue", "ConnectionError", "IDEABOARD_REDIS_URL")
    away.close()


# The page


@pytest.mark.parametrize("name", [*page.HEADERS])
def test_a_wrong_header(small, findings: Look, name):
    small.after_request(lambda answer: answer.headers.set(name, "unsafe-inline") or answer)
    only(findings(small), "headers", name)


def test_a_first_page_that_fails(small, findings: Look):
    small.before_request(lambda: ("broken", 500))
    assert "answers 500" in findings(small)["headers"][0]


def test_a_missing_asset(small, findings: Look, tmp_path, monkeypatch):
    folder = shutil.copytree(small.static_folder, tmp_path / "static")
    (folder / "ideaboard.css").unlink()
    monkeypatch.setattr(small, "static_folder", str(folder))
    only(findings(small), "assets", "ideaboard.css", "install the package again")


# Places


def test_a_folder_that_cannot_be_written(small, findings: Look):
    small.config["BACKUP_DIR"].parent.mkdir(exist_ok=True)
    small.config["BACKUP_DIR"].write_text("this is a file")
    only(findings(small), "folders", "cannot be read and written", "IDEABOARD_BACKUP_DIR")


def test_a_disk_that_is_nearly_full(small, findings: Look, monkeypatch):
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(places.shutil, "disk_usage", lambda _: usage._replace(free=3 << 20))
    found = findings(small)
    assert "has 3 MB free" in found["room"][0]


def test_an_old_backup(small, findings: Look):
    small.config["BACKUP_DIR"].mkdir()
    (small.config["BACKUP_DIR"] / f"ideaboard-{now() - timedelta(days=3):%Y%m%dT%H%M%SZ}.zip").touch()
    only(findings(small), "backups", "72 hours old", "ideaboard backup")


def test_no_backup_of_a_board_that_is_not_new(small, findings: Look):
    write(lambda: db.session.execute(text("UPDATE users SET created_at = '2026-01-01 00:00:00.000000'")))
    only(findings(small), "backups", "there is no backup", "every day")


# People and settings


@pytest.mark.parametrize("columns", [{"suspended_at": now()}, {"closed_at": now()}, {"is_moderator": False}])
def test_fewer_than_two_moderators(small, findings: Look, columns):
    write(lambda: db.session.execute(text("DELETE FROM users WHERE id = (SELECT max(id) FROM users)")))
    make_user(**{"is_moderator": True, **columns})
    only(findings(small), "moderators", "1 of 2", "ideaboard role EMAIL add moderator")


GOOD = {
    "BASE_URL": "https://ide.example",
    "SECRET_KEY": "Zq3vT8kLw0pYb5nRj7hXc2mDf9sGa4uE",
    "MAIL_URL": "smtp://mail.example:587",
    "MAIL_FROM": "Papan Ide <noreply@ide.example>",
    "SECURITY_CONTACT": "mailto:aman@ide.example",
}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, ""),
        ({"SECRET_KEY": "change me, but make me long enough"}, "SECRET_KEY"),
        ({"SECRET_KEY": "abab" * 10}, "SECRET_KEY"),
        ({"SECRET_KEY_FALLBACKS": ["rahasia" * 5]}, "SECRET_KEY"),
        ({"BASE_URL": "https://localhost"}, "BASE_URL"),
        ({"BASE_URL": "http://ide.example"}, "BASE_URL"),
        ({"MAIL_URL": "console:"}, "MAIL_URL"),
        ({"SECURITY_CONTACT": ""}, "SECURITY_CONTACT"),
        ({"MAIL_FROM": "ideaboard <noreply@localhost>"}, "MAIL_FROM"),
    ],
)
def test_settings_that_are_not_for_the_internet(board_at, new_sqlite, findings: Look, settings, said):
    app = board_at(new_sqlite(), **{**GOOD, **settings})
    for _ in range(2):
        make_user(is_moderator=True)
    found = findings(app)
    if said:
        only(found, "settings", f"IDEABOARD_{said}")
    else:
        assert found == {}
