"""What a visitor was about to do is carried through sign-in, sign-up and mailed links, and done once."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
import time_machine
from flask import abort

from ideaboard.accounts import intents, waiting
from ideaboard.accounts.intents import Outcome, pack, register_intent
from ideaboard.accounts.models import WaitingIntent
from ideaboard.accounts.pages import sign_in_page
from ideaboard.data.clock import now
from ideaboard.web.problems import NotAllowed
from tests.accounts.steps import is_signed_in, last_link, make_member, sign_in, sign_up
from tests.browser import Browser
from tests.database import context, count, write
from tests.factories import make_user


@pytest.fixture
def done(monkeypatch):
    """A wish that may be asked for by link; what was carried out is listed here."""
    seen: list[tuple[int, object]] = []

    def carry_out(person, data):
        if data["id"] == 404:
            abort(404)
        if data["id"] == 403:
            raise NotAllowed("Dukungan sudah ditutup.")
        seen.append((person.id, data["id"]))
        return Outcome(f"/i/{data['id']}", "Dukungan tersimpan")

    monkeypatch.setattr(intents, "_known", dict(intents._known))
    register_intent("wish", carry_out, describe=lambda data: f"Dukungan {data['id']} menunggu", by_link=True)
    register_intent("text", carry_out, describe=lambda data: "Teks menunggu")
    return seen


def hidden(page, name="intent") -> str:
    found = re.search(rf'<input id="{name}" name="{name}" type="hidden" value="([^"]*)">', page.text)
    return html.unescape(found[1]) if found else ""


def test_a_plain_link_says_what_will_be_done(browser, done):
    page = browser.get("/masuk?niat=wish&id=7&next=/t/x")
    assert "Dukungan 7 menunggu" in page.text
    assert hidden(page)


@pytest.mark.parametrize("query", ["niat=text&id=7", "niat=wish", "niat=nothing&id=7", "niat=wish&id=x", ""])
def test_a_link_that_may_not_ask_for_it_carries_nothing(browser, done, query):
    page = browser.get(f"/masuk?{query}")
    assert page.status_code == 200
    assert not hidden(page)


def test_looking_at_the_page_does_nothing(browse, done):
    browse().get("/masuk?niat=wish&id=7")
    browse(make_user()).get("/masuk?niat=wish&id=7&next=/t/x")
    assert done == []


def test_signing_in_does_it_in_the_same_request(browser, done):
    member = make_member()
    page = browser.get("/masuk?niat=wish&id=7&next=/t/x")
    answer = sign_in(browser, intent=hidden(page), next="/t/x")
    assert answer.location == "/i/7"
    assert done == [(member.id, 7)]


def test_a_wrong_password_keeps_it_for_the_next_try(browser, done):
    make_member()
    page = browser.get("/masuk?niat=wish&id=7")
    again = sign_in(browser, password="bukan ini sandinya", intent=hidden(page))
    assert hidden(again) == hidden(page)
    assert "Dukungan 7 menunggu" in again.text
    assert done == []


@pytest.mark.parametrize(("ident", "words"), [(403, "Dukungan sudah ditutup."), (404, "sudah tidak ada")])
def test_a_refusal_is_said_in_words_and_the_person_is_signed_in(browser, done, ident, words):
    make_member()
    answer = sign_in(browser, intent=token("wish", ident), next="/akun")
    assert answer.location == "/akun"
    assert words in browser.get("/akun").text


def token(kind, ident) -> str:
    with context():
        return pack(kind, {"id": ident})


@pytest.mark.parametrize("change", [lambda text: text[:-2], lambda text: "x" + text, lambda text: "null"])
def test_what_was_not_signed_by_us_is_ignored(browser, done, change):
    make_member()
    assert sign_in(browser, intent=change(token("wish", 7))).location == "/"
    assert done == []


def test_an_old_wish_is_ignored(browser, done):
    make_member()
    old = token("wish", 7)
    with time_machine.travel(now() + timedelta(hours=25)):
        assert sign_in(browser, intent=old).location == "/"
    assert done == []


def test_a_mailed_link_does_it_on_another_device(browser, mailbox, done):
    member = make_member()
    browser.post("/masuk/tautan", {"email": member.email, "intent": token("text", 7), "next": "/t/x"})
    path = last_link(mailbox)
    other = Browser(browser.app)
    other.get(path)
    assert done == []
    assert other.post(path).location == "/i/7"
    assert done == [(member.id, 7)]


def test_for_a_new_person_it_waits_for_the_confirmation(browser, mailbox, done):
    sign_up(browser, intent=token("text", 7))
    assert done == []
    answer = browser.post(last_link(mailbox))
    assert answer.location == "/i/7"
    assert [ident for _person, ident in done] == [7]
    assert count(WaitingIntent) == 0


def test_signing_in_unconfirmed_lets_it_wait_too(browser, mailbox, done):
    make_member(confirmed=False)
    sign_in(browser, intent=token("wish", 7), next="/akun")
    assert "Konfirmasi surel Anda dulu" in browser.get("/akun").text
    assert done == []
    browser.post("/konfirmasi", {"email": "rina@contoh.example"})
    assert browser.post(last_link(mailbox)).location == "/i/7"
    assert len(done) == 1


def test_a_sign_in_link_carries_out_what_waited(browser, mailbox, done):
    sign_up(browser, intent=token("wish", 7))
    browser.post("/masuk/tautan", {"email": "rina@contoh.example"})
    assert browser.post(last_link(mailbox)).location == "/i/7"
    assert len(done) == 1


def test_a_waiting_wish_that_is_refused_is_said_and_forgotten(browser, mailbox, done):
    sign_up(browser, intent=token("wish", 403))
    answer = browser.post(last_link(mailbox))
    assert answer.location == "/"
    assert "Dukungan sudah ditutup." in browser.get("/akun").text
    assert count(WaitingIntent) == 0


def test_somebody_elses_sign_up_with_a_known_address_does_nothing(browser, done):
    make_member()
    sign_up(browser, intent=token("wish", 7))
    sign_in(browser)
    assert done == []
    assert count(WaitingIntent) == 0


def test_only_the_last_few_wishes_wait(app):
    person = make_user()
    for n in range(9):
        write(lambda n=n: waiting.keep_waiting(person.id, {"kind": "wish", "id": n}))
    assert count(WaitingIntent) == waiting.MOST


def test_the_sign_in_and_sign_up_pages_hand_it_to_each_other(browser, done):
    first = browser.get("/masuk?niat=wish&id=7&next=/t/x")
    carried = {"intent": hidden(first), "next": "/t/x", "email": "rina@contoh.example", "switch": "1"}
    second = browser.post("/daftar", carried)
    assert second.status_code == 200
    assert hidden(second) == hidden(first)
    assert 'value="rina@contoh.example"' in second.text
    third = browser.post("/masuk", carried)
    assert third.status_code == 200
    assert hidden(third) == hidden(first)


def test_a_handler_of_another_package_can_answer_with_the_sign_in_page(app, done):
    with app.test_request_context("/t/x/ide/baru", method="POST", data={"email": "from another form"}):
        answer = sign_in_page(pack("text", {"id": 7}), next="/t/x", status=401)
    assert answer.status_code == 401
    assert "Teks menunggu" in answer.get_data(as_text=True)
    assert "from another form" not in answer.get_data(as_text=True)


def test_cancelling_leads_back_and_says_that_nothing_was_saved(browser, done):
    answer = browser.post("/masuk/batal", {"intent": token("wish", 7), "next": "/lupa-sandi"})
    assert answer.location == "/lupa-sandi"
    assert "Belum tersimpan" in browser.get("/lupa-sandi").text
    assert done == []


def test_a_description_that_fails_is_left_out(browser, done, monkeypatch):
    register_intent("gone", lambda person, data: Outcome("/"), describe=lambda data: abort(404), by_link=True)
    assert browser.get("/masuk?niat=gone&id=7").status_code == 200


def test_a_bug_while_doing_it_leaves_the_waiting_row(browser, mailbox, done):
    def carry_out(person, data):
        raise RuntimeError("bug")

    register_intent("wish", carry_out, describe=lambda data: "")
    sign_up(browser, intent=token("wish", 7))
    assert browser.post(last_link(mailbox)).status_code == 500
    assert count(WaitingIntent) == 1
    assert is_signed_in(browser)
