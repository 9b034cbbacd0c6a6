"""No page breaks a rule of accessibility that a machine can check, in any language, theme or size."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults

from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.kinds import KINDS, open_kind

# A theme changes colours and nothing else, so the second one is looked at for those.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"runOnly": {"type": "tag", "values": TAGS}}


def run_axe(page, rules: dict) -> AxeResults:
    """Look at the page as it stands. Reading axe into a page takes longer than asking it: once a page."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    return AxeResults(page.evaluate("rules => axe.run(rules)", {**rules, "resultTypes": ["violations"]}))


@pytest.mark.parametrize("name", KINDS)
def test_a_page_has_no_violation(site, open_page, name):
    user, path, status = open_kind(site, name)
    page = open_page(user)
    for language, size in (("id", PHONE), ("en", DESKTOP)):
        page.set_viewport_size(size)
        mark = "&" if "?" in path else "?"
        answer = page.goto(f"{path}{mark}bahasa={language}")
        assert answer.status == status
        assert page.locator("html").get_attribute("lang") == language
        for theme, rules in (("light", EVERYTHING), ("dark", COLOURS)):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            found = run_axe(page, rules)
            assert found.violations_count == 0, f"{language}, {theme}: {found.generate_report()}"


def test_every_page_that_can_be_opened_is_a_kind(site):
    """A new page has to be added to the kinds; links from mail and machine pages are looked at elsewhere."""
    elsewhere = {
        *("static", "health.alive", "health.ready", "posts.picture", "pages.robots", "challenges.weights"),
        # Addresses that lead elsewhere, and what machines read.
        *("challenges.short_link", "pages.app_icon", "pages.challenge_feed", "pages.manifest", "pages.preview"),
        *("pages.site_feed", "pages.sitemap", "moderation.transparency_as_csv", "admin.log_as_csv"),
        *("votes.counts_file", "metrics.show", "pages.security_txt", "accounts.download"),
        *("accounts.second_step", "accounts.set_up_two_step"),  # test_two_step.py
        *("accounts.close_by_link", "accounts.sign_in_link", "accounts.new_password", "businesses.invitation"),
    }
    with site.app.test_request_context():
        adapter = site.app.url_map.bind("127.0.0.1")
        shown = {
            adapter.match(open_kind(site, name)[1].partition("?")[0])[0] for name in KINDS if name != "not found"
        }
    pages = {rule.endpoint for rule in site.app.url_map.iter_rules() if "GET" in rule.methods}
    assert pages - shown - elsewhere == set()
