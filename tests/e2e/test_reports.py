"""Reporting with a script: the question opens in its place, by keyboard too, and closes without a trace."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import select

from ideaboard.moderation.reports.models import Report
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.test_axe import EVERYTHING

IDEA = "Jadwal per lorong"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_report_is_made_with_the_keyboard_alone(site, open_page, size):
    idea, member = site.idea(IDEA), site.member(22 if size == PHONE else 23)
    page = open_page(member, size=size)
    page.goto(idea.path)
    page.locator(f"main a[href='/lapor/{idea.id}']").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("details.report > summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    for key in ("Tab", "Space", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator("input[value=abuse]")).to_be_checked()
    expect(page.locator("input[name=is_child]")).to_be_visible()
    expect(page.locator("textarea[name=claim]")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("p.report")).to_be_focused()
    expect(page.locator("p.report")).to_contain_text("Laporan diterima")
    assert site.one(select(Report.reason).where(Report.reporter_id == member.id)) == "abuse"


def test_the_open_question_has_no_barriers_and_fits_a_phone(site, open_page):
    idea = site.idea(IDEA)
    page = open_page(site.member(24), size=PHONE)
    page.goto(idea.path)
    page.locator(f"main a[href='/lapor/{idea.id}']").click()
    page.locator("input[value=hoax]").check()
    expect(page.locator("textarea[name=claim]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options=EVERYTHING)
    assert found.violations_count == 0, found.generate_report()


def test_a_report_that_lacks_something_says_so_in_its_place(site, open_page):
    idea = site.idea(IDEA)
    page = open_page(site.member(25), size=PHONE)
    page.goto(idea.path)
    page.locator(f"main a[href='/lapor/{idea.id}']").click()
    page.locator("input[value=hoax]").check()
    page.locator("dialog textarea[name=detail]").fill("Tolong dilihat.")
    page.locator("dialog button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("dialog textarea[name=detail]")).to_have_value("Tolong dilihat.")
