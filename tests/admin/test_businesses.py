"""The admin pages of businesses: find one, verify it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.audit.models import AuditEntry
from ideaboard.audit.verification import verify
from ideaboard.businesses.verification import set_verified
from ideaboard.data.clock import now
from tests.database import context, fresh, rows
from tests.factories import make_business, make_challenge, make_user
from tests.notifications.steps import deliver, told
from tests.parallel import all_at_once


@pytest.fixture
def admin(app):
    """An admin."""
    return make_user("Ibu Admin", is_admin=True)


def mark(browser, business, action="add"):
    return browser.post(f"/admin/usaha/{business.id}/verifikasi", {"action": action})


@pytest.mark.parametrize("columns", [{}, {"is_moderator": True}])
def test_only_admins_get_in(browse, browser, columns):
    business = make_business(owner := make_user(**columns))
    for path in ("/admin/usaha", f"/admin/usaha/{business.id}"):
        assert browser.get(path).status_code == 303
        assert browse(owner).get(path).status_code == 403
    assert mark(browse(owner), business).status_code == 403
    assert fresh(business).verified_at is None


def test_marking_verifies_and_writes_one_row_of_the_log(browse, admin):
    business = make_business()
    me = browse(admin)
    assert mark(me, business).location == f"/admin/usaha/{business.id}"
    mark(me, business)
    [entry] = rows(select(AuditEntry).where(AuditEntry.action == "business.verify"))
    assert fresh(business).verified_at is not None
    assert (entry.actor_id, entry.object_type, entry.object_id) == (admin.id, "business", business.id)
    with context():
        assert verify().broken_id is None


def test_it_can_be_taken_back(browse, admin):
    business = make_business(verified_at=now())
    mark(browse(admin), business, "remove")
    assert fresh(business).verified_at is None
    assert rows(select(AuditEntry.action)) == ["business.unverify"]


def test_of_many_at_once_one_is_written_down(app, admin):
    business = make_business()
    done = all_at_once(app, 6, lambda _n: set_verified(business.id, True, actor_id=admin.id))
    assert sorted(done) == [False] * 5 + [True]
    assert rows(select(AuditEntry.action)) == ["business.verify"]


def test_the_owner_is_told(browse, admin):
    business = make_business(owner := make_user())
    mark(browse(admin), business)
    deliver()
    assert told(owner) == ["business_verified"]
    assert f"{business.name} is verified now" in browse(owner).get("/pemberitahuan?bahasa=en").text


@pytest.mark.parametrize("action", ["", "delete"])
def test_an_unknown_action_changes_nothing(browse, admin, action):
    business = make_business()
    assert mark(browse(admin), business, action).status_code == 400
    assert fresh(business).verified_at is None


def test_an_unknown_business_is_not_found(browse, admin):
    assert browse(admin).get("/admin/usaha/999").status_code == 404
    assert browse(admin).post("/admin/usaha/999/verifikasi", {"action": "add"}).status_code == 404


def test_businesses_are_found_by_name_city_and_state(browse, admin):
    make_business(name="Roti Anyar", city="Metro")
    make_business(name="Kopi Lama", city="Kendari", verified_at=now())
    me = browse(admin)
    both = me.get("/admin/usaha").text
    assert "Roti Anyar" in both
    assert "Kopi Lama" in both
    for query, name, other in (("roti", "Roti Anyar", "Kopi Lama"), ("KENDARI", "Kopi Lama", "Roti Anyar")):
        page = me.get("/admin/usaha", query_string={"q": query}).text
        assert name in page
        assert other not in page
    assert "Kopi Lama" not in me.get("/admin/usaha?saring=belum").text


def test_the_list_goes_on_on_a_next_page(browse, admin):
    for number in range(21):
        make_business(name=f"Usaha nomor {number}")
    me = browse(admin)
    first = me.get("/admin/usaha").text
    assert "Usaha nomor 0<" not in first
    following = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "Usaha nomor 0<" in me.get(following).text


def test_the_page_shows_people_contact_and_challenges(browse, admin):
    business = make_business(owner := make_user("Bu Sri"), contact="0721 555 010")
    challenge = make_challenge(business, owner=owner)
    page = browse(admin).get(f"/admin/usaha/{business.id}").text
    for words in ("Bu Sri", "0721 555 010", challenge.title):
        assert words in page
