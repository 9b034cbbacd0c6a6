"""A claim without a source is published with a chip, and its author can name one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from ideaboard.posts.models import PUBLISHED, Post
from tests.browser import Browser
from tests.database import fresh, rows
from tests.factories import make_user
from tests.screening.wiring.kinds import write
from tests.screening.wiring.words import CLAIM, HELD_WORD

Browse = Callable[..., Browser]
URL = "https://www.litbang.example/uji/12"


def claimed(browse: Browse, kind: str = "comment") -> tuple[Post, str, Browser]:
    author = make_user()
    answer, _path = write(kind, browse, author, f"Ini {CLAIM}.")
    [post] = rows(select(Post).where(Post.kind == kind, Post.author_id == author.id))
    return post, answer.location.partition("#")[0], browse(author)


@pytest.mark.parametrize("kind", ["idea", "comment", "update"])
def test_a_claim_is_published_with_a_mark_and_a_way_to_name_a_source(browse: Browse, kind: str) -> None:
    post, path, author = claimed(browse, kind)
    assert (post.status, post.needs_source) == (PUBLISHED, True)
    assert f"/sumber/{post.id}" in author.get(path).text
    assert f"/sumber/{post.id}" not in browse().get(path).text
    assert 'class="chip attention"' in browse().get(path).text


def test_a_named_source_replaces_the_mark(browse: Browse) -> None:
    post, path, author = claimed(browse)
    answer = author.post(f"/sumber/{post.id}", {"url": URL, "next": path})
    assert (answer.status_code, answer.location) == (303, path)
    page = browse().get(path).text
    assert f'<a href="{URL}" rel="nofollow ugc noopener">litbang.example</a>' in page
    assert 'class="chip attention"' not in page


def test_an_edit_with_a_claim_no_more_takes_the_mark_away(browse: Browse) -> None:
    post, _path, author = claimed(browse)
    author.post(f"/k/{post.id}/ubah", {"body": "Enak saja.", "version": "1"})
    assert fresh(post).needs_source is False


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "litbang", "https://a@b.example", f"https://{HELD_WORD}"]
)
def test_what_is_no_address_comes_back(browse: Browse, url: str) -> None:
    post, _path, author = claimed(browse)
    assert author.post(f"/sumber/{post.id}", {"url": url}).status_code == 422
    assert fresh(post).source_url == ""


def test_nobody_else_names_a_source(browse: Browse) -> None:
    post, _path, _author = claimed(browse)
    for reader in (browse(make_user()), browse(make_user(is_moderator=True))):
        assert reader.get(f"/sumber/{post.id}").status_code == 404
        assert reader.post(f"/sumber/{post.id}", {"url": URL}).status_code == 404


def test_a_post_without_a_claim_asks_for_none(browse: Browse) -> None:
    author = make_user()
    write("comment", browse, author, "Enak.")
    [post] = rows(select(Post).where(Post.kind == "comment"))
    assert browse(author).get(f"/sumber/{post.id}").status_code == 404
