"""A mail server that is away, hangs or refuses: nobody waits for it, nothing is lost, nothing is sent twice."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.jobs import mail, outbox, pauses
from ideaboard.jobs.models import OutboxMessage
from tests.browser import Browser
from tests.database import count, on_sqlite
from tests.factories import make_user
from tests.faults.smtp import HANGS, HANGS_AT_END, LATER, NEVER, POISON, TAKES, MailServer

pytestmark = on_sqlite


@pytest.fixture
def server(app, in_request, monkeypatch) -> Iterator[MailServer]:
    made = MailServer()
    monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://127.0.0.1:{made.port}")
    monkeypatch.setattr(mail, "TIMEOUT", 0.1)
    monkeypatch.setattr(pauses, "PATIENCE", 0.1)
    yield made
    made.close()


def post(*names: str, words: str = "Isi") -> None:
    with transaction():
        for name in names:
            outbox.post_message(
                "mail", {"to": f"{name}@contoh.example", "subject": "Halo", "body": words, "id": name}
            )


def later(clock, **wait: int) -> int:
    """Let time pass, also for the pauses, and deliver."""
    clock.shift(timedelta(**wait))
    outbox._pauses()._until.clear()
    return outbox.deliver_due()


@pytest.mark.parametrize("mood", [HANGS, LATER, NEVER, "away"])
def test_after_an_outage_everybody_gets_each_mail_once(app, server, monkeypatch, mood):
    people = [f"warga{n}" for n in range(5)]
    with time_machine.travel(now(), tick=False) as clock:
        if mood == "away":
            with socket.create_server(("127.0.0.1", 0)) as free:
                monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://127.0.0.1:{free.getsockname()[1]}")
        server.mood = mood
        post(*people)
        for _n in range(4):
            assert later(clock, hours=1) == 0
        assert server.taken == []
        monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://127.0.0.1:{server.port}")
        server.mood = TAKES
        for _n in range(8):
            later(clock, hours=1)
    assert sorted(to for to, _ident in server.taken) == sorted(f"{name}@contoh.example" for name in people)
    assert count(OutboxMessage, OutboxMessage.done_at.is_(None)) == 0


def test_a_server_that_hangs_costs_one_try_and_not_one_for_each_mail(server):
    server.mood = HANGS
    post(*(f"warga{n}" for n in range(20)))
    began = time.monotonic()
    outbox.deliver_due()
    assert time.monotonic() - began < 10
    assert server.talks == 1
    outbox.deliver_due()
    assert server.talks == 1  # It rests: nobody even tries.


def test_other_messages_are_delivered_while_mail_hangs(app, server, monkeypatch):
    monkeypatch.setattr(mail, "TIMEOUT", 3)
    monkeypatch.setitem(outbox._handlers, "note", lambda payload: noted.append(payload))
    noted: list[dict] = []
    server.mood = HANGS
    post("warga")

    def deliver() -> None:
        with app.app_context():
            outbox.deliver_due()

    first = threading.Thread(target=deliver)
    first.start()
    time.sleep(0.3)
    with transaction():
        outbox.post_message("note", {"n": 1})
    outbox.deliver_due()
    assert noted == [{"n": 1}]
    assert first.is_alive()
    first.join()


def test_what_goes_wrong_after_a_mail_was_taken_does_not_send_it_again(server):
    server.mood = HANGS_AT_END
    post("warga")
    assert outbox.deliver_due() == 1
    assert len(server.taken) == 1


def test_an_outage_of_a_week_parks_nothing(app, server, monkeypatch):
    server.mood = HANGS
    with time_machine.travel(now(), tick=False) as clock:
        post("warga")
        for _n in range(outbox.MOST_ATTEMPTS + 1):
            later(clock, hours=13)
        assert count(OutboxMessage, OutboxMessage.parked_at.is_not(None)) == 0
        server.mood = TAKES
        assert later(clock, hours=7) == 1


def test_a_mail_that_is_always_refused_is_parked_and_keeps_no_other_back(server):
    server.mood = POISON
    with time_machine.travel(now(), tick=False) as clock:
        post("jahat", words="racun")
        post("baik")
        later(clock, seconds=1)
        assert [to for to, _ident in server.taken] == ["baik@contoh.example"]
        for _n in range(outbox.MOST_ATTEMPTS):
            later(clock, hours=7)
    assert count(OutboxMessage, OutboxMessage.parked_at.is_not(None)) == 1


def test_a_talk_that_drips_has_an_end(server, monkeypatch):
    monkeypatch.setattr(mail, "TIMEOUT", 20)
    monkeypatch.setattr(mail, "WHOLE_TALK", 0.5)
    server.mood = HANGS
    post("warga")
    began = time.monotonic()
    assert outbox.deliver_due() == 0
    assert time.monotonic() - began < 15


def test_asking_for_a_link_never_waits_for_the_mail_server(app, monkeypatch):
    server = MailServer()
    server.mood = HANGS
    monkeypatch.setitem(app.config, "MAIL_URL", f"smtp://127.0.0.1:{server.port}")
    member = make_user()
    began = time.monotonic()
    assert Browser(app).post("/masuk/tautan", {"email": member.email}).status_code == 303
    assert time.monotonic() - began < 5
    server.close()


def test_the_clock_may_have_been_wrong(server):
    """A message that was posted with the clock two days ahead goes out when it is right again."""
    with time_machine.travel(now() + timedelta(days=2)):
        post("warga")
    assert outbox.deliver_due() == 1
