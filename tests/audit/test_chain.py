"""The audit log: nobody changes a row, and the chain shows where somebody did."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from ideaboard.audit.models import AuditEntry
from ideaboard.audit.service import GENESIS, digest, head, record
from ideaboard.audit.verification import verify
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from tests.database import count, on_postgresql, rows
from tests.parallel import all_at_once


def add(number: int, **kwargs) -> AuditEntry:
    with transaction():
        return record("role.give", "user", number, actor_id=1, **{"after": {"role": "admin"}, **kwargs})


def entries() -> list[AuditEntry]:
    return rows(select(AuditEntry).order_by(AuditEntry.id))


def test_an_empty_log_holds(app, in_request):
    assert (verify().rows, verify().head, verify().broken_id) == (0, GENESIS, None)


def test_every_row_carries_the_hash_of_the_one_before(app, in_request):
    for number in range(3):
        add(number)
    chain = entries()
    assert chain[0].previous_hash == GENESIS
    assert [row.previous_hash for row in chain[1:]] == [row.hash for row in chain[:-1]]
    assert head() == chain[-1].hash


def test_a_whole_chain_holds_when_it_is_read_again(app, in_request):
    odd = {"number": {10: 1, 9: [1.5, None, True]}, "text": "Dé 💡\u2028", "big": 2**60, "tuple": (1, 2)}
    add(1, before=odd, after={})
    add(2, before=None, after=None)
    db.session.expunge_all()
    found = verify()
    assert (found.rows, found.broken_id, found.head) == (2, None, head())


def test_a_row_says_who_did_what_when_and_in_which_request(app, browser):
    from flask import g

    with app.test_request_context():
        g.request_id = "abc-12345"
        row = add(42)
    assert (row.action, row.object_type, row.object_id, row.actor_id) == ("role.give", "user", 42, 1)
    assert row.request_id == "abc-12345"
    assert row.at.tzinfo is not None


def test_a_row_outside_a_transaction_is_refused(app, in_request):
    with pytest.raises(RuntimeError):
        record("x", "y", 1, actor_id=None)


def test_a_rolled_back_action_leaves_no_row(app, in_request):
    with pytest.raises(ZeroDivisionError), transaction():
        record("x", "y", 1, actor_id=None)
        raise ZeroDivisionError
    assert count(AuditEntry) == 0
    add(2)
    assert verify().broken_id is None


def test_several_rows_of_one_transaction_follow_each_other(app, in_request):
    with transaction():
        for number in range(3):
            record("x", "y", number, actor_id=None)
    assert verify().rows == 3
    assert verify().broken_id is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET action = 'x'",
        "UPDATE audit_log SET id = 99 WHERE object_id = 1",
        "DELETE FROM audit_log",
        "DELETE FROM audit_log WHERE object_id = 2",
    ],
)
def test_the_database_refuses_every_change(app, in_request, statement):
    add(1)
    add(2)
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(text(statement))
    assert verify().rows == 2


def test_the_orm_is_refused_as_well(app, in_request):
    row = add(1)
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.get(AuditEntry, row.id, populate_existing=True).action = "x"
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.delete(db.session.get(AuditEntry, row.id))


@on_postgresql
def test_postgresql_refuses_to_empty_the_table(app, in_request):
    add(1)
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(text("TRUNCATE audit_log"))


def on_one_id(app) -> str:
    verb = "INSERT OR REPLACE" if db.engine.dialect.name == "sqlite" else "INSERT"
    return f"{verb} INTO audit_log SELECT id, at, 2, action, object_type, object_id, before, after, request_id, "


@pytest.mark.parametrize("hashes", ["previous_hash, hash", "'p', 'h'", "previous_hash, 'h'"])
def test_no_row_takes_the_place_of_another(app, in_request, hashes):
    add(1)
    with pytest.raises(DBAPIError), transaction():
        db.session.execute(text(on_one_id(app) + hashes + " FROM audit_log"))
    assert verify().broken_id is None


@pytest.mark.parametrize(
    ("change", "first_broken"),
    [
        ("UPDATE audit_log SET action = 'x' WHERE object_id = 3", 3),
        ("UPDATE audit_log SET actor_id = NULL WHERE object_id = 2", 2),
        ('UPDATE audit_log SET after = \'{"role": "owner"}\' WHERE object_id = 4', 4),
        ("UPDATE audit_log SET object_id = 30 WHERE object_id = 3", 30),
        ("UPDATE audit_log SET request_id = 'y' WHERE object_id = 1", 1),
        ("UPDATE audit_log SET hash = 'h' WHERE object_id = 3", 3),
        ("DELETE FROM audit_log WHERE object_id = 2", 3),
        ("DELETE FROM audit_log WHERE object_id = 1", 2),
    ],
)
def test_verify_names_the_first_broken_row(without_guard, change, first_broken):
    for number in (1, 2, 3, 4, 5):
        add(number)
    without_guard(change)
    found = verify()
    assert db.session.get(AuditEntry, found.broken_id).object_id == first_broken
    assert found.rows == len([row for row in entries() if row.id < found.broken_id])


def test_a_changed_row_with_a_new_hash_breaks_the_next_one(without_guard):
    for number in (1, 2, 3):
        add(number)
    second = entries()[1]
    db.session.expunge(second)
    second.action = "forged"
    without_guard(f"UPDATE audit_log SET action = 'forged', hash = '{digest(second)}' WHERE object_id = 2")
    db.session.expunge_all()
    assert db.session.get(AuditEntry, verify().broken_id).object_id == 3


def test_eight_writers_keep_one_chain(app):
    all_at_once(app, 8, lambda number: [add(number * 10 + turn).id for turn in range(5)])
    with app.app_context():
        found = verify()
    assert (found.rows, found.broken_id) == (40, None)


def test_a_row_that_was_stored_with_blanks_holds(without_guard):
    add(1, before={"b": 1, "a": [1, 2]})
    add(2)
    without_guard('UPDATE audit_log SET before = \'{"b": 1,  "a": [1, 2]}\' WHERE object_id = 1')
    assert verify().rows == 2
