"""The search page: what it shows, to whom, and with how many statements."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import column, select, table
from werkzeug.test import TestResponse

from ideaboard.data.kept import Read
from ideaboard.data.search import Asked
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.pages.found import find
from ideaboard.posts.models import DRAFT, HELD, HIDDEN, PUBLISHED, REMOVED, WITHDRAWN, Post
from ideaboard.posts.service import change_status
from ideaboard.web.incoming import LONGEST_QUERY
from tests.browser import Browser
from tests.data.test_search import HOSTILE
from tests.database import on_postgresql, rows, statements, write
from tests.factories import make_business, make_challenge, make_idea, make_many_ideas, make_user


def look(browser: Browser, words: str, htmx: bool = False, **more: Any) -> TestResponse:
    return browser.get("/cari", htmx=htmx, query_string={"q": words, **more})


def paths(answer: TestResponse) -> list[str]:
    """Where the results lead, in order."""
    return re.findall(r'<h3><a href="([^"]+)"', answer.text)


def test_all_three_kinds_are_found(browser: Browser) -> None:
    business = make_business(name="Warung Tempoyak")
    challenge = make_challenge(business, title="Wadah tempoyak")
    idea = make_idea(challenge, title="Toples tempoyak")
    answer = look(browser, "tempoyak")
    assert set(paths(answer)) == {f"/usaha/{business.slug}", challenge.path, idea.path}
    assert "<mark>tempoyak</mark>" in answer.text


def test_the_page_opens_without_words(browser: Browser) -> None:
    answer = browser.get("/cari")
    assert answer.status_code == 200
    assert 'name="q"' in answer.text
    assert paths(answer) == []


def test_every_page_leads_to_the_search(browser: Browser) -> None:
    assert 'href="/cari"' in browser.get("/").text


@pytest.mark.parametrize("status", [DRAFT, HELD, HIDDEN, REMOVED, WITHDRAWN])
def test_nobody_finds_what_is_not_public_not_even_its_author(app: Flask, status: str) -> None:
    idea = make_idea(title="Toples tempoyak", status=status)
    author = db_get(app, idea.author_id)
    for reader in (None, author, make_user(is_moderator=True)):
        browser = Browser(app).sign_in(reader) if reader else Browser(app)
        assert "oples" not in look(browser, "tempoyak").text.replace("tempoyak", "")


def db_get(app: Flask, ident: int) -> Any:
    from ideaboard.accounts.models import User

    return write(lambda: db.session.get(User, ident))


@pytest.mark.parametrize("status", [DRAFT, HELD, HIDDEN, REMOVED, WITHDRAWN])
def test_the_ideas_of_a_challenge_that_is_not_public_are_not_found(browser: Browser, status: str) -> None:
    idea = make_idea(title="Toples tempoyak")
    write(lambda: change_status(db.session.get(Post, idea.challenge_id), status, expected=(PUBLISHED,)))
    assert paths(look(browser, "tempoyak")) == []


def test_a_withdrawn_idea_is_no_longer_found(browser: Browser) -> None:
    idea = make_idea(title="Toples tempoyak")
    assert paths(look(browser, "tempoyak")) == [idea.path]
    write(lambda: change_status(db.session.get(Idea, idea.id), WITHDRAWN, expected=(PUBLISHED,)))
    assert paths(look(browser, "tempoyak")) == []


def test_results_are_filtered_by_kind_and_sector(browser: Browser) -> None:
    food = make_challenge(make_business(sector="food", name="Warung tempoyak"), title="Wadah tempoyak")
    craft = make_challenge(make_business(sector="craft", name="Anyam tempoyak"), title="Tas tempoyak")
    idea = make_idea(food, title="Toples tempoyak")
    other = make_idea(craft, title="Tali tempoyak")
    assert set(paths(look(browser, "tempoyak", jenis="ide"))) == {idea.path, other.path}
    assert set(paths(look(browser, "tempoyak", jenis="tantangan"))) == {food.path, craft.path}
    assert len(paths(look(browser, "tempoyak", jenis="usaha"))) == 2
    assert set(paths(look(browser, "tempoyak", sektor="kriya", jenis="ide"))) == {other.path}
    assert len(paths(look(browser, "tempoyak", sektor="kriya"))) == 3
    assert len(paths(look(browser, "tempoyak", sektor="bukan", jenis="bukan"))) == 6


def test_pages_follow_one_another_without_gap_or_repeat(browser: Browser) -> None:
    make_many_ideas(make_challenge(title="Papan"), make_user(), 45)
    answer, seen = look(browser, "ide"), []
    for _page in range(3):
        seen += paths(answer)
        more = re.search(r'class="button" rel="next" href="([^"]+)"', answer.text)
        if not more:
            break
        answer = browser.get(more[1].replace("&amp;", "&"))
    assert len(seen) == len(set(seen)) == 45


def test_filters_hold_on_the_pages_that_follow(browser: Browser) -> None:
    for sector in ("food", "craft"):
        challenge = make_challenge(make_business(sector=sector), title=f"Papan ide {sector}")
        make_many_ideas(challenge, make_user(), 23)
    first = look(browser, "ide", jenis="ide", sektor="kriya")
    more = re.search(r'class="button" rel="next" href="([^"]+)"', first.text)
    assert more
    following = browser.get(more[1].replace("&amp;", "&"))
    shown = {int(path.removeprefix("/i/").split("-")[0]) for path in paths(first) + paths(following)}
    assert shown == set(rows(db.select(Idea.id).where(Idea.challenge_id == challenge.id)))


def main_of(answer: TestResponse) -> str:
    return " ".join(answer.text.partition("<main")[2].split())


@pytest.mark.parametrize("words", ["tempoyak", 'ide "<b>&', "zzzz", "%%", ""])
def test_visitors_read_what_members_read(app: Flask, words: str) -> None:
    make_many_ideas(make_challenge(title="Papan tempoyak"), make_user(), 22)
    places: list[dict[str, Any]] = [{}, {"jenis": "ide", "sektor": "kuliner"}, {"bahasa": "en"}]
    for more in places:
        seen = {main_of(look(Browser(app), words, **more)) for _again in range(2)}
        assert seen == {main_of(look(Browser(app).sign_in(make_user()), words, **more))}


def test_no_visitor_sees_what_another_typed(browser: Browser) -> None:
    make_idea(title="Toples tempoyak")
    look(browser, "tempoyak", jenis="ide")
    text = look(browser, "seruit", jenis="ide").text
    assert "empoyak" not in text
    assert text.count("seruit · ") == 2
    assert 'href="?q=seruit&amp;jenis=ide&amp;bahasa=en"' in text


def test_htmx_gets_the_results_alone_and_then_only_what_comes_next(browser: Browser) -> None:
    make_many_ideas(make_challenge(title="Papan"), make_user(), 25)
    first = look(browser, "ide", htmx=True).text
    assert first.lstrip().startswith("<section")
    assert 'id="status"' in first
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more
    following = browser.get(more[1].replace("&amp;", "&"), htmx=True).text
    assert following.lstrip().startswith("<li")
    assert following.count("<li") == 5


def test_what_was_typed_stays_in_the_box_and_in_the_links(browser: Browser) -> None:
    make_many_ideas(make_challenge(title="Papan"), make_user(), 25)
    text = look(browser, 'ide "<b>', jenis="ide").text
    assert 'value="ide &#34;&lt;b&gt;"' in text
    assert "jenis=ide" in text
    assert 'ide "<b>' not in text


def test_nothing_found_says_so_and_leads_on(browser: Browser) -> None:
    text = look(browser, "zzzz").text
    assert "zzzz" in text
    assert 'href="/tantangan"' in text
    assert 'href="/cari?q=zzzz"' in look(browser, "zzzz", jenis="ide").text


def test_texts_of_people_stay_text(browser: Browser) -> None:
    make_idea(title="Tempoyak <img src=x>", body='Bahannya <script>alert("x")</script> tempoyak')
    text = look(browser, "tempoyak").text
    assert "<img src=x" not in text
    assert "<script>alert" not in text


@pytest.mark.parametrize("typed", HOSTILE)
def test_no_input_is_an_error(browser: Browser, typed: str) -> None:
    make_idea()
    too_long = len(typed) > LONGEST_QUERY
    assert look(browser, typed).status_code == (414 if too_long else 200)


def test_a_null_is_refused_like_everywhere(browser: Browser) -> None:
    assert browser.get("/cari?q=a%00b").status_code == 400


@pytest.mark.parametrize(
    "cursor", ["x", "WzEsMV0", "W251bGwsMSwwXQ", "WzFlOTk5LDEsMF0", "WzEuNSw5OTk5OTk5OTk5OTk5OTk5LDBd"]
)
def test_a_cursor_that_is_none_of_ours_is_no_error(browser: Browser, cursor: str) -> None:
    make_idea(title="Tempoyak")
    assert look(browser, "tempoyak", sesudah=cursor).status_code == 200


@on_postgresql
def test_each_search_is_planned_by_its_own_words(in_request: Flask) -> None:
    make_idea(title="Toples tempoyak")
    for _time in range(12):
        assert find(Asked.parse("tempoyak"), "", None, None).items
    plans = Read(lambda: select(column("statement")).select_from(table("pg_prepared_statements")))
    assert not [row for row in plans.rows() if "ts_rank" in row.statement]


def test_the_number_of_statements_does_not_grow_with_the_results(browser: Browser) -> None:
    challenge = make_challenge(title="Papan tempoyak")
    make_idea(challenge, title="Toples tempoyak")
    make_business(name="Warung tempoyak")
    with statements() as few:
        look(browser, "tempoyak")
    for _n in range(12):
        make_idea(title="Toples tempoyak")
    with statements() as many:
        look(browser, "tempoyak")
    assert len(few) == len(many) == 4, many
