"""Conversations page by page: order, places of deleted comments, and what a very long one costs."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import text

from ideaboard.comments.listing import PAGE_SIZE, REPLIES_SHOWN
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import HIDDEN
from ideaboard.posts.service import change_status
from tests.browser import Browser
from tests.comments.steps import make_comment, make_many_comments
from tests.database import context, fresh, on_postgresql, on_sqlite, statements, write
from tests.factories import make_idea, make_user

Browse = Callable[..., Browser]


def _ids(html: str) -> list[int]:
    return [int(found) for found in re.findall(r'<li class="comment" id="k-(\d+)"', html)]


def _next(html: str) -> str | None:
    found = re.search(r'rel="next" href="([^"]+)"', html)
    return found[1] if found else None


def _walk(browser: Browser, path: str, *, htmx: bool = False) -> list[list[int]]:
    pages, at = [], path
    while at:
        html = browser.get(at, htmx=htmx).text
        pages.append(_ids(html))
        at = _next(html) or ""
    return pages


@pytest.mark.parametrize("htmx", [True, False])
def test_loading_more_shows_every_comment_once_newest_first(browser: Browser, htmx: bool) -> None:
    make_many_comments(idea := make_idea(), make_user(), 2 * PAGE_SIZE + 3)
    pages = _walk(browser, f"/i/{idea.id}/komentar", htmx=htmx)
    assert [len(page) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 3]
    seen = [ident for page in pages for ident in page]
    assert seen == sorted(set(seen), reverse=True)


def test_the_ideas_page_leads_to_the_older_comments(browser: Browser) -> None:
    make_many_comments(idea := make_idea(), make_user(), PAGE_SIZE + 1)
    html = browser.get(idea.path).text
    assert len(_ids(html)) == PAGE_SIZE
    assert len(_ids(browser.get(_next(html) or "").text)) == 1


def test_loading_more_by_htmx_gives_the_items_alone_and_puts_the_focus_on_the_first(browser: Browser) -> None:
    make_many_comments(idea := make_idea(), make_user(), PAGE_SIZE + 2)
    more = browser.get(_next(browser.get(idea.path).text) or "", htmx=True).text
    assert "<html" not in more
    assert more.count("data-focus") == 1
    assert 'id="more-comments" hx-swap-oob="true"' in more


@pytest.mark.parametrize("cursor", ["", "x", "W10", "WzEuNSwxLDBd", "W3RydWUsMSwwXQ"])
def test_any_cursor_is_safe(browser: Browser, cursor: str) -> None:
    comment = make_comment()
    for path in (f"/i/{comment.idea_id}/komentar", f"/k/{comment.id}"):
        assert browser.get(f"{path}?sesudah={cursor}").status_code == 200


def test_a_thread_shows_its_first_replies_and_leads_to_all(browser: Browser) -> None:
    begun = make_comment(idea := make_idea())
    replies = [make_comment(idea, reply_to=begun).id for _ in range(REPLIES_SHOWN + 2)]
    html = browser.get(idea.path).text
    assert _ids(html) == [begun.id, *replies[:REPLIES_SHOWN]]
    assert f'class="text-link" href="/k/{begun.id}"' in html
    assert _ids(browser.get(f"/k/{begun.id}").text) == [begun.id, *replies]


@pytest.mark.parametrize("htmx", [True, False])
def test_the_page_of_a_comment_pages_its_replies(browser: Browser, htmx: bool) -> None:
    begun = make_comment(idea := make_idea())
    make_many_comments(idea, make_user(), PAGE_SIZE + 5, under=begun.id)
    first, second = _walk(browser, f"/k/{begun.id}")
    assert (len(first), len(second)) == (1 + PAGE_SIZE, 1 + 5)
    following = _next(browser.get(f"/k/{begun.id}").text)
    assert len(_ids(browser.get(following or "", htmx=htmx).text)) == (5 if htmx else 6)


def test_a_deleted_comment_keeps_its_place_only_while_it_has_replies(browse: Browse) -> None:
    idea, author, other = make_idea(), make_user(), make_user()
    alone = make_comment(idea, author, body="Sendirian saja")
    begun = make_comment(idea, author, body="Awal percakapan")
    reply = make_comment(idea, other, reply_to=begun)
    for comment in (alone, begun):
        browse(author).post(f"/k/{comment.id}/hapus")
    html = browse().get(idea.path).text
    assert _ids(html) == [begun.id, reply.id]
    assert "Komentar dihapus" in html
    assert "Awal percakapan" not in html
    page = browse().get(f"/k/{begun.id}")
    assert (page.status_code, "Awal percakapan" in page.text) == (200, False)
    assert author.name not in page.text
    assert browse().get(f"/k/{alone.id}").status_code == 404
    browse(other).post(f"/k/{reply.id}/hapus")
    assert _ids(browse().get(idea.path).text) == []


def test_a_hidden_comment_is_gone_and_its_replies_stay(browse: Browse) -> None:
    begun = make_comment(idea := make_idea(), body="Tidak pantas")
    reply = make_comment(idea, reply_to=begun)
    write(lambda: change_status(fresh(begun), HIDDEN, expected=("published",)))
    html = browse().get(idea.path).text
    assert _ids(html) == [begun.id, reply.id]
    assert "Tidak pantas" not in html
    assert fresh(idea).comment_count == 1


def test_comments_of_a_hidden_idea_are_hidden_everywhere(browse: Browse) -> None:
    comment = make_comment(idea := make_idea())
    write(lambda: change_status(fresh(idea), HIDDEN, expected=("published",)))
    for path in (f"/k/{comment.id}", f"/k/{comment.id}/riwayat", f"/i/{idea.id}/komentar"):
        assert browse(make_user()).get(path).status_code == 404
    assert browse(make_user(is_moderator=True)).get(f"/k/{comment.id}").status_code == 200


def test_an_empty_conversation_asks_for_a_question(browser: Browser) -> None:
    assert "Belum ada komentar. Ajukan satu pertanyaan." in browser.get(make_idea().path).text


def _cost(browser: Browser, path: str) -> int:
    with statements() as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


def test_ten_thousand_comments_cost_a_page_no_more_statements_and_at_most_a_megabyte(browse: Browse) -> None:
    person = make_user()
    browser = browse(person)
    few, many = make_idea(), make_idea()
    make_comment(few, reply_to=make_comment(few))
    worst = "&amp;" * 2000
    make_many_comments(many, person, 9_000, body=worst)
    for begun in [make_comment(many) for _ in range(PAGE_SIZE)]:
        make_many_comments(many, person, 50, body=worst, under=begun.id)
    for path in ("/i/{}", "/i/{}/komentar"):
        small, large = (
            browser.get(path.format(idea.id), follow_redirects=True).request.path for idea in (few, many)
        )
        assert _cost(browser, large) == _cost(browser, small)
        assert len(browser.get(large).data) <= 1_000_000


def _plan(idea: Idea, explain: str) -> str:
    from ideaboard.comments.listing import threads_of

    with statements() as seen, context():
        threads_of(idea.id)
    # The idea is the first value of the statement; the others are the length of a page.
    sql = re.sub(r"\?|%\(\w+\)s(::\w+)?", str(idea.id), seen[0], count=1)
    sql = re.sub(r"\?|%\(\w+\)s(::\w+)?", str(PAGE_SIZE + 1), sql)
    with context():
        return " ".join(str(row) for row in db.session.execute(text(f"{explain} {sql}")))


@on_sqlite
def test_a_page_of_threads_walks_its_index(browser: Browser) -> None:
    assert "ix_comments_threads" in _plan(make_idea(), "EXPLAIN QUERY PLAN")


@on_postgresql
def test_a_page_of_threads_walks_its_index_on_postgresql(browser: Browser) -> None:
    begun = make_comment(idea := make_idea())
    make_many_comments(idea, make_user(), 3000, under=begun.id)
    for _ in range(4):
        make_many_comments(make_idea(), make_user(), 1000)
    make_many_comments(idea, make_user(), 100)
    write(lambda: db.session.execute(text("ANALYZE comments")))
    assert "ix_comments_threads" in _plan(idea, "EXPLAIN")
