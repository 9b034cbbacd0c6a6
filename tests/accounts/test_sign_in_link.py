"""Sign-in by a mailed link."""

from __future__ import annotations

from sqlalchemy import select

from ideaboard.accounts.models import MailedToken, User, UserSession
from tests.accounts.steps import is_signed_in, last_link, mails_to, make_member, sign_up
from tests.browser import Browser
from tests.database import count, fresh, scalar
from tests.parallel import all_at_once


def ask(browser, email="rina@contoh.example", **fields):
    return browser.post("/masuk/tautan", {"email": email, **fields})


def test_the_link_in_the_mail_signs_in(browser, mailbox):
    make_member()
    ask(browser)
    path = last_link(mailbox)
    assert path.startswith("/masuk/tautan/")
    assert browser.post(path).status_code == 303
    assert is_signed_in(browser)


def test_it_works_for_people_without_a_password(browser, mailbox):
    make_member(password_hash=None)
    ask(browser)
    browser.post(last_link(mailbox))
    assert is_signed_in(browser)


def test_opening_the_link_signs_nobody_in(browser, mailbox):
    member = make_member()
    ask(browser)
    answer = browser.get(last_link(mailbox))
    assert member.name in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not is_signed_in(browser)


def test_of_sixteen_uses_at_once_one_signs_in(app, browser, mailbox):
    make_member()
    ask(browser)
    path = last_link(mailbox)
    answers = all_at_once(app, 16, lambda _number: Browser(app).post(path).status_code)
    assert sorted(answers) == [303] + [410] * 15
    assert count(UserSession) == 1


def test_known_and_unknown_addresses_get_the_same_answer(app, mailbox):
    make_member()
    pages = []
    for address in ("rina@contoh.example", "nobody@contoh.example"):
        visitor = Browser(app)
        answer = ask(visitor, address)
        pages.append((answer.status_code, answer.location, visitor.get("/periksa-surel").text.replace(address, "")))
    assert pages[0] == pages[1]
    assert not mails_to(mailbox, "nobody@contoh.example")
    assert len(mails_to(mailbox, "rina@contoh.example")) == 1


def test_the_request_itself_looks_nothing_up(browser):
    make_member()
    ask(browser)
    assert count(MailedToken) == 0


def test_the_link_confirms_the_address_as_well(browser, mailbox):
    sign_up(browser)
    ask(browser)
    browser.post(last_link(mailbox))
    assert scalar(select(User)).is_confirmed


def test_the_link_leads_on_to_where_it_was_asked(browser, mailbox):
    make_member()
    ask(browser, next="/tantangan")
    assert Browser(browser.app).post(last_link(mailbox)).location == "/tantangan"


def test_five_links_a_day_pass_for_every_address(browser):
    for address in ("rina@contoh.example", "nobody@contoh.example"):
        answers = [ask(browser, address) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [303] * 5 + [429]
        assert f'value="{address}"' in answers[-1].text


def test_a_bad_address_is_refused_at_the_field(browser):
    answer = ask(browser, "rina")
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
    assert 'value="rina"' in answer.text


def test_the_mail_is_in_the_language_of_its_reader(browser, mailbox):
    make_member(locale="en")
    ask(browser)
    (mail,) = mails_to(mailbox, "rina@contoh.example")
    assert mail["Subject"] == "Your sign-in link"


def test_the_link_of_a_closed_account_is_dead(browser, mailbox, browse):
    member = make_member()
    ask(browser)
    path = last_link(mailbox)
    browse(member).post("/akun/tutup", {"current_password": "kuda terbang hijau"})
    assert fresh(member).closed_at
    assert browser.post(path).status_code == 410
