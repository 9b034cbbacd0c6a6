"""Each day the head of the log is published; what it shows, no owner of the database can take away unseen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from ideaboard.audit.commands import wrong
from ideaboard.audit.heads.models import AuditHead
from ideaboard.audit.heads.queries import newest_heads
from ideaboard.audit.heads.service import publish_head
from ideaboard.audit.heads.tasks import publish
from ideaboard.audit.models import AuditEntry
from ideaboard.audit.service import GENESIS, digest, head, record
from ideaboard.audit.verification import CHANGED, CUT, LOOSE, OTHER, UNKNOWN, verify
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from tests.database import count, on_sqlite, rows
from tests.parallel import all_at_once

DAY = datetime(2026, 11, 21, 20, tzinfo=UTC)  # the 22nd in Jakarta


def add(*numbers: int) -> None:
    for number in numbers:
        with transaction():
            record("role.give", "user", number, actor_id=1, after={"role": "admin"})


def row(number: int) -> AuditEntry:
    return rows(select(AuditEntry).where(AuditEntry.object_id == number))[0]


@pytest.fixture
def published(app, in_request):
    """Five rows, the third of them the head of a day."""
    add(1, 2, 3)
    found = publish_head()
    add(4, 5)
    return found


def test_the_head_of_a_day_is_its_newest_row(app, in_request):
    add(1, 2)
    with time_machine.travel(DAY, tick=False):
        found = publish_head()
    assert (found.entry_id, found.entries, found.hash) == (row(2).id, 2, head())
    assert (found.day.isoformat(), found.published_at) == ("2026-11-22", DAY)


def test_a_day_has_one_head(app, in_request):
    add(1)
    with time_machine.travel(DAY, tick=False):
        assert publish()
        add(2)
        assert not publish()
    with time_machine.travel(DAY + timedelta(hours=24), tick=False):
        assert publish()
    assert [found.entries for found in newest_heads(5)] == [2, 1]


def test_an_empty_log_has_no_head(app, in_request):
    assert publish_head() is None


def test_workers_that_publish_at_once_publish_one_head(app, in_request):
    add(1)
    assert sum(all_at_once(app, 6, lambda number: publish())) == 1
    assert count(AuditHead) == 1


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_heads SET hash = 'x'", "UPDATE audit_heads SET day = '2020-01-01'", "DELETE FROM audit_heads"],
)
def test_the_database_refuses_to_change_a_head(published, statement):
    with pytest.raises(DBAPIError, match="never changed"), transaction():
        db.session.execute(text(statement))


@on_sqlite
def test_no_head_takes_the_place_of_another(published):
    with transaction():
        db.session.execute(
            text("INSERT OR REPLACE INTO audit_heads SELECT day, entry_id, 9, 'x', published_at FROM audit_heads")
        )
    assert newest_heads(1)[0].hash == published.hash


def test_a_log_that_nobody_touched_holds(published):
    assert (verify().rows, verify().problem, verify(published.hash).problem) == (5, "", "")


def test_an_end_that_was_cut_is_found(published, without_guard):
    last = row(2).id
    without_guard("DELETE FROM audit_log WHERE object_id > 2")
    found = verify()
    assert (found.problem, found.broken_id, found.rows, found.last_id) == (CUT, published.entry_id, 2, last)
    assert wrong(found) == (
        f"the rows after row {last} are gone: row {published.entry_id} was published on {published.day}; "
        "2 rows before it hold"
    )


def test_a_log_that_was_emptied_is_found(published, without_guard):
    without_guard("DELETE FROM audit_log")
    assert (verify().problem, verify().head) == (CUT, GENESIS)


def test_an_end_that_was_cut_and_filled_up_again_is_found(published, without_guard):
    without_guard("DELETE FROM audit_log WHERE object_id > 2")
    add(6, 7)
    assert (verify().problem, verify().day) == (OTHER, published.day)


def test_a_chain_that_was_written_anew_is_found(published, without_guard):
    """Every row follows the one before it; only the published head tells."""
    previous, statements = GENESIS, ["DELETE FROM audit_log WHERE object_id > 4"]
    for number in (1, 2, 3, 4):
        entry = row(number)
        db.session.expunge(entry)
        entry.actor_id, entry.previous_hash = 7, previous
        previous = digest(entry)
        statements.append(
            f"UPDATE audit_log SET actor_id = 7, previous_hash = '{entry.previous_hash}', hash = '{previous}' "
            f"WHERE object_id = {number}"
        )
    without_guard(*statements)
    assert (verify().problem, verify().broken_id, verify().rows) == (OTHER, published.entry_id, 2)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("UPDATE audit_log SET action = 'x' WHERE object_id = 2", CHANGED),
        ("DELETE FROM audit_log WHERE object_id = 1", LOOSE),
        ("DELETE FROM audit_log WHERE object_id = 4", LOOSE),
    ],
)
def test_what_happened_to_a_row_is_said(published, without_guard, change, problem):
    without_guard(change)
    assert verify().problem == problem
    assert str(verify().broken_id) in wrong(verify())


@on_sqlite
@pytest.mark.parametrize("change", ["after = 'no JSON'", "at = 'yesterday'", "object_id = 'two'"])
def test_a_row_that_cannot_be_read_is_a_changed_row(published, without_guard, change):
    broken = row(2).id
    without_guard(f"UPDATE audit_log SET {change} WHERE object_id = 2")
    assert (verify().problem, verify().broken_id) == (CHANGED, broken)


def test_a_hash_from_a_mail_finds_what_the_table_of_heads_no_longer_says(published, without_guard):
    without_guard("DELETE FROM audit_log WHERE object_id > 2", "DELETE FROM audit_heads")
    assert verify().problem == ""
    assert verify(published.hash).problem == UNKNOWN


def test_the_walk_stops_at_the_first_broken_row(published, without_guard):
    without_guard("UPDATE audit_log SET action = 'x' WHERE object_id >= 2")
    assert (verify().broken_id, verify().last_id) == (row(2).id, row(1).id)
