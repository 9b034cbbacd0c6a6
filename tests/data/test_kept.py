"""The short way to the database: the same rows as through a session, on a connection that comes back."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import bindparam, literal, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from ideaboard.accounts.models import User
from ideaboard.data import kept
from ideaboard.data.kept import Read
from ideaboard.extensions import db
from ideaboard.posts.models import Post
from tests.database import context, on_postgresql, statements, write
from tests.factories import make_idea, make_user

_USERS: Any = User.__table__
_POSTS: Any = Post.__table__
WHO = Read(lambda: select(_USERS).where(_USERS.c.id == bindparam("id")))
NAMES = Read(lambda: select(_USERS.c.name).where(_USERS.c.id.in_([bindparam("a"), bindparam("b")])).limit(5))


def test_values_are_those_of_a_session(in_request: Flask) -> None:
    moment = datetime(2026, 11, 21, 3, 4, 5, 678, tzinfo=UTC)
    person = make_user(is_moderator=True, created_at=moment)
    found = WHO.first(id=person.id)
    for column in _USERS.c:
        assert getattr(found, column.key) == getattr(person, column.key), column
        assert type(getattr(found, column.key)) is type(getattr(person, column.key)), column


def test_json_comes_out_as_it_went_in(in_request: Flask) -> None:
    idea = make_idea()
    write(lambda: db.session.execute(_POSTS.update().values(label={"verdict": "satire", "reasons": [1]})))
    label = Read(lambda: select(_POSTS.c.label).where(_POSTS.c.id == bindparam("id")))
    assert label.first(id=idea.id).label == {"verdict": "satire", "reasons": [1]}


def test_moments_go_in_as_a_session_would_send_them(in_request: Flask) -> None:
    made = make_user(created_at=datetime(2026, 1, 2, 3, tzinfo=UTC))
    since = Read(lambda: select(_USERS.c.id).where(_USERS.c.created_at <= bindparam("until")))
    assert [row.id for row in since.rows(until=datetime(2026, 1, 2, 3, tzinfo=UTC))] == [made.id]
    assert since.rows(until=datetime(2026, 1, 2, 2, tzinfo=UTC)) == []


def test_values_that_stand_in_the_statement_go_in_as_a_session_would_send_them(in_request: Flask) -> None:
    made = make_user(created_at=datetime(2026, 1, 2, 3, tzinfo=UTC))
    make_user(created_at=datetime(2026, 1, 2, 4, tzinfo=UTC))
    early = Read(lambda: select(_USERS.c.id).where(_USERS.c.created_at <= datetime(2026, 1, 2, 3, tzinfo=UTC)))
    assert [row.id for row in early.rows()] == [made.id]


@pytest.mark.parametrize("words", ["Bu Sri", "it's 100 %: yes?"])
def test_what_a_statement_holds_itself_is_written_into_it(in_request: Flask, words: str) -> None:
    person, _other = make_user(words), make_user("Budi")
    named = Read(lambda: select(_USERS.c.id).where(_USERS.c.name == words, _USERS.c.id > bindparam("after")))
    with statements() as seen:
        assert [row.id for row in named.rows(after=0)] == [person.id]
    if not on_postgresql():  # Only SQLite plans a statement anew for a parameter.
        assert seen[0].count("?") == words.count("?") + 1


def test_lists_limits_and_nothing_found(in_request: Flask) -> None:
    people = [make_user("Sri"), make_user("Budi"), make_user("Ayu")]
    assert {row.name for row in NAMES.rows(a=people[0].id, b=people[2].id)} == {"Sri", "Ayu"}
    assert NAMES.first(a=0, b=0) is None


def test_what_was_just_committed_is_seen(in_request: Flask) -> None:
    person = make_user("Sri")
    assert WHO.first(id=person.id).name == "Sri"
    write(lambda: db.session.execute(_USERS.update().values(name="Sri Wahyuni")))
    assert WHO.first(id=person.id).name == "Sri Wahyuni"


def test_it_counts_among_the_statements(in_request: Flask) -> None:
    with statements() as seen:
        WHO.first(id=1)
    assert [sql.split()[0] for sql in seen] == ["SELECT"]


def test_a_request_keeps_one_connection_and_gives_it_back(app: Flask) -> None:
    with app.test_request_context():
        before = db.engine.pool.checkedout()  # type: ignore[attr-defined]
        for _ in range(3):
            WHO.first(id=1)
        assert db.engine.pool.checkedout() == before + 1  # type: ignore[attr-defined]
    with app.app_context():
        assert db.engine.pool.checkedout() == before  # type: ignore[attr-defined]


def test_threads_read_at_the_same_time(app: Flask) -> None:
    person, found = make_user("Sri"), []

    def read() -> None:
        with app.app_context():
            found.append(WHO.first(id=person.id).name)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["Sri"] * 8


def test_a_wrong_statement_is_an_error_as_elsewhere_and_harms_nothing_after_it(in_request: Flask) -> None:
    wrong = Read(lambda: select(text("nothing")).select_from(text("nowhere")).add_columns(literal(1).label("one")))
    with pytest.raises(DBAPIError):
        wrong.rows()
    assert WHO.first(id=0) is None


@on_postgresql
def test_a_transaction_after_it_still_holds_together(in_request: Flask) -> None:
    """The connection goes back as it came: it does not commit by itself."""
    WHO.first(id=1)
    kept._give_back()
    with pytest.raises(ProgrammingError):
        write(lambda: (db.session.add(_somebody()), db.session.flush(), db.session.execute(text("SELECT nothing"))))
    assert WHO.first(id=1) is None


def _somebody() -> User:
    return User(
        id=1, name="Sri", handle="sri", handle_key="sri", email="s@contoh.example", email_key="s@contoh.example"
    )


@on_postgresql
def test_a_connection_that_died_is_replaced(in_request: Flask) -> None:
    WHO.first(id=1)
    (connection,) = g.kept_connections.values()
    dead = connection.driver_connection.info.backend_pid
    with context(), db.engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": dead})
    assert WHO.first(id=1) is None
    (fresh,) = g.kept_connections.values()
    assert fresh.driver_connection.info.backend_pid != dead
