"""The outbox: written with its cause, delivered at least once, by one worker at a time."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs import outbox
from ideaboard.jobs.models import OutboxMessage, wait_before
from tests.database import count, rows, write
from tests.factories import make_user
from tests.parallel import all_at_once


@pytest.fixture
def delivered(monkeypatch):
    """Register a handler that notes what it gets."""
    got = []
    monkeypatch.setitem(outbox._handlers, "note", got.append)
    return got


@pytest.fixture
def clock():
    with time_machine.travel(now(), tick=False) as travel:
        yield travel


def post(number: int = 1, **kwargs) -> None:
    write(lambda: outbox.post_message("note", {"n": number}, **kwargs))


def deliver(app) -> int:
    with app.app_context():
        return outbox.deliver_due()


def the_message() -> OutboxMessage:
    (message,) = rows(select(OutboxMessage))
    return message


def test_a_message_is_stored_with_its_cause(app):
    def work() -> None:
        make_user("Rina")
        outbox.post_message("note", {"n": 1})

    write(work)
    assert the_message().payload == {"n": 1}
    assert count(User) == 1


def test_a_rollback_leaves_neither(app, in_request):
    with pytest.raises(ZeroDivisionError), transaction():
        make_user("Rina")
        outbox.post_message("note", {"n": 1})
        raise ZeroDivisionError
    assert (count(OutboxMessage), count(User)) == (0, 0)


def test_a_message_outside_a_transaction_is_refused(app, in_request):
    with pytest.raises(RuntimeError):
        outbox.post_message("note", {})


def test_a_message_is_delivered_once(app, delivered):
    post()
    assert deliver(app) == 1
    assert deliver(app) == 0
    assert delivered == [{"n": 1}]


def test_a_delivered_message_forgets_what_it_carried(app, delivered):
    post()
    deliver(app)
    message = the_message()
    assert message.payload == {}
    assert message.done_at is not None


def test_messages_are_delivered_oldest_first(app, delivered, clock):
    for number in (1, 2, 3):
        post(number)
        clock.shift(1)
    deliver(app)
    assert [payload["n"] for payload in delivered] == [1, 2, 3]


def test_one_turn_delivers_a_bounded_number(app, delivered):
    for number in range(5):
        post(number)
    with app.app_context():
        assert outbox.deliver_due(limit=2) == 2
    assert len(delivered) == 2


def test_the_same_event_makes_one_message(app):
    all_at_once(app, 8, lambda _: post(dedupe_key="decided-42"))
    assert count(OutboxMessage) == 1


def test_messages_without_a_key_are_all_kept(app):
    post()
    post()
    assert count(OutboxMessage) == 2


def fail(payload) -> None:
    raise OSError("the server is down: rina@contoh.example")


def test_a_failed_message_waits_longer_each_time(app, monkeypatch, clock):
    monkeypatch.setitem(outbox._handlers, "note", fail)
    post()
    for attempt in (1, 2, 3, 4):
        assert deliver(app) == 0
        message = the_message()
        assert message.attempts == attempt
        assert message.due_at == now() + timedelta(seconds=30 * 2 ** (attempt - 1))
        assert deliver(app) == 0
        assert the_message().attempts == attempt
        clock.move_to(message.due_at)


def test_no_wait_is_longer_than_six_hours():
    assert [wait_before(n) for n in (1, 2, 10, 11, 50)] == [30, 60, 15360, 21600, 21600]


def test_a_message_that_failed_often_is_parked(app, monkeypatch, clock):
    monkeypatch.setitem(outbox._handlers, "note", fail)
    post()
    for _ in range(outbox.MOST_ATTEMPTS):
        deliver(app)
        clock.shift(timedelta(hours=7))
    message = the_message()
    assert message.parked_at is not None
    assert message.last_error.startswith("OSError: the server is down")
    deliver(app)
    assert the_message().attempts == outbox.MOST_ATTEMPTS


def test_one_failure_does_not_hold_up_the_others(app, delivered, monkeypatch):
    monkeypatch.setitem(outbox._handlers, "broken", fail)
    write(lambda: outbox.post_message("broken", {}))
    post()
    assert deliver(app) == 1
    assert delivered == [{"n": 1}]


def test_a_kind_that_nobody_handles_is_kept_for_later(app):
    write(lambda: outbox.post_message("from-a-newer-release", {"n": 1}))
    assert deliver(app) == 0
    assert the_message().payload == {"n": 1}
    assert the_message().done_at is None


def test_a_handler_that_breaks_its_transaction_is_retried(app, monkeypatch):
    def broken(payload) -> None:
        db.session.add(User(id=None, name=None))
        db.session.flush()

    monkeypatch.setitem(outbox._handlers, "note", broken)
    post()
    assert deliver(app) == 0
    assert the_message().attempts == 1
    assert "IntegrityError" in the_message().last_error


def test_after_a_failure_a_message_is_delivered_when_its_time_comes(app, monkeypatch, delivered, clock):
    note = outbox._handlers["note"]
    monkeypatch.setitem(outbox._handlers, "note", fail)
    post()
    deliver(app)
    monkeypatch.setitem(outbox._handlers, "note", note)
    clock.shift(timedelta(seconds=30))
    assert deliver(app) == 1
    assert the_message().last_error is None


def test_four_workers_deliver_each_message_once(app, monkeypatch):
    got, lock = Counter(), threading.Lock()

    def note(payload) -> None:
        with lock:
            got[payload["n"]] += 1

    monkeypatch.setitem(outbox._handlers, "note", note)
    for number in range(30):
        post(number)
    delivered = all_at_once(app, 4, lambda _: outbox.deliver_due())
    assert got == Counter(range(30))
    assert sum(delivered) == 30


def test_a_worker_that_died_holds_its_message_for_five_minutes(app, monkeypatch, delivered, clock):
    post()
    with app.app_context():
        assert outbox._lease(the_message().id) is not None
        assert outbox._lease(the_message().id) is None
    assert deliver(app) == 0
    clock.shift(outbox.LEASE)
    assert deliver(app) == 1


def test_the_worker_is_woken_after_the_commit(app, in_request, monkeypatch):
    woken = []
    monkeypatch.setattr(outbox, "start_soon", lambda app, name: woken.append(name))
    with transaction():
        outbox.post_message("note", {})
        outbox.post_message("note", {})
        assert woken == []
    assert woken == ["deliver-outbox"]


def test_the_clock_delivers_what_a_missed_wake_up_left(app, delivered):
    post()
    with app.app_context():
        outbox.sweep()
    assert delivered == [{"n": 1}]


def test_what_was_delivered_long_ago_is_forgotten(app, delivered, clock):
    post(1, dedupe_key="old")
    deliver(app)
    clock.shift(outbox.KEPT - timedelta(hours=1))
    post(2)
    with app.app_context():
        assert outbox.forget_delivered() == 0
        clock.shift(timedelta(hours=2))
        assert outbox.forget_delivered() == 1
    assert the_message().payload == {"n": 2}
