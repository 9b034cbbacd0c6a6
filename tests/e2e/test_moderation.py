"""Decisions with a script: the card changes in place, everything is said, nothing jumps."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.kinds import MODERATOR
from tests.e2e.moderated import hold_comment


@pytest.mark.parametrize(("size", "number"), [(PHONE, 21), (DESKTOP, 22)])
def test_a_kept_card_makes_room_for_undo_and_is_announced(site, open_page, size, number):
    post = hold_comment(site, site.member(number))
    page = open_page(site.person(MODERATOR), size=size)
    page.goto("/moderasi")
    card = page.locator(f"#post-{post}")
    card.locator("form[action$='/biarkan'] button").click()
    expect(card.locator("form[action$='/batal']")).to_be_visible()
    expect(card).to_be_focused()
    expect(page.locator("#status")).not_to_be_empty()
    card.locator("form[action$='/batal'] button").click()
    page.wait_for_url("**/moderasi#post-*")
    expect(page.locator(f"#post-{post} form[action$='/biarkan']")).to_be_visible()


def test_a_refused_removal_stays_open_with_its_words(site, open_page):
    post = hold_comment(site, site.member(23))
    page = open_page(site.person(MODERATOR), expects="422")
    page.goto("/moderasi")
    card = page.locator(f"#post-{post}")
    card.locator("summary.danger").click()
    form = card.locator("form[action$='/hapus']")
    form.evaluate("form => form.noValidate = true")
    form.locator("textarea").fill("Tanpa iklan.")
    form.locator("button").click()
    expect(card.locator(".error-summary")).to_be_focused()
    expect(card.locator("textarea")).to_have_value("Tanpa iklan.")
    card.locator("select").select_option("spam")
    card.locator("form[action$='/hapus'] button").click()
    expect(card.locator("form[action$='/batal']")).to_be_visible()
