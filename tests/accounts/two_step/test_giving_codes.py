"""Giving codes on the second page: which are taken, how often, and what guessing leads to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ideaboard.accounts.models import User
from ideaboard.accounts.two_step.models import RecoveryCode
from ideaboard.audit.models import AuditEntry
from ideaboard.data.clock import now
from ideaboard.extensions import db
from tests.accounts.steps import NEW_PASSWORD, is_signed_in, last_link, mails_to, sign_in
from tests.accounts.two_step.steps import RECOVERY, code, first_step, give, left, make_two_step
from tests.database import on_sqlite, rows, scalar, write


@pytest.fixture(autouse=True)
def clock(still):
    """Hold the clock."""
    return still


# Codes


@pytest.mark.parametrize("after", [-1, 0, 1])
def test_a_clock_may_be_off_by_one_step(browser, after):
    make_two_step()
    first_step(browser)
    assert give(browser, code(after)).location == "/"


@on_sqlite
@pytest.mark.parametrize("after", [-2, 2])
def test_but_not_by_two(browser, after):
    make_two_step()
    first_step(browser)
    assert give(browser, code(after)).status_code == 422


@pytest.mark.parametrize("late", [0, 29, 30])
def test_a_code_is_taken_once_within_its_window(browse, clock, late):
    make_two_step()
    first, second, used = browse(), browse(), code()
    first_step(first)
    assert give(first, used).location == "/"
    clock.shift(timedelta(seconds=late))
    first_step(second)
    assert give(second, used).status_code == 422
    assert not is_signed_in(second)


@on_sqlite
def test_an_earlier_code_is_refused_after_a_later_one(browse):
    make_two_step()
    first, second = browse(), browse()
    first_step(first)
    give(first, code(1))
    first_step(second)
    assert give(second, code(0)).status_code == 422


@on_sqlite
@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1" * 41, "0000 0000 0000", "' OR 1=1"])
def test_what_is_no_code_is_refused_at_the_field(browser, typed):
    make_two_step()
    first_step(browser)
    answer = give(browser, typed)
    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text


@on_sqlite
def test_nobody_elses_code_fits(browser):
    make_two_step()
    make_two_step("lain@contoh.example")
    other = RECOVERY[3]
    first_step(browser)
    give(browser, other)
    used = rows(select(RecoveryCode.user_id).where(RecoveryCode.used_at.is_not(None)))
    assert used == [scalar(select(User.id).where(User.email == "rina@contoh.example"))]


# Recovery codes


def test_a_recovery_code_works_once_and_is_told(browse, mailbox):
    member = make_two_step()
    first, second = browse(), browse()
    first_step(first)
    assert give(first, RECOVERY[0]).location == "/"
    first_step(second)
    assert give(second, RECOVERY[0]).status_code == 422
    assert left() == 9
    (mail,) = mails_to(mailbox, member.email)
    assert "9" in mail.get_content()
    (entry,) = rows(select(AuditEntry))
    assert (entry.action, entry.actor_id, entry.after) == ("two_step.recovery", member.id, {"left": 9})
    assert "9" in first.get("/akun").text


@on_sqlite
@pytest.mark.parametrize("typed", ["000056789012", "0000-5678-9012", " 0000  5678 9012 "])
def test_a_recovery_code_may_be_grouped_in_any_way(browser, typed):
    make_two_step()
    first_step(browser)
    assert give(browser, typed).location == "/"


@on_sqlite
def test_the_mail_says_when_hardly_any_is_left(browser, mailbox):
    member = make_two_step(locale="en")
    most = select(RecoveryCode.id).order_by(RecoveryCode.id.desc()).limit(6)
    used = update(RecoveryCode).where(RecoveryCode.id.in_(most)).values(used_at=now())
    write(lambda: db.session.execute(used.execution_options(synchronize_session=False)))
    first_step(browser)
    give(browser, RECOVERY[0])
    (mail,) = mails_to(mailbox, member.email)
    assert mail["Subject"] == "Your recovery codes are running low"
    assert "3 codes are left" in mail.get_content()


# Guessing


def test_six_wrong_codes_lock_for_a_minute_even_for_the_right_one(browser, clock):
    make_two_step()
    first_step(browser)
    assert [give(browser, "000000").status_code for _ in range(6)] == [422] * 6
    locked = give(browser, code())
    assert locked.status_code == 429
    assert locked.headers["Retry-After"] == "60"
    assert not is_signed_in(browser)
    clock.shift(timedelta(seconds=61))
    assert give(browser, code()).location == "/"


@on_sqlite
def test_beginning_anew_does_not_unlock(browse):
    make_two_step()
    for _ in range(6):
        browser = browse()
        first_step(browser)
        give(browser, "000000")
    last = browse()
    first_step(last)
    assert give(last, code()).status_code == 429


@on_sqlite
def test_patient_guessing_ends_after_twenty_in_an_hour(browser, clock):
    make_two_step()
    answers = []
    for number in range(24):
        if number % 6 == 0:
            clock.shift(timedelta(seconds=61))
            first_step(browser)
        answers.append(give(browser, "000000").status_code)
    assert answers == [422] * 20 + [429] * 4


@on_sqlite
def test_a_new_password_frees_its_owner_from_others_guesses(browse, mailbox):
    member = make_two_step()
    guesser = browse()
    first_step(guesser)
    for _ in range(6):
        give(guesser, "000000")
    me = browse()
    me.post("/lupa-sandi", {"email": member.email})
    me.post(last_link(mailbox), {"password": NEW_PASSWORD})
    sign_in(me, password=NEW_PASSWORD)
    assert give(me, code()).location == "/"
