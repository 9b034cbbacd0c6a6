"""Verifying a business, labelling a claim and carrying out an order without JavaScript: each form sent by hand."""

from __future__ import annotations

from sqlalchemy import select

from ideaboard.businesses.models import Business
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.orders.models import LegalOrder
from ideaboard.posts.models import Post
from tests.e2e.claimed import OF_CLAIMS, claiming_comment, something_to_label
from tests.e2e.kinds import BUSINESS, MODERATOR
from tests.e2e.steps import all_were_asked_for, fill, press, send, unsent
from tests.moderation.labels.steps import CLAIM


def status_of(site, post_id: int) -> str:
    return site.one(select(Post.status).where(Post.id == post_id))


def verified_at(site):
    return site.one(select(Business.verified_at).where(Business.slug == BUSINESS.rpartition("/")[2]))


def test_an_admin_takes_a_verification_back_and_gives_it_again(site, visit):
    page = visit(BUSINESS, site.person("Admin Papan"))
    press(page.locator("main a[href^='/admin/usaha/']"))
    action = page.locator("main form[action$='/verifikasi']").get_attribute("action")
    send(page, action)
    assert verified_at(site) is None
    send(page, action)
    assert verified_at(site) is not None


def test_a_moderator_labels_a_claim(site, visit):
    author = site.member(68)
    case = something_to_label(site, author)
    page = visit(f"/moderasi/kasus/{case}/label", site.person(MODERATOR))
    page.locator("main form[action$='/label']").evaluate("form => form.noValidate = true")
    send(page, f"/moderasi/kasus/{case}/label", claim=CLAIM, choose_verdict="unproven", rationale="Belum ada uji.")
    assert page.locator(".error-summary").is_visible()  # It lacks a link, and nothing typed is lost.
    fill(page, url_2="https://www.kemkes.example/kelor", choose_stance_2="contradicts")
    press(page.locator("main form[action$='/label'] button[type=submit]"))

    shown = visit(f"/k/{site.one(select(Case.post_id).where(Case.id == case))}").locator(".claim-label")
    assert "Belum ada uji." in shown.inner_text()


def test_an_admin_carries_an_order_out_and_lifts_it(site, visit):
    author, admin = site.member(69), site.person("Admin Papan")
    comment = claiming_comment(site, author)
    page = visit("/admin/perintah/baru", admin)
    words = {
        "authority": "Polda Lampung",
        "reference": "R/77/2026",
        "ground": "Putusan pengadilan negeri.",
    }
    send(page, "/admin/perintah/baru", address=comment.path, choose_hours="4", **words)
    press(page.locator("main .notice button[type=submit]"))
    assert visit(comment.path).locator("h1").inner_text() != ""
    assert status_of(site, comment.id) == "hidden"
    order = site.one(select(LegalOrder.id).where(LegalOrder.post_id == comment.id))
    theirs = visit(f"/akun/perintah/{order}", author)
    send(theirs, f"/akun/perintah/{order}", objection="Putusan itu bukan tentang tulisan saya.")
    assert "Putusan itu bukan" in theirs.locator("main").inner_text()
    send(page, f"/admin/perintah/{order}/salinan")
    assert CLAIM in page.locator("main").inner_text()
    page.goto(f"/admin/perintah/{order}")
    send(page, f"/admin/perintah/{order}/cabut", outcome="Pengadilan membatalkan perintah ini.")
    assert status_of(site, comment.id) == "published"


def test_every_form_of_claims_was_sent(request, site):
    """Counts what the tests above sent, unless only some were asked for."""
    if all_were_asked_for(request):
        assert unsent(site, *OF_CLAIMS) == set()
