"""Statements of hot writes: compiled once, run in the open transaction only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import bindparam, literal, select, update

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.data.prepared import Write
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from tests.database import statements
from tests.factories import make_user

_USERS: Any = User.__table__


def _renaming(_insert: Any) -> Any:
    since = _USERS.c.created_at > bindparam("since")
    changed = update(_USERS).where(_USERS.c.id == bindparam("user_id"), since).values(city=bindparam("to"))
    return changed.returning(_USERS.c.city)


def test_it_changes_the_row_and_tells_of_it(app: Flask) -> None:
    person, rename = make_user(), Write(_renaming)
    with app.app_context():
        for city in ("Kupang", "Ambon"):
            with transaction():
                row = rename.first(user_id=person.id, to=city, since=now() - timedelta(days=9999))
            assert row is not None
            assert row.city == city
        assert db.session.scalar(select(_USERS.c.city).where(_USERS.c.id == person.id)) == "Ambon"


def test_it_tells_of_nothing_when_no_row_is_meant(app: Flask) -> None:
    person, rename = make_user(), Write(_renaming)
    with app.app_context(), transaction():
        assert rename.first(user_id=person.id, to="Ambon", since=now() + timedelta(days=1)) is None


def test_a_transaction_that_fails_takes_it_back(app: Flask) -> None:
    person, rename = make_user(city="Medan"), Write(_renaming)
    with app.app_context():
        with pytest.raises(ZeroDivisionError), transaction():
            rename.first(user_id=person.id, to="Ambon", since=now() - timedelta(days=9999))
            _ = 1 / 0
        assert db.session.scalar(select(_USERS.c.city).where(_USERS.c.id == person.id)) == "Medan"


def test_outside_a_transaction_it_is_refused(app: Flask) -> None:
    with app.app_context(), pytest.raises(RuntimeError, match="transaction"):
        Write(_renaming).first(user_id=1, to="Ambon", since=now())


def test_a_conflict_inserts_nothing(app: Flask) -> None:
    from ideaboard.votes.models import Ballot
    from tests.factories import make_challenge

    challenge, person = make_challenge(), make_user()

    def build(insert: Any) -> Any:
        mine = {"challenge_id": bindparam("challenge"), "user_id": bindparam("person")}
        added = insert(Ballot.__table__).values(**mine, used=0, held=0)
        return added.on_conflict_do_nothing().returning(literal(1))

    add = Write(build)
    with app.app_context(), transaction():
        found = [add.first(challenge=challenge.id, person=person.id) is not None for _ in range(2)]
    assert found == [True, False]


def test_who_counts_statements_counts_it(app: Flask) -> None:
    person = make_user()
    with app.app_context(), statements() as seen, transaction():
        Write(_renaming).first(user_id=person.id, to="Ambon", since=now())
    assert [sql for sql in seen if sql.startswith("UPDATE users")]
