"""The moderators' pages with a script: twenty cases by keyboard alone, and by touch on a small phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from ideaboard.moderation.models import Decision
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.kinds import MODERATOR
from tests.e2e.moderated import case_about, close_all, hold_comment, open_cases
from tests.e2e.steps import press

CASES = 20
# What a person decides case by case; the keys, and the same by touch.
PLANS = [
    (("a",), {"choice": "keep"}),
    (("p", "5"), {"choice": "changes", "reason": "hoax"}),
    (("s", "4", "w"), {"choice": "hide", "reason": "abuse", "measure": "warn"}),
    (("h", "2"), {"choice": "remove", "reason": "gambling"}),
    (("x", "1"), {"choice": "silence", "reason": "fraud"}),
]
ASKED_TWICE = ("remove", "silence")  # the members of the demo are older than 30 days


@pytest.fixture
def twenty(site) -> list[int]:
    """Twenty cases, each of another author."""
    close_all(site)
    for number in range(CASES):
        hold_comment(site, site.member(30 + number), f"Slot gacor nomor {number}, depo {number} ribu saja.")
    return open_cases(site)


def decided(site) -> int:
    return site.one(select(func.count()).select_from(Decision).where(Decision.undone_at.is_(None)))


def is_shown(page, case: int) -> None:
    """Wait until a case is on the page and can be decided."""
    expect(page.locator(f"form#decide[action^='/moderasi/kasus/{case}/']")).to_be_visible(timeout=60_000)


def wait_for_next(page, case: int, left: list[int]) -> None:
    if left:
        is_shown(page, left[0])
    else:
        expect(page.locator(".empty")).to_be_visible(timeout=60_000)


def test_a_person_clears_twenty_cases_with_the_keyboard_alone(site, open_page, twenty):
    page, before = open_page(site.person(MODERATOR), size=DESKTOP, expects="422"), decided(site)
    page.goto("/moderasi")
    page.keyboard.press("j")
    expect(page.locator("[data-case]").first).to_be_focused()
    page.keyboard.press("o")
    is_shown(page, twenty[0])
    for number, case in enumerate(twenty):
        if number:  # What was swapped in has the focus.
            expect(page.locator("#case-title")).to_be_focused()
        keys, fields = PLANS[number % len(PLANS)]
        for key in keys:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        if fields["choice"] in ASKED_TWICE:
            expect(page.locator("#decide p[role=alert]")).to_be_focused(timeout=60_000)
            page.keyboard.press("Enter")
        wait_for_next(page, case, twenty[number + 1 :])
    assert decided(site) - before == CASES
    assert open_cases(site) == []


def test_a_person_clears_twenty_cases_by_touch_at_360_pixels(site, open_page, twenty):
    page = open_page(site.person(MODERATOR), size=PHONE, expects="422", has_touch=True, is_mobile=True)
    before = decided(site)
    page.goto("/moderasi")
    page.locator("[data-case]").first.tap()
    is_shown(page, twenty[0])
    for number, case in enumerate(twenty):
        _keys, fields = PLANS[number % len(PLANS)]
        page.locator(".decide-bar .jump").tap()
        page.locator(f"label.choice:has(input[value={fields['choice']}])").tap()
        for name in ("reason", "measure"):
            if name in fields:
                page.locator(f"#{name}").select_option(fields[name])
        page.locator(".decide-bar .apply").tap()
        if fields["choice"] in ASKED_TWICE:
            expect(page.locator("#decide p[role=alert]")).to_be_visible(timeout=60_000)
            page.locator(".decide-bar .apply").tap()
        wait_for_next(page, case, twenty[number + 1 :])
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert decided(site) - before == CASES


def test_a_decision_is_announced_and_taken_back_with_one_key(site, open_page):
    close_all(site)
    hold_comment(site, site.member(52))
    hold_comment(site, site.member(53))
    first, second = open_cases(site)
    page = open_page(site.person(MODERATOR), size=DESKTOP)
    page.goto(f"/moderasi/kasus/{first}")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    is_shown(page, second)
    expect(page.locator("#status")).not_to_be_empty()
    assert page.url.endswith(f"/moderasi/kasus/{second}")
    page.keyboard.press("u")
    is_shown(page, first)
    assert open_cases(site) == [first, second]


def test_the_message_follows_the_choice(site, open_page):
    case = case_about(site, hold_comment(site, site.member(54)))
    page = open_page(site.person(MODERATOR), size=DESKTOP)
    page.goto(f"/moderasi/kasus/{case}")
    page.keyboard.press("s")
    page.keyboard.press("4")
    expect(page.locator("#preview")).to_contain_text("menghina")
    page.keyboard.press("a")
    expect(page.locator("#preview")).not_to_contain_text("menghina")


def test_no_key_acts_while_somebody_types_and_none_when_switched_off(site, open_page):
    case = case_about(site, hold_comment(site, site.member(55)))
    page = open_page(site.person(MODERATOR), size=DESKTOP)
    page.goto(f"/moderasi/kasus/{case}")
    page.locator("#message").press_sequentially("sah")
    expect(page.locator("#message")).to_have_value("sah")
    assert page.locator("[name=choice]:checked").count() == 0
    page.goto("/moderasi/pintasan")
    page.locator("input[value=mati]").check()
    press(page.locator("main button[type=submit]"))
    page.goto(f"/moderasi/kasus/{case}")
    page.keyboard.press("a")
    assert page.locator("[name=choice]:checked").count() == 0


def test_an_open_case_is_renewed_without_a_word(site, open_page):
    case = case_about(site, hold_comment(site, site.member(56)))
    page = open_page(site.person(MODERATOR), size=PHONE)
    page.goto(f"/moderasi/kasus/{case}")
    page.locator("#hold button").click()
    expect(page.locator("#hold .small")).to_be_visible()
    expect(page.locator("#status")).to_be_empty()


def test_the_way_back_fades_after_ten_seconds(site, open_page):
    close_all(site)
    hold_comment(site, site.member(57))
    hold_comment(site, site.member(58))
    first, second = open_cases(site)
    page = open_page(site.person(MODERATOR), size=DESKTOP)
    page.clock.install()
    page.goto(f"/moderasi/kasus/{first}")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    is_shown(page, second)
    expect(page.locator(".undo")).to_be_visible()
    page.clock.fast_forward(11_000)
    expect(page.locator(".undo")).to_have_count(0)
