"""Moderation without JavaScript: each form of moderators, and of admins about screening, is sent by hand."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.moderation.appeals.service import appeal
from ideaboard.moderation.judging.service import Choice, decide
from ideaboard.moderation.models import REMOVE, Decision
from ideaboard.posts.models import HELD, PUBLISHED, REMOVED, Post
from ideaboard.screening.blocklists.models import BlocklistEntry
from ideaboard.screening.choices import ScreeningChoice
from ideaboard.screening.claims.models import Claim
from tests import database
from tests.e2e.kinds import MODERATOR
from tests.e2e.moderated import OF_MODERATORS, case_about, close_all, hold_comment
from tests.e2e.steps import all_were_asked_for, choose, fill, press, send, unsent
from tests.moderation.steps import make_moderator

ELSEWHERE = {"moderation.label_claim"}  # in a file of its own
CLAIMS = b"claim,verdict,source,date\nAir kelapa muda menyembuhkan patah tulang dalam dua hari,salah,,2026-03-01\n"


@pytest.fixture
def moderator(site):
    """A moderator of the demo."""
    return site.person(MODERATOR)


def status_of(site, post_id: int) -> str:
    return site.one(select(Post.status).where(Post.id == post_id))


def test_a_case_is_opened_held_skipped_and_kept_and_the_decision_taken_back(site, visit, moderator):
    close_all(site)
    post, other = hold_comment(site, site.member(11)), hold_comment(site, site.member(13))
    first, second = case_about(site, post), case_about(site, other)
    page = visit("/moderasi", moderator)
    press(page.locator("[data-case]").first)
    assert page.locator("mark").count() == 1
    send(page, f"/moderasi/kasus/{first}/pegang")
    send(page, f"/moderasi/kasus/{first}/lewati")
    assert page.url.endswith(f"/moderasi/kasus/{second}")
    page.goto(f"/moderasi/kasus/{first}")
    choose(page.locator("#decide"), "choice", "keep")
    press(page.locator(".apply"))
    assert status_of(site, post) == PUBLISHED
    press(page.locator(".undo button"))
    assert status_of(site, post) == HELD


def test_a_post_is_removed_with_a_reason_that_its_author_reads(site, visit, moderator):
    author = site.member(12)
    post = hold_comment(site, author)
    page = visit(f"/moderasi/kasus/{case_about(site, post)}", moderator)
    choose(page.locator("#decide"), "choice", "remove")
    press(page.locator(".apply"))  # Without a reason it is asked for, and nothing is lost.
    assert page.locator(".error-summary").is_visible()
    fill(page.locator("#decide"), choose_reason="gambling", message="Tolong tanpa iklan judi.")
    press(page.locator(".look button"))  # What the author will read.
    assert "Tolong tanpa iklan judi." in page.locator("#preview").inner_text()
    for _ in range(2):  # The account is an old one, so it is asked twice.
        press(page.locator(".apply"))
    assert status_of(site, post) == REMOVED
    theirs = visit(f"/akun/putusan/{post}", author)
    assert "Tolong tanpa iklan judi." in theirs.locator("main").inner_text()


def test_several_cases_are_decided_at_once(site, visit, moderator):
    close_all(site)
    posts = [hold_comment(site, site.member(number)) for number in (14, 15)]
    page = visit("/moderasi", moderator)
    for tick in page.locator("[name=case]").all():
        tick.check()
    send(page, "/moderasi/sekaligus", choose_choice="keep")
    assert [status_of(site, post) for post in posts] == [PUBLISHED, PUBLISHED]


def test_a_post_is_met_on_its_page_and_hidden_at_once(site, visit, moderator):
    idea = site.idea("Kopi robusta gula aren")
    page = visit(idea.path, moderator)
    send(page, f"/moderasi/kiriman/{idea.id}")
    send(page, f"/moderasi/kasus/{case_about(site, idea.id)}/darurat")
    assert status_of(site, idea.id) == HELD
    choose(page.locator("#decide"), "choice", "keep")
    press(page.locator(".apply"))
    assert status_of(site, idea.id) == PUBLISHED


def test_a_second_moderator_confirms_or_declines_and_the_keys_are_switched(site, visit, moderator):
    database.use(site.app)
    wulan = make_moderator("Wulan")
    for answer in ("tolak", "setuju"):
        case = case_about(site, hold_comment(site, site.member(16)))
        page = visit(f"/moderasi/kasus/{case}", moderator)
        fill(page.locator("#decide"), choose_choice="suspend", choose_reason="abuse")
        for _ in range(2):
            press(page.locator(".apply"))
        theirs = visit(f"/moderasi/kasus/{case}", wulan)
        press(theirs.locator(f"form[action$='/{answer}'] button"))
        assert site.one(select(Decision.state).where(Decision.case_id == case)) in ("applied", "declined")
    page = visit("/moderasi/pintasan", moderator)
    send(page, "/moderasi/pintasan", choose_keys="alt")
    assert page.locator("input[value=alt]").is_checked()


def test_an_appeal_is_decided_by_another_moderator(site, visit, moderator):
    author = site.member(17)
    post = hold_comment(site, author)
    with site.app.test_request_context():
        database.use(site.app)
        made = decide(case_about(site, post), moderator, Choice(REMOVE, reason="gambling", version=1))
        appeal(made.id, author, "Ini bukan judi, hanya nama permainan anak di kampung kami.")
    case = case_about(site, post)
    page = visit(f"/moderasi/kasus/{case}", site.person("Wulan"))
    assert "nama permainan anak" in page.locator("article .quote").first.inner_text()
    fill(page.locator("#decide"), choose_outcome="overturned", answer="Anda benar, maaf.")
    press(page.locator(".apply"))
    assert status_of(site, post) == PUBLISHED


def test_an_admin_chooses_points_and_imports_claims(site, visit):
    page = visit("/admin/saringan", site.person("Admin Papan"))
    send(page, "/admin/saringan/titik/gambling", choose_hold="1%")
    press(page.locator("button[value=save]"))
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
    press(page.locator("button[value=save]"))
    entry = site.one(select(BlocklistEntry).where(BlocklistEntry.text == "tempoyak bubuk"))
    press(page.get_by_role("link", name="tempoyak bubuk"))
    send(page, f"/admin/saringan/daftar/{entry.id}", choose_action="warn")
    assert site.one(select(BlocklistEntry.action).where(BlocklistEntry.id == entry.id)) == "warn"
    press(page.locator("button[value=remove]"))
    assert site.one(select(BlocklistEntry).where(BlocklistEntry.id == entry.id)) is None


def test_every_form_of_moderators_was_sent(request, site):
    """Counts what the tests above sent, unless only some were asked for."""
    if all_were_asked_for(request):
        assert unsent(site, *OF_MODERATORS) - ELSEWHERE == set()
