"""Nothing has to be scrolled sideways: small phones, large text, wide screens."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import PHONE
from tests.e2e.kinds import KINDS, open_kind

WIDER = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).position !== 'fixed'
    && !e.closest('.visually-hidden, .skip-link, .band'))
  .map(e => e.tagName + '.' + e.className).slice(0, 5)"""


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("name", KINDS)
def test_a_page_fits_every_screen_and_a_phone_with_text_twice_as_large(site, open_page, name):
    user, path, _ = open_kind(site, name)
    page = open_page(user, bypass_csp=True)  # for the larger text below
    page.goto(path)
    assert page.evaluate("scrollY") == 0, "not opened at its top: " + page.evaluate(
        "document.activeElement.outerHTML"
    )
    for width in (320, 360, 768, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 740})
        assert overflow(page) <= 0, f"{width} px: {page.evaluate(WIDER)}"
    page.set_viewport_size(PHONE)
    page.add_style_tag(content="html { font-size: 200% !important }")
    assert overflow(page) <= 0, f"large: {page.evaluate(WIDER)}"
