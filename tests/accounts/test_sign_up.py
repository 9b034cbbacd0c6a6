"""Signing up: what is asked, what is stored, and what outsiders can learn (nothing)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from ideaboard.accounts import consents
from ideaboard.accounts.models import Consent, MailedToken, User, UserSession
from ideaboard.accounts.passwords import matches
from ideaboard.data.clock import now
from ideaboard.web.traps import opened_now
from tests.accounts.steps import (
    NEW_PASSWORD,
    PASSWORD,
    is_signed_in,
    last_link,
    mails_to,
    make_member,
    opened_a_minute_ago,
    sign_up,
)
from tests.browser import Browser
from tests.database import count, rows, scalar
from tests.factories import make_user
from tests.parallel import all_at_once


def the_person() -> User:
    return scalar(select(User))


def test_a_new_person_is_stored_unconfirmed(browser):
    assert sign_up(browser).location == "/periksa-surel"
    person = the_person()
    assert (person.name, person.email, person.handle) == ("Rina Sari", "rina@contoh.example", "rina-sari")
    assert not person.is_confirmed
    assert not person.is_admin
    assert matches(PASSWORD, person.password_hash)


def test_signing_up_signs_nobody_in(browser):
    sign_up(browser)
    assert not is_signed_in(browser)
    assert count(UserSession) == 0


def test_both_consents_are_recorded_with_their_version(browser):
    sign_up(browser)
    found = {(row.purpose, row.version) for row in rows(select(Consent))}
    assert found == {("terms", consents.TERMS_VERSION), ("age", f"{consents.AGE_VERSION}/18")}


def test_the_form_asks_for_the_configured_age(app, browser, monkeypatch):
    monkeypatch.setitem(app.config, "MIN_AGE", 21)
    assert "21 tahun" in browser.get("/daftar").text


def test_the_language_of_the_page_becomes_that_of_the_account(browser):
    browser.get("/daftar?bahasa=en")
    sign_up(browser)
    assert the_person().locale == "en"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "R"),
        ("name", "\u200b\u200b\u200b"),
        ("name", "x" * 61),
        ("email", "rina"),
        ("email", "rinа@contoh.id"),
        ("email", "x" * 300 + "@contoh.id"),
        ("password", ""),
        ("password", "pendek1"),
        ("password", "x" * 129),
        ("password", "sunshine"),
        ("password", "rina sari 1"),
        ("password", "ideaboard2026"),
        ("adult", None),
        ("terms", None),
    ],
)
def test_a_bad_field_is_refused_at_the_field(browser, field, value):
    answer = sign_up(browser, **{field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert count(User) == 0


def test_what_was_typed_is_kept_except_the_password(browser):
    answer = sign_up(browser, adult=None, name="Rina Dewi", password="rahasia sekali ini")
    assert 'value="Rina Dewi"' in answer.text
    assert 'value="rina@contoh.example"' in answer.text
    assert "rahasia sekali ini" not in answer.text


def test_a_person_too_young_leaves_nothing_behind(browser):
    sign_up(browser, adult=None)
    assert count(User) == count(Consent) == count(MailedToken) == 0


def test_fields_that_are_not_in_the_form_change_nothing(browser):
    sign_up(browser, is_admin="1", is_moderator="1", trust_level="3", email_confirmed_at="2026-01-01", id="7")
    person = the_person()
    assert not any([person.is_admin, person.is_moderator, person.is_confirmed, person.trust_level])


def test_a_filled_honeypot_is_refused_politely_and_emptied(browser):
    answer = sign_up(browser, website="https://judi.example")
    assert answer.status_code == 422
    assert "judi.example" not in answer.text
    assert 'value="Rina Sari"' in answer.text
    assert count(User) == 0


def test_a_form_sent_within_three_seconds_is_refused_politely(in_request, browser):
    answer = sign_up(browser, opened=opened_now())
    assert answer.status_code == 422
    assert "Tunggu 3 detik" in answer.text
    assert count(User) == 0


def test_the_same_form_passes_three_seconds_later(in_request, browser):
    opened = opened_now()
    with time_machine.travel(now() + timedelta(seconds=3.1)):
        assert sign_up(browser, opened=opened).status_code == 303


@pytest.mark.parametrize("opened", ["", "forged", None])
def test_a_form_without_our_own_time_is_shown_again(browser, opened):
    answer = sign_up(browser, opened=opened)
    assert answer.status_code == 422
    assert count(User) == 0


def test_a_known_address_gets_the_same_answer(app, browser, mailbox):
    make_member()
    new, known = Browser(app), Browser(app)
    for_new, for_known = sign_up(new, email="budi@contoh.example"), sign_up(known)
    assert (for_known.status_code, for_known.location) == (for_new.status_code, for_new.location)
    pages = [
        b.get("/periksa-surel").text.replace(address, "")
        for b, address in ((new, "budi@contoh.example"), (known, "rina@contoh.example"))
    ]
    assert pages[0] == pages[1]


def test_the_owner_of_a_known_address_is_told_by_mail_once_a_day(browser, mailbox):
    member = make_member()
    for _ in range(3):
        sign_up(browser, email="RINA@contoh.example", name="Orang Lain")
    (mail,) = mails_to(mailbox, "rina@contoh.example")
    assert "/masuk" in mail.get_content()
    assert "Orang Lain" not in mail.as_string()
    assert count(User) == 1
    assert the_person().password_hash == member.password_hash


def test_the_password_is_hashed_for_a_known_address_too(browser, monkeypatch):
    from ideaboard.accounts import sign_up as service

    hashed = []
    monkeypatch.setattr(service, "hash_password", lambda password: hashed.append(password) or "hash")
    make_member()
    sign_up(browser)
    assert hashed == [PASSWORD]


def test_signing_up_twice_before_confirming_counts_the_second_time(browser, mailbox):
    sign_up(browser)
    first = last_link(mailbox)
    sign_up(browser, password=NEW_PASSWORD, name="Rina Dewi")
    second = last_link(mailbox)
    assert browser.post(first).status_code == 410
    assert browser.post(second).status_code == 303
    assert matches(NEW_PASSWORD, the_person().password_hash)
    assert the_person().name == "Rina Dewi"


def test_two_people_of_one_name_get_handles_that_differ(browser):
    sign_up(browser)
    sign_up(browser, email="rina2@contoh.example")
    assert len(set(rows(select(User.handle_key)))) == 2


def test_a_name_that_looks_like_a_taken_handle_gets_another(browser):
    sign_up(browser, name="Burner")
    sign_up(browser, name="Bumer", email="b@contoh.example")
    assert len(set(rows(select(User.handle_key)))) == 2


def test_five_sign_ups_an_hour_pass_from_one_network(browser):
    answers = [sign_up(browser, email=f"warga{n}@contoh.example") for n in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 3500
    assert 'value="warga5@contoh.example"' in answers[-1].text
    assert "Terlalu cepat" in answers[-1].text
    assert count(User) == 5


def test_a_full_day_holds_twenty_sign_ups(browser):
    start = now()
    passed = 0
    for n in range(25):
        with time_machine.travel(start + timedelta(hours=n // 5 + 0.01 * (n % 5))):
            passed += sign_up(browser, email=f"w{n}@contoh.example", opened=fresh_stamp()).status_code == 303
    assert passed == 20


def fresh_stamp() -> str:
    return opened_a_minute_ago()


def test_a_megabyte_of_password_is_refused_before_any_hashing(browser, monkeypatch):
    from ideaboard.accounts import sign_up as service

    monkeypatch.setattr(service, "hash_password", lambda password: pytest.fail("hashed"))
    assert sign_up(browser, password="x" * 1_000_000).status_code in (413, 422)
    assert sign_up(browser, password="x" * 150_000).status_code == 422


def test_of_many_sign_ups_with_one_address_at_once_one_account_comes(app, monkeypatch):
    from ideaboard.accounts import sign_up as service
    from ideaboard.accounts.sign_up import Applicant

    monkeypatch.setattr(service, "take", lambda *counted: None)

    def work(_number):
        with app.test_request_context():
            service.sign_up(Applicant("Rina Sari", "rina@contoh.example", PASSWORD))

    all_at_once(app, 12, work)
    assert count(User) == 1
    assert count(MailedToken) == 1


def test_many_people_of_one_name_at_once_all_get_an_account(app, monkeypatch):
    from ideaboard.accounts import sign_up as service
    from ideaboard.accounts.sign_up import Applicant

    monkeypatch.setattr(service, "take", lambda *counted: None)

    def work(number):
        with app.test_request_context():
            service.sign_up(Applicant("Rina Sari", f"rina{number}@contoh.example", PASSWORD))

    all_at_once(app, 12, work)
    assert len(set(rows(select(User.handle_key)))) == 12


def test_a_signed_in_person_is_led_away_from_the_form(browse):
    assert browse(make_user()).get("/daftar?next=/tantangan").location == "/tantangan"


def test_the_mail_of_a_new_person_holds_no_words_of_theirs(browser, mailbox):
    sign_up(browser, name="Buka judi.example sekarang")
    (mail,) = mails_to(mailbox, "rina@contoh.example")
    assert "judi" not in mail.get_content()
