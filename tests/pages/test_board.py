"""The board of a challenge: what it costs and weighs, its orders, its pages, its states."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path

import pytest

from ideaboard.challenges.models import Challenge
from ideaboard.config import ROOT
from tests.browser import Browser
from tests.database import statements
from tests.factories import (
    make_challenge,
    make_idea,
    make_many_ideas,
    make_user,
)

Browse = Callable[..., Browser]
PAGE = 20
LARGEST = 10 * 1024
CITIES = ["Bandar Lampung", "Metro", "Yogyakarta", "Tasikmalaya", "Pekanbaru", "Banjarmasin", "Kupang"]
NAMES = ["Sri Wahyuni", "Budi Santoso", "Ni Luh Ayu", "Rahmat Hidayat", "Maria Goreti", "Agus Salim", "Fitri Yanti"]


def _titles(page: str) -> list[int]:
    return [int(ident) for ident in re.findall(r'id="idea-(\d+)-title"', page)]


def _next(page: str) -> str | None:
    found = re.search(r'rel="next" href="([^"]+)"', page)
    return html.unescape(found[1]) if found else None


# Statements


def _cost(browser: Browser, path: str) -> int:
    with statements() as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize(("member", "most"), [(False, 3), (True, 6)], ids=["visitor", "member"])
def test_a_board_costs_the_same_for_10_and_10000_ideas(browse: Browse, member: bool, most: int) -> None:
    small, large, author = make_challenge(), make_challenge(), make_user()
    make_many_ideas(small, author, 10)
    make_many_ideas(large, author, 10_000)
    browser = browse(make_user() if member else None)
    orders = ("", "?urut=terbaru", "?urut=jarang", "?urut=ramai", "?urut=terbanyak")
    costs = {_cost(browser, challenge.path + order) for challenge in (small, large) for order in orders}
    assert len(costs) == 1
    assert 0 < costs.pop() <= most


def test_the_next_page_costs_no_more(browse: Browse) -> None:
    challenge = make_challenge()
    make_many_ideas(challenge, make_user(), 50)
    browser = browse(make_user())
    more = _next(browser.get(challenge.path).text)
    assert more
    assert _cost(browser, more) <= 6


# Weight


def _texts() -> list[tuple[str, str]]:
    """Twenty titles and texts of 220 characters, as people write them."""
    ideas = json.loads(Path(ROOT / "ideaboard/demo/content.json").read_text())["ideas"]
    words = [f"{each['body']} {each['for_whom']} {each['why_it_works']}" for each in ideas]
    long = [f"{text} {words[n - 1]}"[:220] for n, text in enumerate(words)]
    return list(islice(zip((each["title"] for each in ideas), long, strict=True), PAGE))


def _full_board(**kwargs: object) -> Challenge:
    challenge = make_challenge(**kwargs)  # type: ignore[arg-type]
    for (title, text), name, city in zip(_texts(), cycle(NAMES), cycle(CITIES), strict=False):
        make_idea(challenge, make_user(name, city=city), title=title, body=text, votes=len(title))
    return challenge


@pytest.mark.parametrize("member", [False, True], ids=["visitor", "member"])
@pytest.mark.parametrize("rule", [{"rule": "open"}, {"rule": "fair", "stage": "support"}], ids=["open", "fair"])
def test_a_board_of_20_ideas_weighs_at_most_10_kb(browse: Browse, rule: dict[str, str], member: bool) -> None:
    challenge = _full_board(**rule)
    page = browse(make_user() if member else None).get(challenge.path)
    assert len(_titles(page.text)) == PAGE
    assert all(len(text) == 220 for _, text in _texts())
    assert len(gzip.compress(page.data, 6)) <= LARGEST


# Cookies and caches


def test_a_visitor_gets_no_cookie(browser: Browser) -> None:
    challenge, author = make_challenge(), make_user()
    idea = make_idea(challenge, author)
    board = [f"{challenge.path}{end}" for end in ("", "?urut=ramai", "?acak=7", "/brief", "/aturan")]
    for path in (*board, idea.path, f"/u/{author.handle}", "/", "/tantangan", "/tata-tertib", "/privasi"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (200, []), path
        assert answer.headers["Cache-Control"] == "no-cache"


def test_a_members_board_is_kept_by_no_cache(browse: Browse) -> None:
    assert browse(make_user()).get(make_challenge().path).headers["Cache-Control"] == "private, no-store"


# Orders


@pytest.mark.parametrize("name", ["terbaru", "jarang", "ramai", "terbanyak"])
def test_an_order_is_a_link_that_htmx_pushes(browser: Browser, name: str) -> None:
    challenge = make_challenge()
    make_idea(challenge)
    link = f"{challenge.path}?urut={name}"
    found = re.search(rf'<a href="{re.escape(link)}"[^>]*>', browser.get(challenge.path).text)
    assert found
    assert f'hx-get="{link}"' in found[0]
    assert 'hx-push-url="true"' in found[0]


def test_a_new_order_puts_the_focus_on_the_heading(browser: Browser) -> None:
    challenge = make_challenge()
    make_idea(challenge)
    part = browser.get(f"{challenge.path}?urut=terbaru", htmx=True).text
    assert "<html" not in part
    assert re.search(r'<section id="ideas"', part)
    assert re.search(r'<h2 id="ideas-heading"[^>]* data-focus>', part)
    assert part.count("data-focus") == 1


def test_a_page_takes_no_focus(browser: Browser) -> None:
    challenge = make_challenge()
    make_idea(challenge)
    assert "data-focus" not in browser.get(f"{challenge.path}?urut=terbaru").text


def test_a_history_restore_gets_the_whole_page(browser: Browser) -> None:
    answer = browser.get(make_challenge().path, htmx=True, headers={"HX-History-Restore-Request": "true"})
    assert "<html" in answer.text


def test_the_chosen_order_is_marked(browser: Browser) -> None:
    challenge = make_challenge()
    make_idea(challenge)
    page = browser.get(f"{challenge.path}?urut=jarang").text
    orders = re.findall(r'<nav class="pills".*?</nav>', page, re.S)[0]
    assert re.findall(r'href="([^"]+)"[^>]*aria-current="true"', orders) == [f"{challenge.path}?urut=jarang"]


# Pages


@pytest.mark.parametrize("query", ["", "?urut=terbaru", "?urut=ramai", "?acak=9"])
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
def test_loading_more_shows_every_idea_once(browse: Browse, query: str, htmx: bool) -> None:
    challenge = make_challenge()
    make_many_ideas(challenge, make_user(), 2 * PAGE + 3)
    browser = browse()
    page = browser.get(challenge.path + query).text
    seen = _titles(page)
    while more := _next(page):
        page = browser.get(more, htmx=htmx).text
        seen += _titles(page)
    assert (len(seen), len(set(seen))) == (2 * PAGE + 3, 2 * PAGE + 3)


@pytest.fixture
def more(browser: Browser) -> str:
    """What htmx appends after the first page of 45 ideas."""
    challenge = make_challenge()
    make_many_ideas(challenge, make_user(), 45)
    path = _next(browser.get(challenge.path).text)
    assert path
    return browser.get(path, htmx=True).text


def test_what_is_appended_holds_cards_only(more: str) -> None:
    assert "<html" not in more
    assert "ideas-heading" not in more
    assert len(_titles(more)) == PAGE


def test_the_focus_goes_to_the_first_new_title(more: str) -> None:
    assert re.findall(r'id="idea-(\d+)-title"[^>]* data-focus', more) == [str(_titles(more)[0])]


def test_the_next_link_takes_the_place_of_the_old_one(more: str) -> None:
    part = re.search(r'<p class="more" id="load-more" hx-swap-oob="true">.*?</p>', more, re.S)
    assert part
    assert 'hx-target="#idea-list" hx-swap="beforeend"' in part[0]
    assert _next(part[0])


def test_what_was_appended_is_announced(more: str) -> None:
    assert re.search(r'id="status" role="status"[^>]*hx-swap-oob="true">20 ide', more)


# Back to the right place


def test_a_vote_from_an_order_goes_back_to_that_order(browse: Browse) -> None:
    challenge = make_challenge()
    make_idea(challenge)
    page = browse(make_user()).get(f"{challenge.path}?urut=terbaru").text
    assert f'name="back" value="{challenge.path}?urut=terbaru"' in page
