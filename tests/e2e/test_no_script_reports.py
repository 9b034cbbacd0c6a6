"""Reporting without JavaScript, as a member and as a visitor."""

from __future__ import annotations

from sqlalchemy import select

from ideaboard.moderation.reports.models import Report
from tests.e2e.steps import all_were_asked_for, form_to, press, send, unsent

OF_REPORTS = ("/lapor",)  # forms that are sent here
IDEA = "Kopi robusta gula aren"


def reports_of(site, post_id: int) -> list[tuple[str, str]]:
    found = site.rows(select(Report).where(Report.post_id == post_id).order_by(Report.id))
    return [(report.reason, report.claim) for report in found]


def test_a_member_reports_false_news_with_the_claim(site, visit):
    idea = site.idea(IDEA)
    page = visit(idea.path, site.member(21))
    action = f"/lapor/{idea.id}"
    press(page.locator(f"main a[href='{action}']"))
    assert page.locator("textarea[name=claim]").is_hidden()
    form_to(page, action).evaluate("form => form.noValidate = true")
    send(page, action, choose_reason="hoax")
    assert page.locator(".error-summary").is_visible()
    send(page, action, choose_reason="hoax", claim="Kopi menyembuhkan kencing manis.")
    assert page.url.endswith(idea.path)
    assert "Laporan diterima" in page.locator(".flashes").inner_text()
    assert ("hoax", "Kopi menyembuhkan kencing manis.") in reports_of(site, idea.id)


def test_a_visitor_reports_a_comment(site, visit):
    comment = site.fresh_comment(IDEA, "Rina")
    page = visit(f"/k/{comment}")
    press(page.locator(f"main a[href='/lapor/{comment}']"))
    page.wait_for_timeout(3200)  # Whoever is faster is taken for a program.
    send(page, f"/lapor/{comment}", choose_reason="personal", is_child=True)
    assert reports_of(site, comment) == [("personal", "")]


def test_every_form_of_reports_was_sent(request, site):
    """Counts what the tests above sent, unless only some were asked for."""
    if all_were_asked_for(request):
        assert unsent(site, *OF_REPORTS) == set()
