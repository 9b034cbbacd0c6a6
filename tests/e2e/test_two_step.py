"""The pages of two-step sign-in that only somebody on the way sees: no violation, and nothing cut off."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.secured import PAGE, set_up
from tests.e2e.site import PASSWORD
from tests.e2e.steps import send
from tests.e2e.test_axe import COLOURS, EVERYTHING


def look(page):
    """Look at the page as it stands, in both themes and sizes."""
    for size, theme, rules in ((PHONE, "light", EVERYTHING), (DESKTOP, "dark", COLOURS)):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        found = Axe().run(page, options=rules)
        assert found.violations_count == 0, f"{page.url}, {theme}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], page.url


def test_every_page_on_the_way_can_be_used_by_everybody(site, open_page):
    person = site.person("Selly Manuputty")
    page = open_page(person)
    page.goto(PAGE)
    send(page, PAGE, current_password=PASSWORD)
    look(page)
    assert page.locator(".app-code svg").bounding_box()["width"] >= 200  # Cameras need some size.
    page.locator("main [name=code]").fill("000000")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    _app, made = set_up(page)
    assert len(made) == 10
    assert page.locator("[data-print]").is_visible()
    look(page)
    visitor = open_page()
    visitor.goto("/masuk?next=/tantangan")
    send(visitor, "/masuk", email=person.email, password=PASSWORD)
    visitor.wait_for_url("**/masuk/kode")
    expect(visitor.locator("main [name=code]")).to_be_focused()
    look(visitor)
    visitor.locator("main [name=code]").fill(made[0])
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**/tantangan")


def test_recovery_codes_come_out_of_the_printer_on_one_sheet(site, open_page):
    page = open_page(site.person("Sri Lestari"))
    _app, made = set_up(page)
    page.emulate_media(media="print")
    assert page.locator("pre.typed-code").inner_text().splitlines() == made
    assert not page.locator("main form").is_visible()
