"""One way to write: nothing is lost, nothing is left half-done, and readers never wait."""

from __future__ import annotations

import sqlite3
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.data.inserts import insert_if_new
from ideaboard.data.transaction import in_transaction, transaction, when_committed
from ideaboard.extensions import db
from ideaboard.jobs.models import OutboxMessage
from tests.database import count, fresh, on_sqlite
from tests.factories import make_user
from tests.parallel import all_at_once


def rename(user_id: int, name: str) -> None:
    db.session.execute(update(User).where(User.id == user_id).values(name=name))


def test_what_the_block_wrote_is_there_for_others(app, in_request):
    user = make_user()
    with transaction():
        rename(user.id, "Marni")
    assert all_at_once(app, 1, lambda _: db.session.get(User, user.id).name) == ["Marni"]


def test_an_error_leaves_nothing_behind(app, in_request):
    user = make_user("Marni")
    with pytest.raises(ZeroDivisionError), transaction():
        rename(user.id, "Rina")
        db.session.add(OutboxMessage(kind="x", payload={}))
        db.session.flush()
        raise ZeroDivisionError
    assert fresh(user).name == "Marni"
    assert count(OutboxMessage) == 0


def test_even_an_interrupt_leaves_nothing_behind(app, in_request):
    user = make_user("Marni")
    with pytest.raises(KeyboardInterrupt), transaction():
        rename(user.id, "Rina")
        raise KeyboardInterrupt
    assert fresh(user).name == "Marni"


def test_a_failed_block_does_not_hold_up_the_next(app, in_request):
    with pytest.raises(ZeroDivisionError), transaction():
        raise ZeroDivisionError
    assert not in_transaction()
    assert make_user().id


def test_an_inner_block_joins_the_outer_one(app, in_request):
    user = make_user("Marni")
    with pytest.raises(ZeroDivisionError), transaction():
        with transaction():
            rename(user.id, "Rina")
        assert in_transaction()
        raise ZeroDivisionError
    assert fresh(user).name == "Marni"


def test_what_was_loaded_before_stays_readable_after_the_commit(app, in_request):
    user = make_user("Marni")
    loaded = db.session.get(User, user.id)
    with transaction():
        rename(user.id, "Rina")
    db.session.expunge(loaded)
    assert loaded.handle == user.handle


def test_eight_writers_lose_no_update(app):
    user = make_user("0")

    def add_ten(_: int) -> None:
        for _turn in range(10):
            with transaction():
                person = db.session.scalar(
                    select(User)
                    .where(User.id == user.id)
                    .with_for_update()
                    .execution_options(populate_existing=True)
                )
                person.name = str(int(person.name) + 1)

    all_at_once(app, 8, add_ten)
    assert fresh(user).name == "80"


@on_sqlite
def test_on_sqlite_reading_first_and_writing_later_loses_nothing_either(app):
    """No FOR UPDATE here: BEGIN IMMEDIATE alone must make the second writer wait before it reads."""
    user = make_user("0")

    def add(_: int) -> None:
        for _turn in range(10):
            with transaction():
                before = int(db.session.scalar(select(User.name).where(User.id == user.id)))
                rename(user.id, str(before + 1))

    all_at_once(app, 8, add)
    assert fresh(user).name == "80"


def test_readers_go_on_while_a_writer_holds_its_transaction(app):
    user = make_user("Marni")
    writing, done = threading.Event(), threading.Event()

    def work(number: int) -> str:
        if number == 0:
            with transaction():
                rename(user.id, "Rina")
                writing.set()
                assert done.wait(timeout=60)
            return "written"
        assert writing.wait(timeout=60)
        seen = db.session.get(User, user.id).name
        done.set()
        return seen

    assert all_at_once(app, 2, work) == ["written", "Marni"]


@on_sqlite
def test_on_sqlite_a_writer_has_the_lock_before_it_reads(app, in_request):
    """Otherwise another process could write between its reading and its writing."""
    make_user()
    other = sqlite3.connect(db.engine.url.database, timeout=0)
    with transaction():
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        db.session.execute(select(User.name)).all()
    other.execute("BEGIN IMMEDIATE")
    other.close()


@on_sqlite
def test_on_sqlite_an_open_read_leaves_the_write_lock_to_other_processes(app, in_request):
    user = make_user()
    db.session.execute(select(User.name)).all()
    other = sqlite3.connect(db.engine.url.database, timeout=0)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE users SET name = 'Rina' WHERE id = ?", (user.id,))
    other.execute("COMMIT")
    other.close()
    db.session.commit()
    assert fresh(user).name == "Rina"


@on_sqlite
def test_on_sqlite_a_writer_waits_for_another_process(app, in_request):
    user = make_user()
    other = sqlite3.connect(db.engine.url.database, timeout=0, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    release.start()
    with transaction():
        rename(user.id, "Rina")
    release.join()
    other.close()
    assert fresh(user).name == "Rina"


def test_follow_up_work_runs_once_and_after_the_commit(app, in_request):
    user, seen = make_user("Marni"), []

    def look() -> None:
        seen.extend(all_at_once(app, 1, lambda _: db.session.get(User, user.id).name))

    with transaction():
        when_committed(look)
        with transaction():
            when_committed(look)
        rename(user.id, "Rina")
        assert seen == []
    assert seen == ["Rina"]


def test_follow_up_work_leaves_the_write_lock_to_others(app, in_request):
    names = []
    with transaction():
        when_committed(lambda: names.extend(all_at_once(app, 1, lambda _: make_user("Rina").name)))
    assert names == ["Rina"]


def test_follow_up_work_of_a_failed_block_is_forgotten(app, in_request):
    calls = []
    with pytest.raises(ZeroDivisionError), transaction():
        when_committed(lambda: calls.append(1))
        raise ZeroDivisionError
    with transaction():
        pass
    assert calls == []


def test_follow_up_work_needs_an_open_transaction(app, in_request):
    with pytest.raises(RuntimeError):
        when_committed(lambda: None)


def test_a_row_with_a_known_key_is_not_inserted_again(app):
    def insert(_: int) -> bool:
        with transaction():
            return insert_if_new(OutboxMessage, kind="x", payload={}, dedupe_key="one")

    assert sorted(all_at_once(app, 8, insert)) == [False] * 7 + [True]
    assert count(OutboxMessage) == 1


def test_rows_are_inserted_inside_a_transaction_only(app, in_request):
    with pytest.raises(RuntimeError):
        insert_if_new(OutboxMessage, kind="x", payload={}, dedupe_key="one")


def test_foreign_keys_are_enforced(app, in_request):
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError), transaction():
        db.session.execute(
            text("INSERT INTO waiting_intents (user_id, intent, created_at) VALUES (999, '{}', :at)"),
            {"at": str(now() - timedelta(days=1))},
        )
