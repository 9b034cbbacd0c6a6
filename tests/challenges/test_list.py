"""The list of challenges: filters, order, paging, and the twin of the stages in SQL."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from ideaboard.challenges.filters import STAGE_WORDS, in_stage, takes_support
from ideaboard.challenges.listing import PAGE_SIZE
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.stages import stage_at
from ideaboard.data.clock import now
from ideaboard.posts.models import DRAFT, HELD, HIDDEN
from tests.browser import Browser
from tests.database import rows, statements
from tests.factories import make_business, make_challenge, make_fair_challenge

Browse = Callable[..., Browser]


def _titles(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/t/[^"]+">([^<]+)</a></h2>', page)


def _shown(browser: Browser, query: str = "") -> list[str]:
    answer = browser.get(f"/tantangan{query}")
    assert answer.status_code == 200
    return _titles(answer.text)


@pytest.mark.parametrize("stage", list(STAGE_WORDS.values()))
@pytest.mark.parametrize("rule", ["open", "fair"])
def test_the_condition_of_a_stage_agrees_with_the_clock_at_every_boundary(browser: Browser, stage, rule) -> None:
    running = make_challenge(rule=rule, stage="ideas")
    cancelled = make_challenge(rule=rule, stage="ideas", cancelled_at=now())
    one = timedelta(microseconds=1)
    edges = [running.opens_at, running.ideas_close_at, running.support_close_at]
    for moment in [edge + shift for edge in edges for shift in (-one, timedelta(0), one)]:
        found = {each.id for each in rows(select(Challenge).where(in_stage(stage, moment)))}
        assert found == {each.id for each in (running, cancelled) if stage_at(each, moment) is stage}


def test_support_runs_with_ideas_under_the_open_rule_only(browser: Browser) -> None:
    open_rule, fair = make_challenge(stage="ideas"), make_fair_challenge(stage="support")
    make_fair_challenge(stage="ideas")
    found = {each.id for each in rows(select(Challenge).where(takes_support(now())))}
    assert found == {open_rule.id, fair.id}


def test_the_list_shows_what_is_not_over_and_what_closes_next_comes_first(browser: Browser) -> None:
    later, sooner = make_challenge(stage="ideas"), make_fair_challenge(stage="support")
    coming = make_challenge(stage="scheduled")
    make_challenge(stage="review")
    make_challenge(stage="ideas", cancelled_at=now())
    assert _shown(browser) == [sooner.title, later.title, coming.title]


def test_newest_first_on_request(browser: Browser) -> None:
    old, new = make_fair_challenge(stage="support"), make_challenge(stage="ideas")
    assert _shown(browser, "?urut=terbaru") == [new.title, old.title]


@pytest.mark.parametrize("status", [DRAFT, HELD, HIDDEN])
def test_what_is_not_public_is_in_no_list(browser: Browser, status: str) -> None:
    make_challenge(status=status)
    for word in ["", *STAGE_WORDS]:
        assert _shown(browser, f"?tahap={word}") == []


@pytest.mark.parametrize(("word", "stage"), [("terjadwal", "scheduled"), ("ide", "ideas"), ("nilai", "review")])
def test_a_stage_can_be_chosen(browser: Browser, word: str, stage: str) -> None:
    made = {name: make_challenge(stage=name) for name in ("scheduled", "ideas", "review")}
    assert _shown(browser, f"?tahap={word}") == [made[stage].title]


def test_cancelled_challenges_can_still_be_found(browser: Browser) -> None:
    gone = make_challenge(cancelled_at=now())
    make_challenge()
    assert _shown(browser, "?tahap=dibatalkan") == [gone.title]


def test_sector_and_city_narrow_the_list(browser: Browser) -> None:
    batik = make_challenge(make_business(sector="fashion", city="Pekalongan"))
    make_challenge(make_business(sector="fashion"))
    make_challenge()
    assert _shown(browser, "?sektor=fesyen&kota=pekalongan") == [batik.title]


@pytest.mark.parametrize("query", ["?sektor=apa", "?tahap=xyz", "?urut=acak", "?sesudah=%21", "?sesudah=WzAsMF0"])
def test_words_that_are_none_of_ours_ask_for_nothing(browser: Browser, query: str) -> None:
    challenge = make_challenge()
    assert _shown(browser, query) == [challenge.title]


@pytest.mark.parametrize("key", [2**61, -(2**61), 0, 1.5])
def test_an_invented_cursor_breaks_nothing(browser: Browser, key: float) -> None:
    from ideaboard.data.paging import Cursor

    make_challenge()
    assert browser.get(f"/tantangan?sesudah={Cursor(key, 5)}").status_code == 200


def test_an_empty_list_offers_to_clear_the_filters(browser: Browser) -> None:
    assert "Hapus saringan" in browser.get("/tantangan?sektor=jamu").text
    assert "Hapus saringan" not in browser.get("/tantangan").text


def test_an_empty_board_of_challenges_leads_on(browser: Browser) -> None:
    empty = browser.get("/tantangan").text.partition('class="empty"')[2]
    assert 'href="/tantangan/baru"' in empty
    assert 'href="/tantangan?tahap=nilai"' in empty


@pytest.mark.parametrize("order", ["segera-tutup", "terbaru"])
def test_the_pages_hold_every_challenge_once(browser: Browser, order: str) -> None:
    business = make_business()
    at = now() + timedelta(days=9)
    made = {
        make_challenge(business, ideas_close_at=at, support_close_at=at).title for _ in range(PAGE_SIZE * 2 + 1)
    }
    seen: list[str] = []
    path: str | None = f"/tantangan?urut={order}"
    while path:
        page = browser.get(path).text
        seen += _titles(page)
        found = re.search(r'class="button" href="(/tantangan\?[^"]*sesudah[^"]+)"', page)
        path = found[1].replace("&amp;", "&") if found else None
    assert len(seen) == len(made)
    assert set(seen) == made


def test_htmx_gets_the_next_cards_only(browser: Browser) -> None:
    make_challenge()
    answer = browser.get("/tantangan", htmx=True)
    assert "<html" not in answer.text
    assert "<h2>" in answer.text
    assert "HX-Request" in answer.headers["Vary"]


def test_the_list_needs_the_same_queries_for_any_number(browser: Browser) -> None:
    def needed() -> int:
        with statements() as seen:
            browser.get("/tantangan")
        return len(seen)

    make_challenge()
    few = needed()
    for _ in range(6):
        make_challenge()
    assert needed() == few == 3
