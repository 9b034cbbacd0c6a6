"""Signing in in two steps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from ideaboard.accounts import intents
from ideaboard.accounts.intents import Outcome, pack, register_intent
from ideaboard.accounts.models import User, UserSession
from ideaboard.accounts.two_step import half_way
from ideaboard.accounts.two_step.models import HalfSignIn
from ideaboard.data.clock import now
from ideaboard.extensions import db
from tests.accounts.steps import NEW_PASSWORD, PASSWORD, is_signed_in, last_link, make_member, sign_in
from tests.accounts.two_step.steps import WRONG, code, first_step, give, hidden, make_two_step
from tests.database import context, count, on_sqlite, write

PAGE = "/masuk/kode"


@pytest.fixture(autouse=True)
def clock(still):
    """Hold the clock."""
    return still


@pytest.fixture
def wish(monkeypatch):
    """A wish that may be asked for by link; what was carried out is listed here."""
    seen: list[tuple[int, object]] = []
    monkeypatch.setattr(intents, "_known", dict(intents._known))

    def carry_out(person, data):
        seen.append((person.id, data["id"]))
        return Outcome(f"/i/{data['id']}", "Dukungan tersimpan")

    register_intent("wish", carry_out, describe=lambda data: f"Dukungan {data['id']} menunggu", by_link=True)
    return seen


# The two steps


def test_password_and_code_sign_in(browser):
    make_two_step()
    assert first_step(browser).location == PAGE
    assert give(browser, code()).location == "/"
    assert is_signed_in(browser)
    assert count(HalfSignIn) == 0


@on_sqlite
def test_the_password_alone_opens_nothing(browser):
    make_two_step(is_admin=True)
    first_step(browser)
    assert count(UserSession) == 0
    assert browser.get("/akun").location == "/masuk?next=/akun"
    assert browser.get("/admin").location == "/masuk?next=/admin"
    assert browser.post("/akun/sesi/akhiri", {}).status_code == 401


@on_sqlite
def test_the_code_alone_opens_nothing(browser):
    make_two_step()
    assert browser.get(PAGE).location == "/masuk"
    assert give(browser, code()).status_code == 410
    assert not is_signed_in(browser)


@on_sqlite
def test_the_field_is_made_for_codes(browser):
    make_two_step()
    first_step(browser)
    page = browser.get(PAGE).text
    assert 'inputmode="numeric"' in page
    assert 'autocomplete="one-time-code"' in page


@on_sqlite
def test_wrong_passwords_are_answered_alike_with_and_without_it(browse):
    make_two_step()
    answers = [sign_in(browse(), email, "bukan ini") for email in ("rina@contoh.example", "tidak@contoh.example")]
    assert {(answer.status_code, answer.location) for answer in answers} == {(422, None)}
    assert count(HalfSignIn) == 0


@on_sqlite
def test_a_session_that_was_open_stays_until_the_code_is_there(browse):
    other = make_member("lain@contoh.example")
    make_two_step()
    browser = browse(other)
    first_step(browser)
    assert other.email in browser.get("/akun").text
    give(browser, code())
    assert "rina@contoh.example" in browser.get("/akun").text


def test_a_mailed_link_asks_for_the_code_too(browser, mailbox):
    make_two_step()
    browser.post("/masuk/tautan", {"email": "rina@contoh.example", "next": "/tantangan"})
    assert browser.post(last_link(mailbox)).location == PAGE
    assert not is_signed_in(browser)
    assert give(browser, code()).location == "/tantangan"


def test_a_new_password_by_mail_does_not_get_round_it(browser, mailbox):
    make_two_step()
    browser.post("/lupa-sandi", {"email": "rina@contoh.example"})
    assert browser.post(last_link(mailbox), {"password": NEW_PASSWORD}).location == "/masuk"
    assert sign_in(browser, password=NEW_PASSWORD).location == PAGE
    assert not is_signed_in(browser)


# What is remembered between the steps


def test_what_was_to_be_done_is_done_after_the_code(browser, wish):
    member = make_two_step()
    token = hidden(browser.get("/masuk?niat=wish&id=7&next=/t/x"), "intent")
    first_step(browser, intent=token, next="/t/x")
    assert wish == []
    assert "Dukungan 7 menunggu" in browser.get(PAGE).text
    assert give(browser, WRONG).status_code == 422
    assert give(browser, code()).location == "/i/7"
    assert wish == [(member.id, 7)]


@on_sqlite
@pytest.mark.parametrize(("target", "to"), [("/t/x?urut=baru", "/t/x?urut=baru"), ("//evil.example", "/")])
def test_the_way_on_stays_inside_the_site(browser, target, to):
    make_two_step()
    first_step(browser, next=target)
    assert give(browser, code(), next="//evil.example").location == to


@on_sqlite
def test_after_ten_minutes_the_first_step_is_repeated_and_nothing_is_lost(browser, wish, clock):
    make_two_step()
    with context():
        token = pack("wish", {"id": 7})
    first_step(browser, intent=token, next="/t/x")
    page = browser.get(PAGE)
    carried = {name: hidden(page, name) for name in ("intent", "next")}
    clock.shift(timedelta(minutes=10, seconds=1))
    assert browser.get(PAGE).location == "/masuk"
    again = give(browser, code(), **carried)
    assert again.status_code == 410
    assert hidden(again, "next") == "/t/x"
    first_step(browser, intent=hidden(again, "intent"), next="/t/x")
    assert give(browser, code()).location == "/i/7"


@on_sqlite
def test_what_waits_for_a_code_belongs_to_one_browser(browse):
    make_two_step()
    first_step(browse())
    assert give(browse(), code()).status_code == 410


@on_sqlite
def test_its_cookie_opens_nothing_after_it_was_used(browse):
    make_two_step()
    browser, copy = browse(), browse()
    first_step(browser)
    copy.client.set_cookie("session", browser.client.get_cookie("session").value)
    give(browser, code())
    assert copy.get(PAGE).location == "/masuk"
    assert give(copy, code(1)).status_code == 410
    assert not is_signed_in(copy)


def change_password(browser, me):
    me.post("/akun/sandi", {"current_password": PASSWORD, "password": NEW_PASSWORD})


def sign_out_everywhere(browser, me):
    me.post("/akun/sesi/akhiri", {"which": "all"})


@on_sqlite
@pytest.mark.parametrize("act", [change_password, sign_out_everywhere])
def test_what_waits_ends_with_the_sessions(browse, act):
    me = browse(make_two_step())
    browser = browse()
    first_step(browser)
    act(browser, me)
    assert give(browser, code()).status_code == 410


@on_sqlite
def test_an_account_that_closed_meanwhile_is_not_entered(browser):
    make_two_step()
    first_step(browser)
    write(lambda: db.session.execute(update(User).values(closed_at=now())))
    assert give(browser, code()).status_code == 410


@on_sqlite
def test_what_nobody_finished_is_swept(browser, clock):
    make_two_step()
    first_step(browser)
    clock.shift(timedelta(minutes=11))
    with context():
        half_way.sweep()
    assert count(HalfSignIn) == 0
