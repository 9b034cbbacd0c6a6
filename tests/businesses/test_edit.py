"""Changing what a business shows: who may, stale edits, the logo, verification; and its public page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ideaboard.businesses.models import Business
from ideaboard.data.clock import now
from ideaboard.media.models import Picture
from ideaboard.posts.models import DRAFT, HELD
from tests.browser import Browser
from tests.businesses.steps import add_member, filled
from tests.database import count, fresh, rows, statements
from tests.factories import make_business, make_challenge, make_user
from tests.pictures import chosen

Browse = Callable[..., Browser]


def _edit(business: Business, **changes: Any) -> dict[str, Any]:
    return filled(**{"version": str(business.version), **changes})


def _path(business: Business, end: str = "/ubah") -> str:
    return f"/usaha/{business.slug}{end}"


def test_staff_edit_the_business_and_its_address_stays(browse: Browse) -> None:
    business = make_business()
    staff = add_member(business, make_user())
    answer = browse(staff).post(_path(business), _edit(business, name="Nama baru", zone="WIT"))
    after = fresh(business)
    assert (answer.status_code, answer.location) == (303, _path(business, ""))
    assert (after.name, after.zone, after.slug, after.version) == ("Nama baru", "WIT", business.slug, 2)


def test_strangers_edit_nothing(browse: Browse) -> None:
    business, browser = make_business(), browse(make_user())
    assert browser.get(_path(business)).status_code == 403
    assert browser.post(_path(business), _edit(business)).status_code == 403
    assert fresh(business).version == 1


def test_an_unknown_business_is_not_found(browse: Browse) -> None:
    browser = browse(make_user())
    for end in ("", "/ubah", "/tim"):
        assert browser.get(f"/usaha/tidak-ada{end}").status_code == 404


def test_a_stale_edit_shows_both_texts_and_can_be_sent_again(browse: Browse) -> None:
    business = make_business(owner := make_user())
    browser = browse(owner)
    browser.post(_path(business), _edit(business, about="Dari tab pertama"))
    answer = browser.post(_path(business), _edit(business, about="Dari tab kedua"))
    assert answer.status_code == 409
    assert "Dari tab pertama" in answer.text
    assert "Dari tab kedua" in answer.text
    assert fresh(business).about == "Dari tab pertama"
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert browser.post(_path(business), _edit(business, about="Dari tab kedua", version="2")).status_code == 303


def test_a_new_logo_takes_the_place_of_the_old_one(browse: Browse) -> None:
    business = make_business(owner := make_user())
    browser = browse(owner)
    browser.post(_path(business), _edit(business, logo=chosen()))
    first = fresh(business).logo_id
    browser.post(_path(business), _edit(business, version="2", logo=chosen()))
    second = fresh(business).logo_id
    assert None not in (first, second)
    assert rows(select(Picture.id)) == [second]


def test_a_logo_is_removed(browse: Browse) -> None:
    business = make_business(owner := make_user())
    browser = browse(owner)
    browser.post(_path(business), _edit(business, logo=chosen()))
    browser.post(_path(business), _edit(business, version="2", remove_logo="1"))
    assert fresh(business).logo_id is None
    assert count(Picture) == 0


def test_a_refused_edit_keeps_the_logo_that_is_there(browse: Browse) -> None:
    business = make_business(owner := make_user())
    browser = browse(owner)
    browser.post(_path(business), _edit(business, logo=chosen()))
    answer = browser.post(_path(business), _edit(business, version="2", city=""))
    assert answer.status_code == 422
    assert "-480.webp" in answer.text
    assert fresh(business).logo_id is not None


def test_a_new_name_has_to_be_verified_again_and_other_facts_have_not(browse: Browse) -> None:
    business = make_business(owner := make_user(), verified_at=now())
    browser = browse(owner)
    browser.post(_path(business), _edit(business, name=business.name))
    assert fresh(business).verified_at is not None
    browser.post(_path(business), _edit(business, name="Bank Besar", version="2"))
    assert fresh(business).verified_at is None


def test_the_contact_is_seen_by_the_team_and_admins_only(browse: Browse) -> None:
    business = make_business(owner := make_user(), contact="0812-1111-2222")
    for reader in (owner, make_user(is_admin=True)):
        assert "0812-1111-2222" in browse(reader).get(_path(business, "")).text
    for reader in (None, make_user(), make_user(is_moderator=True)):
        assert "0812-1111-2222" not in browse(reader).get(_path(business, "")).text


def test_the_page_groups_challenges_and_hides_what_is_not_public(browser: Browser) -> None:
    business = make_business()
    running, over = make_challenge(business), make_challenge(business, stage="review")
    hidden = [make_challenge(business, status=status) for status in (DRAFT, HELD)]
    page = browser.get(_path(business, "")).text
    assert page.index(running.title) < page.index('id="past-title"') < page.index(over.title)
    assert [one.title for one in hidden if one.title in page] == []


def test_the_team_sees_what_a_moderator_still_reads(browse: Browse) -> None:
    business = make_business(owner := make_user())
    held = make_challenge(business, owner=owner, status=HELD)
    assert held.title in browse(owner).get(_path(business, "")).text


@pytest.mark.parametrize(("verified", "word"), [(True, "Terverifikasi"), (False, "Belum diverifikasi")])
def test_the_page_says_whether_an_admin_verified_it(browser: Browser, verified: bool, word: str) -> None:
    business = make_business(verified_at=now() if verified else None)
    assert word in browser.get(_path(business, "")).text


def test_my_page_shows_drafts_and_running_challenges_of_my_businesses_only(browse: Browse) -> None:
    business = make_business(owner := make_user())
    mine = [make_challenge(business, owner=owner, status=status) for status in (DRAFT, HELD, "published")]
    gone = make_challenge(business, owner=owner, cancelled_at=now())
    other = make_challenge()
    page = browse(owner).get("/usaha").text
    assert all(one.title in page for one in mine)
    assert gone.title not in page
    assert other.title not in page


def test_my_page_without_a_business_leads_to_the_first_one(browse: Browse) -> None:
    assert 'href="/usaha/baru"' in browse(make_user()).get("/usaha").text


def test_the_public_page_needs_the_same_queries_for_any_number(browser: Browser) -> None:
    business = make_business()

    def needed() -> int:
        with statements() as seen:
            browser.get(_path(business, ""))
        return len(seen)

    make_challenge(business)
    few = needed()
    for _ in range(4):
        make_challenge(business, opens_at=now() - timedelta(days=9))
    assert needed() == few == 2


def test_an_about_text_cannot_bring_html(browse: Browse) -> None:
    business = make_business(owner := make_user())
    browse(owner).post(_path(business), _edit(business, about="<script>alert(1)</script> **tebal**"))
    page = browse().get(_path(business, "")).text
    assert "<script>alert" not in page
    assert "<strong>tebal</strong>" in page
