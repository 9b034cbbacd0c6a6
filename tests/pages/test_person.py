"""The public page of a person: only what everybody may read."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest

from ideaboard.data.clock import now
from tests.browser import Browser
from tests.database import statements
from tests.factories import make_challenge, make_idea, make_many_ideas, make_user

Browse = Callable[..., Browser]


def _ids(page: str) -> list[int]:
    return [int(ident) for ident in re.findall(r'<h3><a href="/i/(\d+)-', page)]


def _next(page: str) -> str | None:
    found = re.search(r'rel="next" href="([^"]+)"', page)
    return html.unescape(found[1]) if found else None


def test_the_page_shows_name_place_and_ideas(browser: Browser) -> None:
    author, challenge = make_user("Sri Wahyuni", city="Metro"), make_challenge()
    ideas = [make_idea(challenge, author) for _ in range(2)]
    page = browser.get(f"/u/{author.handle}").text
    assert "Sri Wahyuni</h1>" in page
    assert "Metro" in page
    assert challenge.title in page
    assert _ids(page) == [idea.id for idea in reversed(ideas)]


def test_the_page_shows_no_address(browse: Browse) -> None:
    person = make_user()
    assert person.email not in browse(make_user()).get(f"/u/{person.handle}").text


def test_the_page_shows_nobody_elses_ideas(browser: Browser) -> None:
    make_idea()
    assert _ids(browser.get(f"/u/{make_user().handle}").text) == []


def test_own_ideas_that_wait_for_a_moderator_are_shown_to_their_author_only(browse: Browse) -> None:
    idea = make_idea(author=(author := make_user()), status="held")
    path = f"/u/{author.handle}"
    assert _ids(browse(author).get(path).text) == [idea.id]
    for reader in (browse(), browse(make_user())):
        assert _ids(reader.get(path).text) == []


@pytest.mark.parametrize("status", ["draft", "hidden", "removed", "withdrawn"])
def test_ideas_that_are_not_listed_are_left_out_even_for_their_author(browse: Browse, status: str) -> None:
    author = make_user()
    make_idea(author=author, status=status)
    assert _ids(browse(author).get(f"/u/{author.handle}").text) == []


@pytest.mark.parametrize("status", ["draft", "held", "hidden", "removed"])
def test_ideas_of_challenges_that_are_not_public_are_left_out(browser: Browser, status: str) -> None:
    author = make_user()
    make_idea(make_challenge(status=status), author)
    assert _ids(browser.get(f"/u/{author.handle}").text) == []


def test_a_closed_account_has_no_page(browser: Browser) -> None:
    assert browser.get(f"/u/{make_user(closed_at=now()).handle}").status_code == 404


def test_nobody_has_no_page(browser: Browser) -> None:
    assert browser.get("/u/tidak-ada").status_code == 404


def test_a_person_without_ideas_has_a_page(browser: Browser) -> None:
    page = browser.get(f"/u/{make_user().handle}")
    assert page.status_code == 200
    assert '<div class="empty">' in page.text


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "fragment"])
def test_the_pages_hold_every_idea_once(browser: Browser, htmx: bool) -> None:
    author = make_user()
    make_many_ideas(make_challenge(), author, 45)
    page = browser.get(f"/u/{author.handle}").text
    seen = _ids(page)
    while more := _next(page):
        page = browser.get(more, htmx=htmx).text
        seen += _ids(page)
    assert len(seen) == 45
    assert seen == sorted(set(seen), reverse=True)


def test_htmx_appends_with_the_focus_on_the_first_new_title(browser: Browser) -> None:
    author = make_user()
    make_many_ideas(make_challenge(), author, 25)
    more = _next(browser.get(f"/u/{author.handle}").text)
    assert more
    part = browser.get(more, htmx=True).text
    assert "<html" not in part
    assert re.findall(r'href="/i/(\d+)-[^"]*" data-focus', part) == [str(_ids(part)[0])]
    assert 'id="load-more" hx-swap-oob="true"' in part


@pytest.mark.parametrize("cursor", ["x", "WzAsMF0", "%21", ""])
def test_an_invented_cursor_breaks_nothing(browser: Browser, cursor: str) -> None:
    assert browser.get(f"/u/{make_user().handle}?sesudah={cursor}").status_code == 200


def test_the_page_costs_the_same_for_any_number(browser: Browser) -> None:
    few, many, challenge = make_user(), make_user(), make_challenge()
    make_many_ideas(challenge, few, 1)
    make_many_ideas(challenge, many, 40)
    costs = []
    for person in (few, many):
        with statements() as seen:
            browser.get(f"/u/{person.handle}")
        costs.append(len(seen))
    assert costs == [2, 2]
