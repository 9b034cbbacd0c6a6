"""A forgotten password."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from ideaboard.accounts import reset as service
from ideaboard.accounts.models import User, UserSession
from ideaboard.audit.models import AuditEntry
from ideaboard.data.clock import now
from tests.accounts.steps import (
    NEW_PASSWORD,
    PASSWORD,
    is_signed_in,
    last_link,
    mails_to,
    make_member,
    sign_in,
    sign_up,
)
from tests.browser import Browser
from tests.database import count, fresh, rows, scalar
from tests.parallel import all_at_once


def ask(browser, email="rina@contoh.example"):
    return browser.post("/lupa-sandi", {"email": email})


@pytest.fixture
def path(browser, mailbox) -> str:
    """The path of a fresh link for a member."""
    make_member()
    ask(browser)
    return last_link(mailbox)


def test_the_link_sets_a_new_password_and_signs_nobody_in(browser, path):
    answer = browser.post(path, {"password": NEW_PASSWORD})
    assert answer.location == "/masuk"
    assert not is_signed_in(browser)
    assert sign_in(browser).status_code == 422
    assert sign_in(browser, password=NEW_PASSWORD).status_code == 303


def test_every_session_ends(browser, browse, path):
    member = scalar(select(User))
    phone, shop = browse(member), browse(member)
    browser.post(path, {"password": NEW_PASSWORD})
    assert not is_signed_in(phone)
    assert not is_signed_in(shop)
    assert count(UserSession) == 0


def test_the_owner_is_told_and_it_is_written_down(browser, path, mailbox):
    browser.post(path, {"password": NEW_PASSWORD})
    assert mails_to(mailbox, "rina@contoh.example")[-1]["Subject"] == "Kata sandi Anda diganti"
    assert rows(select(AuditEntry.action)) == ["password.reset"]


def test_opening_the_link_uses_nothing_up(browser, path):
    for _ in range(3):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert browser.post(path, {"password": NEW_PASSWORD}).status_code == 303


@pytest.mark.parametrize("password", ["", "pendek1", "sunshine", "x" * 129, "rina@contoh.example"])
def test_a_weak_password_is_refused_and_the_link_stays_good(browser, path, password):
    answer = browser.post(path, {"password": password})
    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text
    assert browser.post(path, {"password": NEW_PASSWORD}).status_code == 303


def test_a_link_works_once_for_an_hour_and_only_the_newest(browser, path, mailbox):
    ask(browser)
    newer = last_link(mailbox)
    assert browser.post(path, {"password": NEW_PASSWORD}).status_code == 410
    assert browser.post(newer[:-1], {"password": NEW_PASSWORD}).status_code == 410
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert browser.post(newer, {"password": NEW_PASSWORD}).status_code == 410
    assert browser.post(newer, {"password": NEW_PASSWORD}).status_code == 303
    assert browser.post(newer, {"password": PASSWORD}).status_code == 410


def test_of_sixteen_uses_at_once_one_succeeds(app, path):
    def work(number):
        return Browser(app).post(path, {"password": f"{NEW_PASSWORD} {number}"}).status_code

    assert sorted(all_at_once(app, 16, work)) == [303] + [410] * 15


def test_known_and_unknown_addresses_get_the_same_answer(app, mailbox):
    make_member()
    pages = []
    for address in ("rina@contoh.example", "nobody@contoh.example"):
        visitor = Browser(app)
        answer = ask(visitor, address)
        pages.append((answer.status_code, answer.location, visitor.get("/periksa-surel").text.replace(address, "")))
    assert pages[0] == pages[1]


def test_five_a_day_pass_for_every_address(browser):
    make_member()
    for address in ("rina@contoh.example", "nobody@contoh.example"):
        answers = [ask(browser, address) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [303] * 5 + [429]
        assert int(answers[-1].headers["Retry-After"]) > 80_000
        assert f'value="{address}"' in answers[-1].text


def test_a_day_later_it_works_again(browser):
    for _ in range(6):
        ask(browser)
    with time_machine.travel(now() + timedelta(days=1, seconds=1)):
        assert ask(browser).status_code == 303


def test_a_new_password_confirms_the_address(browser, mailbox):
    sign_up(browser)
    ask(browser)
    browser.post(last_link(mailbox), {"password": NEW_PASSWORD})
    assert scalar(select(User)).is_confirmed


def test_a_sign_in_link_asked_for_before_is_dead_after_it(browser, mailbox):
    make_member()
    browser.post("/masuk/tautan", {"email": "rina@contoh.example"})
    sign_in_path = last_link(mailbox)
    ask(browser)
    browser.post(last_link(mailbox), {"password": NEW_PASSWORD})
    assert browser.post(sign_in_path).status_code == 410


def test_a_dead_link_costs_no_hashing(browser, monkeypatch):
    monkeypatch.setattr(service, "hash_password", lambda password: pytest.fail("hashed"))
    assert browser.post("/sandi/forged", {"password": NEW_PASSWORD}).status_code == 410


def test_changing_the_password_needs_the_current_one(browse):
    me = browse(make_member())
    answer = me.post("/akun/sandi", {"current_password": "bukan ini", "password": NEW_PASSWORD})
    assert answer.status_code == 422
    assert 'id="current_password-error"' in answer.text
    assert sign_in(browse()).status_code == 303


def test_changing_the_password_ends_the_other_sessions_and_tells_the_owner(browse, mailbox):
    member = make_member()
    me, other = browse(member), browse(member)
    me.post("/akun/sandi", {"current_password": PASSWORD, "password": NEW_PASSWORD})
    assert is_signed_in(me)
    assert not is_signed_in(other)
    assert len(mails_to(mailbox, "rina@contoh.example")) == 1
    assert rows(select(AuditEntry.action)) == ["password.change"]


def test_guessing_the_current_password_is_limited(browse):
    me = browse(make_member())
    answers = [
        me.post("/akun/sandi", {"current_password": f"tebakan {n}", "password": NEW_PASSWORD}).status_code
        for n in range(11)
    ]
    assert answers == [422] * 10 + [429]


def test_two_changes_at_once_leave_one_password(app, browse):
    member = make_member()
    browsers = [browse(member) for _ in range(4)]

    def work(number):
        fields = {"current_password": PASSWORD, "password": f"{NEW_PASSWORD} {number}"}
        return browsers[number].post("/akun/sandi", fields).status_code

    assert all_at_once(app, 4, work).count(303) == 1
    assert fresh(member).password_hash
