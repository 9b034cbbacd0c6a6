"""Restoring: into an empty place and over a live board, whole or not at all."""

from __future__ import annotations

import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, select, text

from ideaboard.audit.models import AuditEntry
from ideaboard.audit.verification import verify
from ideaboard.data.search import Asked, ranked_hits
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.jobs.models import OutboxMessage
from ideaboard.jobs.outbox import post_message
from ideaboard.keeping import sqlite
from ideaboard.keeping.backup import make_backup
from ideaboard.keeping.restore import restore
from ideaboard.media.models import Picture
from ideaboard.media.service import files_of, store
from tests.browser import Browser
from tests.database import count, rows, write
from tests.factories import make_idea
from tests.keeping.content import besides_log, contents, fill
from tests.pictures import forget_files, make_picture


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "backups" / "board.zip"


@pytest.fixture
def saved(board, path):
    """A board with content and its backup; later an idea and a picture were added."""
    fill(board)
    with board.app_context():
        make_backup(path)
    held = contents(board)
    make_picture(attached=True)
    make_idea(title="Sesudah cadangan")
    return board, held


def test_everything_is_as_it_was_and_the_log_says_so(saved, path):
    board, held = saved
    with board.app_context():
        done = restore(path)
        assert verify().problem == ""
        newest = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        found = [row.kind for row in db.session.execute(ranked_hits(Asked.parse("Keripik")))]
    assert besides_log(contents(board)) == besides_log(held)
    assert (newest.action, newest.after["rows"]) == ("board.restore", done.manifest.rows)
    assert "idea" in found


def test_the_board_goes_on_from_there(saved, path):
    board, _ = saved
    with board.app_context():
        restore(path)
    with board.app_context():
        highest = count(Idea)
        idea = make_idea(title="Ide berikutnya")
    page = Browser(board).get(idea.path)
    assert page.status_code == 200
    assert "Ide berikutnya" in page.get_data(as_text=True)
    assert count(Idea) == highest + 1


def test_what_was_there_is_kept_under_a_name_with_the_date(saved, path):
    board, _ = saved
    with board.app_context():
        kept = restore(path).old_database
        url = db.engine.url
    if url.get_backend_name() == "sqlite":
        with sqlite3.connect(kept) as old:
            titles = old.execute("SELECT title FROM ideas").fetchall()
        old.close()
    else:
        engine = create_engine(url)
        with engine.connect() as old:
            titles = old.execute(text(f"SELECT title FROM {kept}.ideas")).all()
        engine.dispose()
    assert len(titles) == 2
    assert ("Sesudah cadangan",) in [tuple(row) for row in titles]


def test_an_empty_place_is_filled(saved, path, request, board_at):
    board, held = saved
    kind = "sqlite" if board.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite") else "postgresql"
    if kind == "sqlite":
        url = f"sqlite:///{path.parent / 'new' / 'place.db'}"
    else:
        url = request.getfixturevalue("empty_postgresql_url")
    other = board_at(url)
    with other.app_context():
        done = restore(path)
        assert done.old_database == ""
        assert done.old_pictures is None
        assert done.pictures == 4
        for name in rows(select(Picture.name)):
            assert all(store().exists(file) for file in files_of(name))
        if kind == "postgresql":
            assert [name for name in inspect(db.engine).get_schema_names() if "before" in name] == []
    assert besides_log(contents(other)) == besides_log(held)


def test_pictures_come_back_and_those_it_does_not_know_are_kept_aside(small_board, path):
    fill(small_board)
    with small_board.app_context():
        make_backup(path)
        known = {file for name in rows(select(Picture.name)) for file in files_of(name)}
    later = make_picture(attached=True)
    with small_board.app_context():
        broken = sorted(known)[0]
        whole = store().open(broken)
        store().put(broken, b"bit rot")
        done = restore(path)
        assert store().open(broken) == whole
    assert done.pictures == 1
    assert {file.name for file in done.old_pictures.glob("*/*/*")} == set(files_of(later.name))


def test_missing_pictures_are_counted(small_board, path):
    fill(small_board)
    forget_files()
    with small_board.app_context():
        make_backup(path)
        assert restore(path).lacking == 4


def test_it_is_told_when_the_secret_key_is_another(small_board, board_at, new_sqlite, path):
    with small_board.app_context():
        make_backup(path, with_secret_key=True)
        assert restore(path).same_secret
    other = board_at(new_sqlite(), SECRET_KEY="another secret that only tests know")
    with other.app_context():
        assert not restore(path).same_secret
        assert restore(path, with_secret_key=True).same_secret
    key = other.config["INSTANCE"] / "secret_key"
    assert key.read_text() == small_board.config["SECRET_KEY"]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_broken_database_is_put_aside_as_it_is(small_board, path):
    fill(small_board)
    with small_board.app_context():
        make_backup(path)
        live = Path(db.engine.url.database)
        db.session.remove()
        db.engine.dispose()
    live.write_bytes(b"this was a database " * 1000)
    with small_board.app_context():
        kept = Path(restore(path).old_database)
        assert db.session.scalar(select(Idea.title).limit(1))
    assert kept.read_bytes().startswith(b"this was")


def test_a_file_beside_the_database_is_never_left(saved, path):
    board, _ = saved
    with board.app_context():
        restore(path)
        url = db.engine.url
    if url.get_backend_name() == "sqlite":
        assert [file.name for file in Path(url.database).parent.iterdir() if "restoring" in file.name] == []


def test_nobody_writes_between_the_copy_of_the_old_and_the_switch(small_board, path, monkeypatch):
    fill(small_board)
    with small_board.app_context():
        make_backup(path)
        live = db.engine.url.database
    copy, said = sqlite.copy_to, []

    def copy_while_somebody_writes(connection, file):
        copy(connection, file)
        with sqlite3.connect(live, timeout=0) as writer:
            try:
                writer.execute("UPDATE users SET name = 'Terlambat'")
            except sqlite3.OperationalError as error:
                said.append(str(error))
        writer.close()

    monkeypatch.setattr(sqlite, "copy_to", copy_while_somebody_writes)
    with small_board.app_context():
        restore(path)
    assert said == ["database is locked"]


def test_people_see_all_of_the_old_or_all_of_the_new(saved, path, board_at):
    """Another process writes while it is restored: pairs stay pairs, and next to nobody meets an error."""
    board, _ = saved
    server = board_at(str(board.config["SQLALCHEMY_DATABASE_URI"]).replace("+psycopg", ""))
    stop, errors, reads = threading.Event(), [], []

    def work_on(worker: int) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with server.app_context():
                try:
                    write(lambda n=number: [post_message("pair", {}, f"{worker}-{n}-{half}") for half in "ab"])
                    reads.append(db.session.scalar(text("SELECT count(*) FROM outbox WHERE kind = 'pair'")))
                except Exception as error:
                    errors.append(error)
                    db.session.rollback()

    workers = [threading.Thread(target=work_on, args=(worker,)) for worker in range(3)]
    for worker in workers:
        worker.start()
    try:
        with board.app_context():
            restore(path)
    finally:
        stop.set()
        for worker in workers:
            worker.join()
    assert reads
    assert {count % 2 for count in reads} == {0}
    assert count(OutboxMessage, OutboxMessage.kind == "pair") % 2 == 0
    assert len(errors) <= 6, errors[:3]
    with board.app_context():
        assert verify().problem == ""
