"""Setting the second step up, renewing its codes, switching it off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ideaboard.accounts.models import UserSession
from ideaboard.accounts.two_step.models import HalfSignIn, RecoveryCode, TwoStep
from ideaboard.audit.models import AuditEntry
from ideaboard.data.clock import now
from ideaboard.extensions import db
from tests.accounts.steps import PASSWORD, is_signed_in, mails_to, make_member
from tests.accounts.two_step.steps import (
    RECOVERY,
    WRONG,
    begin,
    code,
    codes_on,
    first_step,
    give,
    hidden,
    left,
    make_two_step,
    secret_on,
)
from tests.database import count, on_sqlite, rows, write

PAGE, SET_UP = "/akun/dua-langkah", "/akun/dua-langkah/pasang"


@pytest.fixture(autouse=True)
def clock(still):
    """Hold the clock: a code is the same for a whole test."""
    return still


def confirm(browser, typed, **fields):
    return browser.post(SET_UP, {"code": typed, **fields})


def set_up(browser):
    """Set it up; return the secret and the recovery codes."""
    assert begin(browser).location.startswith(SET_UP)
    secret = secret_on(browser.get(SET_UP))
    page = confirm(browser, code(secret=secret))
    assert page.status_code == 200, page.text
    return secret, codes_on(page)


def test_password_picture_and_code_switch_it_on(browse, mailbox):
    member = make_member()
    me = browse(member)
    _secret, made = set_up(me)
    assert len(set(made)) == 10
    assert 'class="chip good"' in me.get(PAGE).text
    assert rows(select(AuditEntry.action)) == ["two_step.on"]
    assert len(mails_to(mailbox, member.email)) == 1


def test_the_codes_sign_in_from_then_on(app, browse):
    member = make_member()
    secret, made = set_up(browse(member))
    visitor = browse()
    assert first_step(visitor).location == "/masuk/kode"
    assert not is_signed_in(visitor)
    assert give(visitor, code(1, secret)).location == "/"
    other = browse()
    first_step(other)
    assert give(other, made[4]).location == "/"


@on_sqlite
def test_the_picture_is_dark_on_light_and_holds_what_is_typed(browse):
    me = browse(make_member())
    begin(me)
    page = me.get(SET_UP)
    assert 'fill="#fff"' in page.text
    assert 'stroke="#000"' in page.text
    assert "no-store" in page.headers["Cache-Control"]


@on_sqlite
def test_it_needs_the_password(browse):
    me = browse(make_member())
    answer = begin(me, "bukan ini")
    assert answer.status_code == 422
    assert 'id="current_password-error"' in answer.text
    assert me.get(SET_UP).location == PAGE
    assert count(TwoStep) == 0


@on_sqlite
def test_nothing_counts_before_the_first_code(browse):
    me = browse(make_member())
    begin(me)
    answer = confirm(me, WRONG)
    assert answer.status_code == 422
    assert 'id="code-error"' in answer.text
    assert 'class="app-code"' in answer.text
    assert first_step(browse()).location == "/"
    assert count(RecoveryCode) == 0


@on_sqlite
def test_only_the_browser_that_began_sees_the_secret(browse):
    member = make_member()
    begin(browse(member))
    assert browse(member).get(SET_UP).location == PAGE
    assert confirm(browse(member), "123456").location == PAGE


@on_sqlite
def test_a_set_up_that_was_left_lying_is_begun_anew(browse, clock):
    me = browse(make_member())
    begin(me)
    first = secret_on(me.get(SET_UP))
    clock.shift(timedelta(minutes=31))
    assert me.get(SET_UP).location == PAGE
    begin(me)
    assert secret_on(me.get(SET_UP)) != first


@on_sqlite
def test_neither_secret_nor_codes_are_shown_again_or_kept_readably(browse):
    me = browse(make_member())
    secret, made = set_up(me)
    assert me.get(SET_UP).location == PAGE
    assert "typed-code" not in me.get(PAGE).text
    kept = " ".join(str(vars(row)) for model in (TwoStep, RecoveryCode) for row in rows(select(model)))
    assert secret.hex() not in kept
    assert str(secret) not in kept
    assert not [each for each in made if each in kept or each.replace(" ", "") in kept]


def test_switching_it_on_signs_other_devices_out(browse):
    member = make_member()
    me, other = browse(member), browse(member)
    visitor = browse()
    set_up(me)
    assert is_signed_in(me)
    assert not is_signed_in(other)
    assert not is_signed_in(visitor)
    assert count(UserSession) == 1


@on_sqlite
def test_the_first_code_is_used_up(browse):
    secret, _made = set_up(browse(make_member()))
    visitor = browse()
    first_step(visitor)
    assert give(visitor, code(secret=secret)).status_code == 422


@on_sqlite
def test_it_cannot_be_begun_while_it_is_on(browse):
    me = browse(make_two_step())
    assert begin(me).status_code == 409
    assert count(TwoStep) == 1


@on_sqlite
def test_an_unconfirmed_address_comes_first(browse):
    assert begin(browse(make_member(confirmed=False))).status_code == 409
    assert count(TwoStep) == 0


@on_sqlite
def test_who_has_no_password_is_led_to_one(browse):
    page = browse(make_member(password_hash=None)).get(PAGE)
    assert "/lupa-sandi" in page.text
    assert "current_password" not in page.text


@on_sqlite
def test_the_page_of_codes_gives_them_as_a_file_to_their_owner_only(browse):
    me = browse(make_member())
    begin(me)
    page = confirm(me, code(secret=secret_on(me.get(SET_UP))))
    token = hidden(page, "codes")
    file = me.post(f"{PAGE}/kode.txt", {"codes": token})
    assert "attachment" in file.headers["Content-Disposition"]
    assert "no-store" in file.headers["Cache-Control"]
    assert [line for line in file.text.splitlines() if line[:1].isdigit()] == codes_on(page)
    assert browse(make_member("lain@contoh.example")).post(f"{PAGE}/kode.txt", {"codes": token}).status_code == 400
    assert me.post(f"{PAGE}/kode.txt", {"codes": "palsu"}).status_code == 400


@on_sqlite
def test_going_on_leads_back_into_the_site_only(browse):
    me = browse(make_member())
    assert begin(me, next="/moderasi").location == f"{SET_UP}?next=/moderasi"
    secret = secret_on(me.get(SET_UP))
    assert 'href="/moderasi"' in confirm(me, code(secret=secret), next="/moderasi").text
    other = browse(make_member("lain@contoh.example"))
    assert begin(other, next="//evil.example").location == SET_UP


@pytest.mark.parametrize("typed", [RECOVERY[0], "app"])
def test_renewing_replaces_every_code(browse, mailbox, typed):
    member = make_two_step()
    me = browse(member)
    page = me.post(f"{PAGE}/kode", {"current_password": PASSWORD, "code": code() if typed == "app" else typed})
    made = codes_on(page)
    assert not set(made) & set(RECOVERY)
    assert left() == 10
    assert rows(select(AuditEntry.action)) == ["two_step.renew"]
    assert len(mails_to(mailbox, member.email)) == 1
    visitor = browse()
    first_step(visitor)
    assert give(visitor, RECOVERY[5]).status_code == 422
    assert give(visitor, made[5]).location == "/"


def test_switching_off_takes_password_and_code(browse, mailbox):
    member = make_two_step()
    me = browse(member)
    assert me.post(f"{PAGE}/matikan", {"current_password": PASSWORD, "code": code()}).location == PAGE
    assert first_step(browse()).location == "/"
    assert count(TwoStep) == count(RecoveryCode) == 0
    assert rows(select(AuditEntry.action)) == ["two_step.off"]
    assert len(mails_to(mailbox, member.email)) == 1


@on_sqlite
@pytest.mark.parametrize("path", ["kode", "matikan"])
@pytest.mark.parametrize(
    ("password", "typed", "field"),
    [("bukan ini", "app", "current_password"), (PASSWORD, WRONG, "code"), (PASSWORD, "", "code")],
)
def test_neither_is_enough_alone(browse, path, password, typed, field):
    me = browse(make_two_step())
    answer = me.post(f"{PAGE}/{path}", {"current_password": password, "code": code() if typed == "app" else typed})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert count(TwoStep) == 1
    assert left() == 10


@on_sqlite
@pytest.mark.parametrize("path", ["kode", "matikan"])
def test_guessing_there_is_limited_too(browse, path):
    me = browse(make_two_step())
    fields = {"current_password": PASSWORD, "code": "000000"}
    answers = [me.post(f"{PAGE}/{path}", fields).status_code for _ in range(7)]
    assert answers == [422] * 6 + [429]


@on_sqlite
@pytest.mark.parametrize("path", ["kode", "matikan"])
def test_without_it_those_pages_lead_back(browse, path):
    me = browse(make_member())
    assert me.get(f"{PAGE}/{path}").location == PAGE
    assert me.post(f"{PAGE}/{path}", {}).location == PAGE


@on_sqlite
def test_few_codes_left_are_said_on_the_page(browse):
    me = browse(make_two_step())
    assert "#warning" not in me.get(PAGE).text.partition("<main")[2]
    some = select(RecoveryCode.id).order_by(RecoveryCode.id).limit(7)
    used = update(RecoveryCode).where(RecoveryCode.id.in_(some)).values(used_at=now())
    write(lambda: db.session.execute(used.execution_options(synchronize_session=False)))
    assert "#warning" in me.get(PAGE).text.partition("<main")[2]


def test_closing_the_account_leaves_nothing(browse):
    member = make_two_step()
    first_step(browse())
    assert count(HalfSignIn) == 1
    browse(member).post("/akun/tutup", {"current_password": PASSWORD})
    assert count(TwoStep) == count(RecoveryCode) == count(HalfSignIn) == 0
