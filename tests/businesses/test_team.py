"""The team of a business: invited by mail, removed, handed over; every change of rights is on record."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.audit.models import AuditEntry
from ideaboard.audit.verification import verify
from ideaboard.businesses.models import OWNER, STAFF, Business, Invitation, Membership
from ideaboard.data.clock import now
from tests.browser import Browser
from tests.businesses.steps import add_member
from tests.database import context, count, rows, scalar
from tests.factories import make_business, make_user

Browse = Callable[..., Browser]


@pytest.fixture
def owner(browser: Browser) -> User:
    return make_user("Bu Marni")


@pytest.fixture
def business(owner: User) -> Business:
    return make_business(owner)


def _invite(browse: Browse, mailbox, business: Business, owner: User, email: str) -> str:
    """Invite an address and return the path in its mail."""
    answer = browse(owner).post(f"/usaha/{business.slug}/tim", {"email": email})
    assert answer.status_code == 303
    found = re.search(r"https?://[^/\s]+(/undangan/\S+)", mailbox()[-1].get_content())
    assert found
    return found[1]


def _role(business: Business, user: User) -> str | None:
    mine = select(Membership.role).where(Membership.business_id == business.id, Membership.user_id == user.id)
    return scalar(mine)


def _actions() -> list[str]:
    return rows(select(AuditEntry.action).order_by(AuditEntry.id))


def test_an_invited_member_joins_as_staff(browse: Browse, mailbox, business, owner) -> None:
    guest = make_user()
    path = _invite(browse, mailbox, business, owner, guest.email.upper())
    assert mailbox()[-1]["To"].lower() == guest.email
    browser = browse(guest)
    assert business.name in browser.get(path).text
    assert _role(business, guest) is None  # looking uses nothing up
    assert browser.post(path).location == f"/usaha/{business.slug}"
    assert _role(business, guest) == STAFF
    assert _actions() == ["business.invite", "business.add_member"]
    with context():
        assert verify().broken_id is None


def test_the_mail_is_in_the_language_of_its_reader(browse: Browse, mailbox, business, owner) -> None:
    _invite(browse, mailbox, business, owner, make_user(locale="en").email)
    assert "invites you" in mailbox()[-1].get_content()
    _invite(browse, mailbox, business, owner, make_user(locale="id").email)
    assert "mengundang Anda" in mailbox()[-1].get_content()


def test_the_token_is_kept_hashed(browse: Browse, mailbox, business, owner) -> None:
    token = _invite(browse, mailbox, business, owner, "siapa@contoh.example").rpartition("/")[2]
    assert token not in scalar(select(Invitation.token_hash))


def test_an_invitation_works_once(browse: Browse, mailbox, business, owner) -> None:
    guest = make_user()
    path = _invite(browse, mailbox, business, owner, guest.email)
    browser = browse(guest)
    browser.post(path)
    browser.post(f"/usaha/{business.slug}/tim/{guest.id}/keluarkan")
    assert browser.post(path).status_code == 409
    assert browser.get(path).status_code == 410
    assert _role(business, guest) is None


def test_of_many_uses_at_once_one_counts(browse: Browse, mailbox, business, owner) -> None:
    guest = make_user()
    path = _invite(browse, mailbox, business, owner, guest.email)
    with ThreadPoolExecutor(6) as pool:
        codes = sorted(pool.map(lambda browser: browser.post(path).status_code, [browse(guest) for _ in range(6)]))
    assert codes == [303] + [409] * 5
    assert _actions().count("business.add_member") == 1


def test_an_invitation_ends_after_seven_days(browse: Browse, mailbox, business, owner) -> None:
    guest = make_user()
    path = _invite(browse, mailbox, business, owner, guest.email)
    with time_machine.travel(now() + timedelta(days=7, seconds=1), tick=False):
        browser = browse(guest)
        assert (browser.get(path).status_code, browser.post(path).status_code) == (410, 409)


def test_only_the_invited_address_can_accept(browse: Browse, mailbox, business, owner) -> None:
    path = _invite(browse, mailbox, business, owner, "siapa@contoh.example")
    thief = make_user()
    assert browse(thief).get(path).text.count('method="post" action="/undangan') == 0
    assert browse(thief).post(path).status_code == 403
    assert _role(business, thief) is None


def test_an_unconfirmed_address_cannot_accept(browse: Browse, mailbox, business, owner) -> None:
    guest = make_user(confirmed=False)
    path = _invite(browse, mailbox, business, owner, guest.email)
    assert browse(guest).post(path).status_code == 403
    assert _role(business, guest) is None


def test_a_visitor_is_led_through_sign_in_and_back(browse: Browse, mailbox, business, owner) -> None:
    path = _invite(browse, mailbox, business, owner, "siapa@contoh.example")
    page = browse().get(path)
    assert f"/masuk?next={path}" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert browse().post(path).status_code == 401


def test_a_second_invitation_ends_the_first(browse: Browse, mailbox, business, owner) -> None:
    guest = make_user()
    first = _invite(browse, mailbox, business, owner, guest.email)
    second = _invite(browse, mailbox, business, owner, guest.email)
    browser = browse(guest)
    assert (browser.post(first).status_code, browser.post(second).status_code) == (409, 303)


def test_an_invitation_is_taken_back(browse: Browse, mailbox, business, owner) -> None:
    guest = make_user()
    path = _invite(browse, mailbox, business, owner, guest.email)
    browse(owner).post(f"/usaha/{business.slug}/tim/undangan/{scalar(select(Invitation.id))}/batal")
    assert browse(guest).post(path).status_code == 409


def test_inviting_who_is_in_the_team_changes_no_role(browse: Browse, mailbox, business, owner) -> None:
    path = _invite(browse, mailbox, business, owner, owner.email)
    browse(owner).post(path)
    assert _role(business, owner) == OWNER


def test_invitations_have_a_daily_limit(browse: Browse, business, owner) -> None:
    browser = browse(owner)
    path = f"/usaha/{business.slug}/tim"
    for n in range(20):
        assert browser.post(path, {"email": f"warga{n}@contoh.example"}).status_code == 303
    answer = browser.post(path, {"email": "satu@contoh.example"})
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
    assert count(Invitation) == 20


def test_a_wrong_address_is_refused_with_what_was_typed(browse: Browse, business, owner) -> None:
    answer = browse(owner).post(f"/usaha/{business.slug}/tim", {"email": "bukan alamat"})
    assert answer.status_code == 422
    assert "bukan alamat" in answer.text


def test_staff_see_the_team_and_change_nothing(browse: Browse, business, owner) -> None:
    staff, other = add_member(business, make_user()), add_member(business, make_user())
    browser, team = browse(staff), f"/usaha/{business.slug}/tim"
    assert other.name in browser.get(team).text
    for path in (team, f"{team}/{other.id}/keluarkan", f"{team}/{other.id}/serahkan", f"{team}/undangan/1/batal"):
        assert browser.post(path, {"email": "a@contoh.example"}).status_code == 403
    assert count(Membership) == 3


def test_strangers_do_not_see_the_team(browse: Browse, business) -> None:
    assert browse(make_user()).get(f"/usaha/{business.slug}/tim").status_code == 403


def test_the_owner_removes_staff_and_staff_leave(browse: Browse, business, owner) -> None:
    one, two = add_member(business, make_user()), add_member(business, make_user())
    browse(owner).post(f"/usaha/{business.slug}/tim/{one.id}/keluarkan")
    browse(two).post(f"/usaha/{business.slug}/tim/{two.id}/keluarkan")
    assert count(Membership) == 1
    assert _actions() == ["business.remove_member"] * 2


def test_the_last_owner_cannot_leave(browse: Browse, business, owner) -> None:
    add_member(business, make_user())
    add_member(business, make_user(closed_at=now()), OWNER)
    assert browse(owner).post(f"/usaha/{business.slug}/tim/{owner.id}/keluarkan").status_code == 409
    assert _role(business, owner) == OWNER


def test_two_owners_leaving_at_once_leave_one(browse: Browse, business, owner) -> None:
    other = add_member(business, make_user(), OWNER)

    def leave(person: User) -> int:
        return browse(person).post(f"/usaha/{business.slug}/tim/{person.id}/keluarkan").status_code

    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(leave, (owner, other)))
    assert codes == [303, 409]
    assert count(Membership) == 1


def test_ownership_is_handed_over(browse: Browse, business, owner) -> None:
    heir = add_member(business, make_user())
    browse(owner).post(f"/usaha/{business.slug}/tim/{heir.id}/serahkan")
    assert (_role(business, heir), _role(business, owner)) == (OWNER, STAFF)
    assert _actions() == ["business.hand_over"]


def test_a_business_is_not_handed_to_a_closed_account(browse: Browse, business, owner) -> None:
    gone = add_member(business, make_user(closed_at=now()))
    assert browse(owner).post(f"/usaha/{business.slug}/tim/{gone.id}/serahkan").status_code == 409
    assert (_role(business, gone), _role(business, owner)) == (STAFF, OWNER)


def test_a_business_is_not_handed_to_somebody_outside(browse: Browse, business, owner) -> None:
    for person in (make_user(), owner):
        path = f"/usaha/{business.slug}/tim/{person.id}/serahkan"
        assert browse(owner).post(path).status_code == 409
    assert _role(business, owner) == OWNER
