"""Closing an account."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.accounts import closing
from ideaboard.accounts.models import Consent, MailedToken, ThrottleHit, User, UserSession, WaitingIntent
from ideaboard.audit.models import AuditEntry
from ideaboard.audit.verification import verify
from ideaboard.businesses.models import OWNER, STAFF, Membership
from ideaboard.data.clock import now
from ideaboard.extensions import db
from tests.accounts.steps import PASSWORD, is_signed_in, last_link, mails_to, make_member, sign_in, sign_up
from tests.database import context, count, fresh, rows, scalar, write
from tests.factories import make_business, make_challenge, make_idea, make_user
from tests.parallel import all_at_once


def close(browser, password=PASSWORD):
    return browser.post("/akun/tutup", {"current_password": password})


def test_nothing_that_says_who_it_was_is_left(browse):
    member = make_member(name="Rina Sari", city="Metro", is_moderator=True, handle="rina", handle_key="rina")
    assert close(browse(member)).location == "/masuk"
    row = fresh(member)
    for part in ("rina", "sari", "metro"):
        assert part not in str(vars(row)).lower()
    assert row.closed_at
    assert not any([row.is_moderator, row.password_hash, row.email_confirmed_at])


def test_every_session_and_link_ends(browse, mailbox):
    member = make_member()
    me, other = browse(member), browse(member)
    me.post("/lupa-sandi", {"email": member.email})
    mails_to(mailbox, member.email)
    assert close(me).headers["Clear-Site-Data"]
    assert not is_signed_in(me)
    assert not is_signed_in(other)
    assert count(UserSession) == count(MailedToken) == count(WaitingIntent) == 0


def test_it_needs_the_current_password(browse):
    member = make_member()
    me = browse(member)
    answer = close(me, "bukan ini")
    assert answer.status_code == 422
    assert 'id="current_password-error"' in answer.text
    assert is_signed_in(me)


def test_guessing_the_password_is_limited(browse):
    me = browse(make_member())
    assert [close(me, "bukan ini").status_code for _ in range(11)] == [422] * 10 + [429]


def test_a_closed_account_cannot_sign_in_and_its_address_is_free(browse):
    member = make_member()
    close(browse(member))
    assert sign_in(browse()).status_code == 422
    assert sign_up(browse()).status_code == 303
    assert count(User) == 2


def test_ideas_stay_without_the_name(browse):
    member = make_member(name="Rina Sari")
    idea = make_idea(author=member)
    close(browse(member))
    assert fresh(idea).author_id == member.id
    assert scalar(select(User.name).where(User.id == member.id)) == "Akun ditutup"


def test_it_is_written_down_and_the_chain_holds(browse, in_request):
    member = make_member()
    close(browse(member))
    entry = scalar(select(AuditEntry))
    assert (entry.action, entry.object_id) == ("account.close", member.id)
    assert verify().broken_id is None


def test_consents_and_limits_name_nobody(browse):
    member = make_member()
    close(browse(member))
    assert not any("rina" in str(vars(row)) for row in [*rows(select(Consent)), *rows(select(ThrottleHit))])


def test_people_without_a_password_get_a_link(browse, mailbox):
    member = make_member(password_hash=None)
    me = browse(member)
    assert "current_password" not in me.get("/akun/tutup").text
    me.post("/akun/tutup/tautan")
    path = last_link(mailbox)
    assert me.get(path).headers["Referrer-Policy"] == "no-referrer"
    assert not fresh(member).closed_at
    assert me.post(path).status_code == 303
    assert fresh(member).closed_at
    assert me.post(path).status_code == 410


def test_the_last_admin_stays(browse):
    admin = make_member(is_admin=True)
    answer = close(browse(admin))
    assert answer.status_code == 409
    assert "admin terakhir" in answer.text
    assert not fresh(admin).closed_at


def test_the_last_admin_stays_with_a_link_too(browse, mailbox):
    admin = make_member(is_admin=True, password_hash=None)
    me = browse(admin)
    me.post("/akun/tutup/tautan")
    assert me.post(last_link(mailbox)).status_code == 409
    assert not fresh(admin).closed_at


def test_of_two_admins_who_leave_at_once_one_stays(app, browse):
    admins = [make_member(f"admin{n}@contoh.example", is_admin=True) for n in range(4)]
    browsers = [browse(admin) for admin in admins]
    answers = all_at_once(app, 4, lambda number: close(browsers[number]).status_code)
    assert sorted(answers) == [303, 303, 303, 409]
    assert count(User, User.is_admin) == 1


@pytest.mark.parametrize("stage", ["scheduled", "ideas", "review"])
def test_the_only_owner_of_a_running_challenge_stays(browse, stage):
    owner = make_member()
    challenge = make_challenge(owner=owner, stage=stage)
    answer = close(browse(owner))
    assert answer.status_code == 409
    assert challenge.title in answer.text
    assert not fresh(owner).closed_at


def test_the_page_says_beforehand_what_hinders(browse):
    owner = make_member()
    challenge = make_challenge(owner=owner)
    assert challenge.title in browse(owner).get("/akun/tutup").text


@pytest.mark.parametrize("columns", [{"status": "draft"}, {"cancelled_at": now()}])
def test_a_draft_or_cancelled_challenge_hinders_nobody(browse, columns):
    owner = make_member()
    make_challenge(owner=owner, **columns)
    assert close(browse(owner)).status_code == 303


def test_another_owner_is_enough_but_staff_is_not(browse):
    owner, helper = make_member(), make_user()
    business = make_business(owner)
    make_challenge(business, owner=owner)
    add_member(business, helper, STAFF)
    assert close(browse(owner)).status_code == 409
    add_member(business, make_user(), OWNER)
    assert close(browse(owner)).status_code == 303


def add_member(business, user, role):
    write(lambda: db.session.add(Membership(business_id=business.id, user_id=user.id, role=role)))


def test_of_two_owners_who_leave_at_once_one_stays(app, browse):
    owners = [make_member(f"owner{n}@contoh.example") for n in range(3)]
    business = make_business(owners[0])
    for owner in owners[1:]:
        add_member(business, owner, OWNER)
    make_challenge(business, owner=owners[0])
    browsers = [browse(owner) for owner in owners]
    assert sorted(all_at_once(app, 3, lambda number: close(browsers[number]).status_code)) == [303, 303, 409]


def test_a_package_can_register_what_must_be_settled(app, monkeypatch):
    monkeypatch.setattr(closing, "_checks", [])
    closing.check_before_closing(lambda user_id: "Bayar hadiahnya dulu." if user_id == 7 else None)
    with context():
        assert closing.hindrances(7) == ["Bayar hadiahnya dulu."]
        assert closing.hindrances(8) == []
