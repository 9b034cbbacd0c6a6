"""Counting without writing in a GET."""

from __future__ import annotations

import threading
import time

import pytest

from ideaboard.jobs import tally as tallies
from ideaboard.jobs.tally import FLUSH_SECONDS, FLUSH_SIZE, Tally, add_tally, count_seen, flush


def test_counts_gather_until_they_are_taken():
    tally = Tally()
    tally.add("seen", [1, 2])
    tally.add("seen", [2])
    tally.add("session", [1])
    assert tally.take() == {"seen": {1: 1, 2: 2}, "session": {1: 1}}
    assert tally.take() == {}


def test_nothing_is_never_due():
    tally = Tally()
    tally._since -= FLUSH_SECONDS * 2
    tally.add("seen", [])
    assert not tally.is_due()


def test_counts_are_due_after_a_while_or_when_there_are_many():
    tally = Tally()
    tally.add("seen", [1])
    assert not tally.is_due()
    tally._since -= FLUSH_SECONDS
    assert tally.is_due()
    tally.take()
    tally.add("seen", list(range(FLUSH_SIZE)))
    assert tally.is_due()


def test_threads_lose_no_count():
    tally, taken, stop = Tally(), [], threading.Event()

    def take() -> None:
        while not stop.is_set():
            tally.is_due()
            taken.append(tally.take())

    taker = threading.Thread(target=take)
    adders = [threading.Thread(target=lambda: [tally.add(f"t{n % 5}", [n]) for n in range(500)]) for _ in range(4)]
    for thread in (taker, *adders):
        thread.start()
    for thread in adders:
        thread.join()
    stop.set()
    taker.join()
    taken.append(tally.take())
    assert sum(sum(counter.values()) for part in taken for counter in part.values()) == 2000


@pytest.fixture
def added(monkeypatch):
    got = []
    monkeypatch.setitem(tallies._adders, "seen", got.append)
    return got


def test_a_batch_is_handed_to_who_adds_it_up(app, added):
    with app.app_context():
        add_tally("seen", [[1, 2], [7, 1]])
    assert added == [{1: 2, 7: 1}]


def test_flushing_sends_each_tally_to_the_worker(app, in_request, monkeypatch):
    sent = []
    monkeypatch.setattr(tallies, "start_soon", lambda app, name, **kwargs: sent.append((name, kwargs)))
    count_seen("seen", [3, 1, 3])
    flush(app)
    flush(app)
    assert sent == [("add-tally", {"tally": "seen", "counts": [(1, 1), (3, 2)]})]


def test_reading_a_page_hands_over_what_is_due(app, browser, monkeypatch):
    sent = []
    monkeypatch.setattr(tallies, "start_soon", lambda app, name, **kwargs: sent.append(kwargs))
    monkeypatch.setattr(app, "testing", False)
    app.extensions["tally"].add("seen", [1])
    browser.get("/healthz")
    assert sent == []
    app.extensions["tally"]._since = time.monotonic() - FLUSH_SECONDS
    browser.get("/healthz")
    assert sent == [{"tally": "seen", "counts": [(1, 1)]}]


def test_a_signed_in_reader_is_counted_without_a_write(app, browse):
    from sqlalchemy import select

    from ideaboard.accounts.models import UserSession
    from tests.database import scalar, statements
    from tests.factories import make_user

    browser = browse(make_user())
    with statements() as seen:
        browser.get("/tidak-ada")
    assert not [line for line in seen if line.startswith(("UPDATE", "INSERT", "DELETE"))]
    before = scalar(select(UserSession.last_seen_at))
    counts = app.extensions["tally"].take()["session"]
    with app.app_context():
        add_tally("session", sorted(counts.items()))
    assert scalar(select(UserSession.last_seen_at)) > before
