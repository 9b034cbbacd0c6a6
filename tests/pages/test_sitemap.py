"""The sitemap, whole and in parts, and robots.txt that names it."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from ideaboard.pages.sitemap import addresses, routes
from ideaboard.posts.models import DRAFT, HELD, HIDDEN, PUBLISHED
from ideaboard.posts.service import change_status
from tests.browser import Browser
from tests.database import fresh, statements, write
from tests.factories import make_challenge, make_idea

Browse = Callable[..., Browser]
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(browser: Browser, path: str = "/sitemap.xml") -> list[str]:
    answer = browser.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    root = ElementTree.fromstring(answer.data)
    assert root.tag in (f"{MAP}urlset", f"{MAP}sitemapindex")
    found = [place.text or "" for place in root.iter(f"{MAP}loc")]
    assert all(place.startswith("http://127.0.0.1:8000/") for place in found)
    return [place.removeprefix("http://127.0.0.1:8000") for place in found]


def everything(browser: Browser) -> list[str]:
    """Return what the sitemap lists, whether or not it is in parts: ids go on from test to test."""
    found = locations(browser)
    parts = [path for path in found if "?dari=" in path]
    return [path for part in parts for path in locations(browser, part)] if parts else found


def test_every_address_leads_to_a_page(browser: Browser) -> None:
    idea = make_idea(challenge := make_challenge())
    found = everything(browser)
    assert {"/", "/bantuan", challenge.path, f"{challenge.path}/kabar", idea.path} <= set(found)
    assert [browser.get(path).status_code for path in found] == [200] * len(found)


@pytest.mark.parametrize("status", [DRAFT, HELD, HIDDEN])
def test_what_is_not_public_is_not_listed(browser: Browser, status: str) -> None:
    idea = make_idea(shown := make_challenge(), status=status)
    below = make_idea(hidden := make_challenge())
    write(lambda: change_status(fresh(hidden), status, expected=(PUBLISHED,)))
    found = everything(browser)
    assert shown.path in found
    assert not {idea.path, hidden.path, below.path} & set(found)


def test_a_large_site_is_listed_in_parts_that_miss_nothing(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [make_idea(make_challenge()) for _n in range(4)]
    span = max(3, made[0].id // 4)  # ids go on from test to test
    for module in (addresses, routes):
        monkeypatch.setattr(module, "SPAN", span)
    parts = locations(browser)
    assert len(parts) > 1
    assert all(part.startswith("/sitemap.xml?dari=") for part in parts)
    listed = [path for part in parts for path in locations(browser, part)]
    assert {idea.path for idea in made} <= set(listed)
    assert listed.count(made[0].path) == listed.count("/") == 1


@pytest.mark.parametrize("start", ["-5", "abc", "", "99999999999999999999999", "1e3"])
def test_odd_parts_are_answered(browser: Browser, start: str) -> None:
    make_challenge()
    locations(browser, f"/sitemap.xml?dari={start}")


def test_a_part_costs_three_queries(browser: Browser) -> None:
    first = make_idea()
    make_idea()
    with statements() as seen:
        assert first.path in locations(browser, f"/sitemap.xml?dari={first.id}")
    assert len(seen) == 3


def test_robots_names_the_sitemap(browser: Browser) -> None:
    assert "\nSitemap: http://127.0.0.1:8000/sitemap.xml\n" in browser.get("/robots.txt").text
