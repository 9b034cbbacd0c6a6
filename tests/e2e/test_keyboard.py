"""Everything can be reached and done with a keyboard, and one sees where one is."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from ideaboard.votes.models import Vote
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.kinds import FAIR, OPEN

# What the focused element shows around itself, and where it is.
FOCUS = """() => {
  const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
  return {id: e.id, tag: e.tagName, ring: s.outlineStyle !== 'none' || s.boxShadow !== 'none',
    top: b.top, bottom: b.bottom, height: innerHeight, text: e.innerText || e.name || ''};
}"""


def tab_until(page: Page, reached, most: int = 80) -> list[dict]:
    """Press Tab until `reached` says so; return every stop."""
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS))
        if reached(stops[-1]):
            return stops
    raise AssertionError(f"not reached in {most} stops: {[stop['text'] for stop in stops]}")


def test_support_is_given_with_the_keyboard_alone(site, open_page):
    member = site.member(70)
    page = open_page(member, size=PHONE)
    page.goto(FAIR)
    stops = tab_until(page, lambda stop: stop["id"].endswith("-button"))
    assert all(stop["ring"] for stop in stops), [stop for stop in stops if not stop["ring"]]
    votes = select(func.count()).select_from(Vote).where(Vote.user_id == member.id)
    button, before = page.locator(f"#{stops[-1]['id']}"), site.one(votes)
    pressed = button.get_attribute("aria-pressed")
    for state in ("true" if pressed == "false" else "false", pressed):
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", state)
        expect(button).to_be_focused()
        assert abs(site.one(votes) - before) == (state != pressed)


def test_no_stop_on_the_board_is_hidden_by_the_bar(site, open_page):
    page = open_page(site.person("Rina"), size=PHONE)
    page.goto(FAIR)
    bar = page.locator(".ballot-bar").bounding_box()
    last = page.locator("footer a").last
    stops = tab_until(page, lambda stop: last.evaluate("e => e === document.activeElement"))
    assert len(stops) > 20
    for stop in stops:
        inside_bar = stop["top"] >= bar["y"]
        assert stop["top"] >= 0, stop
        assert inside_bar or stop["bottom"] <= bar["y"] + 2, stop


def test_the_first_stop_leads_to_the_content(open_page):
    page = open_page(size=DESKTOP)
    page.goto(OPEN)
    page.keyboard.press("Tab")
    assert "skip-link" in page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_refused_form_puts_the_focus_on_what_is_wrong(open_page):
    page = open_page(size=PHONE)
    page.goto("/masuk")
    page.locator("#sign-in").evaluate("form => form.noValidate = true")
    page.locator("#sign-in button[type=submit]").first.click()
    expect(page.locator(".error-summary")).to_be_focused()


def test_every_target_on_the_board_is_large_enough(site, open_page):
    page = open_page(site.person("Rina"), size=PHONE)
    page.goto(FAIR)
    small = page.evaluate("""() => [...document.querySelectorAll('button, .button, .tabs a, .pills a, select')]
        .filter(e => e.offsetParent && Math.min(e.offsetHeight, e.offsetWidth) < 44)
        .map(e => e.outerHTML.slice(0, 90))""")
    assert small == []
