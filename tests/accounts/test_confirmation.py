"""Confirming the address of an account."""

from __future__ import annotations

from sqlalchemy import select

from ideaboard.accounts import sign_up as service
from ideaboard.accounts.models import User, UserSession
from ideaboard.accounts.sign_up import Applicant
from tests.accounts.steps import PASSWORD, is_signed_in, last_link, mails_to, make_member, sign_in, sign_up
from tests.browser import Browser
from tests.database import count, scalar
from tests.parallel import all_at_once


def confirmed() -> bool:
    return scalar(select(User)).is_confirmed


def test_the_link_in_the_mail_confirms_and_signs_in(browser, mailbox):
    sign_up(browser)
    answer = browser.post(last_link(mailbox))
    assert answer.status_code == 303
    assert confirmed()
    assert is_signed_in(browser)


def test_opening_the_link_confirms_nothing(browser, mailbox):
    sign_up(browser)
    path = last_link(mailbox)
    for _ in range(3):
        assert browser.get(path).status_code == 200
    assert not confirmed()


def test_the_page_keeps_its_address_to_itself(browser, mailbox):
    sign_up(browser)
    answer = browser.get(last_link(mailbox))
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]


def test_browsers_that_know_no_sec_fetch_site_can_send_its_form_too(browser, mailbox):
    sign_up(browser)
    path = last_link(mailbox)
    assert '<meta name="referrer" content="strict-origin">' in browser.get(path).text
    assert browser.post(path, headers={"Origin": "http://localhost"}).status_code == 303


def test_a_used_link_says_so_and_offers_another(browser, mailbox):
    sign_up(browser)
    path = last_link(mailbox)
    browser.post(path)
    visitor = Browser(browser.app)
    for answer in (visitor.get(path), visitor.post(path)):
        assert answer.status_code == 410
        assert 'href="/konfirmasi"' in answer.text


def test_whoever_is_confirmed_by_it_is_offered_no_other(browser, mailbox):
    sign_up(browser)
    path = last_link(mailbox)
    browser.post(path)
    answer = browser.get(path)
    assert answer.status_code == 410
    assert 'href="/konfirmasi"' not in answer.text


def test_of_sixteen_uses_at_once_one_signs_in(app, browser, mailbox):
    sign_up(browser)
    path = last_link(mailbox)
    answers = all_at_once(app, 16, lambda _number: Browser(app).post(path).status_code)
    assert sorted(answers) == [303] + [410] * 15
    assert count(UserSession) == 1


def test_a_forged_link_is_like_a_used_one(browser):
    assert browser.get("/konfirmasi/forged").status_code == 410
    assert browser.post("/konfirmasi/forged").status_code == 410


def test_the_link_leads_to_the_public_address_whatever_host_was_asked(app, mailbox):
    with app.test_request_context(base_url="http://evil.example", headers={"X-Forwarded-Host": "evil.example"}):
        service.sign_up(Applicant("Rina Sari", "rina@contoh.example", PASSWORD))
    (mail,) = mails_to(mailbox, "rina@contoh.example")
    assert "http://127.0.0.1:8000/konfirmasi/" in mail.get_content()
    assert "evil.example" not in mail.as_string()


def test_an_unconfirmed_person_may_sign_in_and_ask_again(browser, mailbox):
    sign_up(browser)
    sign_in(browser)
    assert 'value="rina@contoh.example"' in browser.get("/konfirmasi").text
    browser.post("/konfirmasi", {"email": "rina@contoh.example"})
    assert len(mails_to(mailbox, "rina@contoh.example")) == 2


def test_asking_again_is_answered_alike_for_every_address(app, mailbox):
    make_member()
    make_member("budi@contoh.example", confirmed=False)
    pages = []
    for address in ("rina@contoh.example", "budi@contoh.example", "nobody@contoh.example"):
        visitor = Browser(app)
        answer = visitor.post("/konfirmasi", {"email": address})
        pages.append((answer.status_code, answer.location, visitor.get("/periksa-surel").text.replace(address, "")))
    assert pages[0] == pages[1] == pages[2]
    assert not mails_to(mailbox, "rina@contoh.example")
    assert len(mails_to(mailbox, "budi@contoh.example")) == 1


def test_asking_again_stops_after_five_a_day_for_every_address(app, browser):
    for address in ("budi@contoh.example", "nobody@contoh.example"):
        answers = [browser.post("/konfirmasi", {"email": address}) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [303] * 5 + [429]
        assert f'value="{address}"' in answers[-1].text


def test_a_bad_address_is_refused_at_the_field(browser):
    answer = browser.post("/konfirmasi", {"email": "rina"})
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
