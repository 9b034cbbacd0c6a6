"""Moderation without JavaScript: each form of moderators, and of admins about screening, is sent by hand."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.posts.models import HELD, PUBLISHED, REMOVED, Post
from ideaboard.screening.blocklists.models import BlocklistEntry
from ideaboard.screening.choices import ScreeningChoice
from ideaboard.screening.claims.models import Claim
from tests.e2e.kinds import MODERATOR
from tests.e2e.moderated import OF_MODERATORS, hold_comment
from tests.e2e.steps import all_were_asked_for, form_to, send, unsent

CLAIMS = b"claim,verdict,source,date\nAir kelapa muda menyembuhkan patah tulang dalam dua hari,salah,,2026-03-01\n"


@pytest.fixture
def moderator(site):
    """A moderator of the demo."""
    return site.person(MODERATOR)


def status_of(site, post_id: int) -> str:
    return site.one(select(Post.status).where(Post.id == post_id))


def test_a_post_is_kept_and_the_decision_taken_back(site, visit, moderator):
    post = hold_comment(site, site.member(11))
    page = visit("/moderasi", moderator)
    assert page.locator(f"#post-{post} mark").count() == 1
    send(page, f"/moderasi/{post}/biarkan")
    assert status_of(site, post) == PUBLISHED
    assert page.locator(f"#post-{post}").count() == 0
    page.locator("form[action$='/batal'] button").first.click()
    assert status_of(site, post) == HELD
    assert page.locator(f"#post-{post}").count() == 1


def test_a_post_is_removed_with_a_reason_that_its_author_reads(site, visit, moderator):
    author = site.member(12)
    post = hold_comment(site, author)
    page = visit("/moderasi", moderator)
    action = f"/moderasi/{post}/hapus"
    form_to(page, action).evaluate("form => form.noValidate = true")
    form_to(page, action).locator("button").click()  # Without a reason it is asked for, and nothing is lost.
    assert page.locator(".error-summary").is_visible()
    send(page, action, choose_reason="gambling", message="Tolong tanpa iklan judi.")
    assert status_of(site, post) == REMOVED
    theirs = visit(f"/akun/putusan/{post}", author)
    assert "Tolong tanpa iklan judi." in theirs.locator("main").inner_text()


def test_an_admin_chooses_points_and_imports_claims(site, visit):
    page = visit("/admin/saringan", site.person("Admin Papan"))
    send(page, "/admin/saringan/titik/gambling", choose_hold="1%")
    page.locator("button[value=save]").click()
    assert site.one(select(ScreeningChoice.hold).where(ScreeningChoice.kind == "gambling")) == "1%"
    page.goto("/admin/saringan/klaim")
    page.locator("input[type=file]").set_input_files({"name": "k.csv", "mimeType": "text/csv", "buffer": CLAIMS})
    send(page, "/admin/saringan/klaim")
    claim = site.one(select(Claim))
    send(page, f"/admin/saringan/klaim/{claim.id}")
    assert site.one(select(Claim.is_active)) is False


def test_an_admin_tries_an_entry_saves_it_and_removes_it(site, visit):
    page = visit("/admin/saringan/daftar", site.person("Admin Papan"))
    send(page, "/admin/saringan/daftar", text="tempoyak bubuk", choose_action="hold")
    page.locator("button[value=save]").click()
    entry = site.one(select(BlocklistEntry).where(BlocklistEntry.text == "tempoyak bubuk"))
    page.get_by_role("link", name="tempoyak bubuk").click()
    send(page, f"/admin/saringan/daftar/{entry.id}", choose_action="warn")
    assert site.one(select(BlocklistEntry.action).where(BlocklistEntry.id == entry.id)) == "warn"
    page.locator("button[value=remove]").click()
    assert site.one(select(BlocklistEntry).where(BlocklistEntry.id == entry.id)) is None


def test_every_form_of_moderators_was_sent(request, site):
    """Counts what the tests above sent, unless only some were asked for."""
    if all_were_asked_for(request):
        assert unsent(site, *OF_MODERATORS) == set()
