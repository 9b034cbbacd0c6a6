"""Sign-in by password."""

from __future__ import annotations

import re
import statistics
import time
from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import select, update

from ideaboard.accounts import sign_in as service
from ideaboard.accounts.models import ThrottleHit, User, UserSession
from ideaboard.accounts.passwords import is_outdated
from ideaboard.data.clock import now
from ideaboard.extensions import db
from tests.accounts.steps import NEW_PASSWORD, PASSWORD, is_signed_in, make_member, sign_in
from tests.browser import Browser
from tests.database import count, fresh, scalar, write
from tests.parallel import all_at_once


def test_the_right_password_signs_in(browser):
    make_member()
    assert sign_in(browser).location == "/"
    assert is_signed_in(browser)


def test_the_address_may_be_written_in_any_case(browser):
    make_member()
    assert sign_in(browser, " RINA@Contoh.example ").status_code == 303


def test_a_wrong_password_does_not(browser):
    make_member()
    answer = sign_in(browser, password="bukan ini sandinya")
    assert answer.status_code == 422
    assert 'value="rina@contoh.example"' in answer.text
    assert "bukan ini sandinya" not in answer.text
    assert not is_signed_in(browser)


def without_changing_parts(answer) -> str:
    return re.sub(r'value="[^"]*"', "", answer.text)


def test_unknown_known_closed_and_passwordless_accounts_are_refused_alike(browser):
    make_member()
    make_member("tutup@contoh.example", closed_at=now())
    write(lambda: db.session.add(User(**passwordless())))
    answers = [
        sign_in(browser, f"{who}@contoh.example", "bukan ini sandinya") for who in ("rina", "x", "tutup", "tanpa")
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert len({without_changing_parts(answer) for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.keys())) for answer in answers}) == 1


def passwordless() -> dict[str, str]:
    address = "tanpa@contoh.example"
    return {"name": "Tanpa", "handle": "tanpa", "handle_key": "tanpa", "email": address, "email_key": address}


def test_unknown_and_known_accounts_take_the_same_time(browser, monkeypatch):
    make_member()
    monkeypatch.setattr(service, "take", lambda *counted: None)

    def seconds(email):
        begin = time.perf_counter()
        sign_in(browser, email, "bukan ini sandinya")
        return time.perf_counter() - begin

    pairs = [(seconds("rina@contoh.example"), seconds("x@contoh.example")) for _ in range(25)]
    known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
    # Generous, since this machine runs other things: an account that skips the hash is three times faster.
    assert 0.6 < known / unknown < 1.6


def test_the_cookie_changes_at_sign_in_and_the_old_session_is_dead(app, browser):
    make_member()
    sign_in(browser)
    old = Browser(app)
    old.client.set_cookie("session", browser.client.get_cookie("session").value)
    assert is_signed_in(old)
    sign_in(browser)
    assert is_signed_in(browser)
    assert not is_signed_in(old)
    assert count(UserSession) == 1


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "\t//evil.example", "x@y"],
)
def test_sign_in_never_leads_to_another_site(browser, target):
    make_member()
    assert sign_in(browser, next=target).location == "/"
    assert browser.get("/masuk", query_string={"next": target}).location == "/"


def test_sign_in_leads_back_to_where_it_was_asked(browser):
    make_member()
    assert sign_in(browser, next="/tantangan?sektor=food").location == "/tantangan?sektor=food"


def test_a_page_that_needs_sign_in_leads_there_and_back(browser):
    assert browser.get("/akun/sesi").location == "/masuk?next=/akun/sesi"


def test_a_hash_with_old_parameters_is_renewed(browser):
    old = PasswordHasher(memory_cost=8192, time_cost=1, parallelism=1).hash(PASSWORD)
    member = make_member()
    write(lambda: db.session.execute(update(User).values(password_hash=old)))
    assert sign_in(browser).status_code == 303
    assert not is_outdated(fresh(member).password_hash)
    assert sign_in(browser).status_code == 303


def test_a_password_changed_while_it_was_compared_opens_nothing(browser, monkeypatch):
    make_member()

    def compare(password, kept):
        write(lambda: db.session.execute(update(User).values(password_hash="changed")))
        return True

    monkeypatch.setattr(service, "matches", compare)
    assert sign_in(browser).status_code == 422
    assert count(UserSession) == 0


@pytest.mark.parametrize("email", ["rina@contoh.example", "nobody@contoh.example"])
def test_ten_attempts_in_five_minutes_pass_for_every_address(browser, email):
    make_member()
    answers = [sign_in(browser, email, "bukan ini sandinya") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 300
    assert f'value="{email}"' in answers[-1].text
    assert "bukan ini sandinya" not in answers[-1].text
    assert "Terlalu cepat. Coba lagi" in answers[-1].text


def test_the_right_password_waits_too_and_only_for_a_while(browser):
    make_member()
    for _ in range(10):
        sign_in(browser, password="bukan ini sandinya")
    assert sign_in(browser).status_code == 429
    with time_machine.travel(now() + timedelta(minutes=5, seconds=1)):
        assert sign_in(browser).status_code == 303


def test_other_accounts_are_not_touched_by_a_used_up_one(browser):
    make_member()
    make_member("budi@contoh.example")
    for _ in range(11):
        sign_in(browser, password="bukan ini sandinya")
    assert sign_in(browser, "budi@contoh.example").status_code == 303


def test_thirty_attempts_pass_from_one_network(browser):
    answers = [sign_in(browser, f"w{n}@contoh.example", "bukan ini sandinya").status_code for n in range(31)]
    assert answers == [422] * 30 + [429]


def test_a_made_up_forwarded_address_is_still_the_same_network(browser):
    answers = [
        browser.post(
            "/masuk",
            {"email": f"w{n}@contoh.example", "password": "bukan ini sandinya"},
            headers={"X-Forwarded-For": f"10.0.0.{n}"},
        ).status_code
        for n in range(31)
    ]
    assert answers[-1] == 429


def test_a_hundred_attempts_at_once_pass_exactly_ten_times(app):
    make_member()

    def work(_number):
        visitor = Browser(app)
        return [sign_in(visitor, password="bukan ini sandinya").status_code for _ in range(5)]

    answers = [status for some in all_at_once(app, 20, work) for status in some]
    assert answers.count(422) == 10
    assert answers.count(429) == 90


def test_htmx_gets_the_form_with_the_limit_in_place(browser):
    for _ in range(10):
        sign_in(browser, password="bukan ini sandinya")
    answer = browser.post("/masuk", {"email": "rina@contoh.example", "password": "x"}, htmx=True)
    assert answer.status_code == 429
    assert answer.text.lstrip().startswith("<form") or "<html" not in answer.text


def test_a_megabyte_of_password_is_refused_before_any_hashing(browser, monkeypatch):
    monkeypatch.setattr(service, "matches", lambda *_: pytest.fail("hashed"))
    assert sign_in(browser, password="x" * 1_000_000).status_code in (413, 422)
    assert sign_in(browser, password="x" * 150_000).status_code == 422
    assert count(ThrottleHit) == 0


def test_sign_in_needs_a_csrf_token(browser):
    make_member()
    answer = browser.client.post("/masuk", data={"email": "rina@contoh.example", "password": PASSWORD})
    assert answer.status_code == 403
    assert PASSWORD not in answer.text
    assert not is_signed_in(browser)


def test_sign_in_from_another_site_is_refused(browser):
    make_member()
    answer = sign_in_from(browser, {"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert sign_in_from(browser, {"Origin": "https://evil.example"}).status_code == 403


def sign_in_from(browser, headers):
    return browser.post("/masuk", {"email": "rina@contoh.example", "password": PASSWORD}, headers=headers)


def test_signing_out_ends_the_session_for_good(app, browser):
    make_member()
    sign_in(browser)
    copy = Browser(app)
    copy.client.set_cookie("session", browser.client.get_cookie("session").value)
    answer = browser.post("/keluar")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_signed_in(browser)
    assert not is_signed_in(copy)


def test_looking_at_the_sign_out_page_ends_nothing(browser):
    make_member()
    sign_in(browser)
    assert browser.get("/keluar").status_code == 200
    assert is_signed_in(browser)


def test_signing_out_twice_is_no_error(browser):
    assert browser.post("/keluar").status_code == 303


def test_a_session_ends_after_three_weeks_without_use_and_after_sixty_days(browser):
    make_member()
    start = now()
    sign_in(browser)
    with time_machine.travel(start + timedelta(days=20)):
        assert is_signed_in(browser)
    with time_machine.travel(start + timedelta(days=21, minutes=1)):
        assert not is_signed_in(browser)
    write(lambda: db.session.execute(update(UserSession).values(last_seen_at=start + timedelta(days=59))))
    with time_machine.travel(start + timedelta(days=60, minutes=1)):
        assert not is_signed_in(browser)


def test_the_session_row_holds_no_token_and_no_address(browser):
    make_member()
    sign_in(browser)
    row = scalar(select(UserSession))
    with browser.client.session_transaction() as session:
        assert row.token_hash != session["_user_id"]
    assert "127.0.0.1" not in str(vars(row))


def test_the_other_password_stops_working_when_it_is_replaced(browser, app):
    make_member()
    sign_in(browser)
    browser.post("/akun/sandi", {"current_password": PASSWORD, "password": NEW_PASSWORD})
    assert sign_in(Browser(app)).status_code == 422
    assert sign_in(Browser(app), password=NEW_PASSWORD).status_code == 303
