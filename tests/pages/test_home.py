"""Home: what is open now, or what was newest."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from ideaboard.businesses.sectors import SECTORS
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from tests.browser import Browser
from tests.factories import make_business, make_challenge, make_fair_challenge, make_user

Browse = Callable[..., Browser]


def _shown(browser: Browser) -> list[str]:
    return re.findall(r'<h3><a href="(/t/[^"]+)">', browser.get("/").text)


def _closing_in(days: int) -> Challenge:
    at = now() + timedelta(days=days)
    return make_challenge(ideas_close_at=at, support_close_at=at)


def test_an_empty_place_invites_the_first_business(browser: Browser) -> None:
    page = browser.get("/")
    assert page.status_code == 200
    assert '<div class="empty">' in page.text
    assert 'href="/tantangan"' in page.text


def test_what_closes_first_comes_first(browser: Browser) -> None:
    late, soon, middle = (_closing_in(days) for days in (9, 2, 5))
    assert _shown(browser) == [soon.path, middle.path, late.path]


def test_a_challenge_in_its_support_stage_is_open(browser: Browser) -> None:
    challenge = make_fair_challenge()
    assert _shown(browser) == [challenge.path]


def test_six_are_enough(browser: Browser) -> None:
    business = make_business()
    for _ in range(8):
        make_challenge(business)
    assert len(_shown(browser)) == 6


@pytest.mark.parametrize("stage", ["scheduled", "review"])
def test_what_is_not_open_gives_way_to_what_is(browser: Browser, stage: str) -> None:
    make_challenge(stage=stage)
    challenge = make_challenge()
    assert _shown(browser) == [challenge.path]


def test_without_an_open_one_the_newest_are_shown(browser: Browser) -> None:
    old, new = make_challenge(stage="review"), make_challenge(stage="scheduled")
    assert _shown(browser) == [new.path, old.path]


@pytest.mark.parametrize("status", ["draft", "held", "hidden", "removed"])
def test_what_is_not_public_is_not_shown_even_to_its_owner(browse: Browse, status: str) -> None:
    owner = make_user()
    make_challenge(owner=owner, status=status)
    assert _shown(browse(owner)) == []


def test_a_cancelled_challenge_is_not_shown(browser: Browser) -> None:
    make_challenge(cancelled_at=now())
    assert _shown(browser) == []


def test_every_sector_is_a_filter_of_the_list(browser: Browser) -> None:
    page = browser.get("/").text
    assert all(f'href="/tantangan?sektor={sector.slug}"' in page for sector in SECTORS.values())
