"""Kept pages are the right ones for each reader: language, shuffle, theme, person, and how they are sent."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import pytest

from tests.browser import Browser
from tests.database import statements
from tests.factories import make_many_ideas, make_user
from tests.pages.kept import World
from tests.pictures import make_picture
from tests.votes.steps import support

Browse = Callable[..., Browser]


@pytest.fixture
def world(browser: Browser, browse: Browse) -> World:
    return World(browser, browse)


def _vote(w: World) -> None:
    assert support(w.browse(make_user()), w.idea).status_code == 303


# What differs between readers


def test_the_header_shows_each_reader_their_own_name(world: World, browse: Browse) -> None:
    for name, shown, initials in (("Sri Ayu", "Sri Ayu", "SA"), ("<b>&amp", "&lt;b&gt;&amp;amp", "&lt;")):
        page = browse(make_user(name)).get(world.paths["board"]).text
        assert f'<p class="small">{shown}</p>' in page
        assert f'<span class="avatar" aria-hidden="true">{initials}</span>' in page
        assert page.count('name="csrf_token"') == 1 + page.count('aria-pressed="')


def test_rows_are_read_again_when_somebody_voted(world: World, browse: Browse) -> None:
    reader = browse(make_user())
    for count in range(3):
        page = reader.get(world.paths["board"]).text
        assert f"{count} dukungan" in page
        with statements() as seen:
            assert reader.get(world.paths["board"]).text.count("dukungan") == page.count("dukungan")
        assert not any("ORDER BY" in sql for sql in seen), "the ideas came from memory"
        _vote(world)


def test_ideas_that_few_have_seen_are_never_kept(world: World, browse: Browse) -> None:
    reader, path = browse(make_user()), f"{world.challenge.path}?urut=jarang"
    reader.get(path)
    with statements() as seen:
        reader.get(path)
    assert any("seen_count" in sql for sql in seen)


def test_languages_shuffles_themes_and_savers_have_pages_of_their_own(world: World, browse: Browse) -> None:
    make_many_ideas(world.challenge, make_user(), 15)
    make_picture(make_user(), post_id=world.idea.id)
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = [
        ("?acak=1", {}, {}),
        ("?acak=2", {}, {}),
        ("?acak=1", {"Accept-Language": "en"}, {}),
        ("?acak=1", {"Save-Data": "on"}, {}),
        ("?acak=1", {"HX-Request": "true"}, {}),
        ("?acak=1", {}, {"tema": "dark"}),
        ("?acak=1", {}, {"bahasa": "en", "tema": "dark"}),
    ]

    def pages() -> list[str]:
        found = []
        for query, headers, cookies in asked:
            visitor = browse()
            for name, value in cookies.items():
                visitor.client.set_cookie(name, value)
            found.append(visitor.get(world.challenge.path + query, headers=headers).text)
        return found

    first = pages()
    assert len(set(first)) == len(asked)
    assert pages() == first


def test_a_language_asked_for_by_link_is_remembered(world: World) -> None:
    assert 'lang="id"' in world.read("board")
    answer = world.visitor.get(world.paths["board"] + "&bahasa=en")
    assert 'lang="en"' in answer.text
    assert "bahasa=en" in answer.headers["Set-Cookie"]
    assert 'lang="en"' in world.read("board")


def test_members_get_their_own_page_with_their_own_token(world: World, browse: Browse) -> None:
    world.read("board")
    pages = [browse(make_user(name)).get(world.paths["board"]).text for name in ("Sri", "Budi")]
    assert ("Sri" in pages[0], "Budi" in pages[0]) == (True, False)
    tokens = [set(re.findall(r'name="csrf_token" value="([^"]+)"', page)) for page in pages]
    assert [len(each) for each in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
    assert all("<!--" not in page for page in pages)


def test_only_who_has_to_agree_to_new_rules_is_told_so(world: World, browse: Browse) -> None:
    asked, others = make_user(terms="2020-01-01"), [make_user(), make_user()]
    for person in (others[0], asked, others[1], asked):
        text = browse(person).get(world.paths["board"]).text
        assert ("/akun/persetujuan" in text) == (person is asked)


def test_a_member_sees_their_vote_and_others_at_once(world: World, browse: Browse) -> None:
    one, other = browse(make_user()), browse(make_user())
    for person in (one, other):
        assert 'aria-pressed="false"' in person.get(world.paths["board"]).text
    support(one, world.idea)
    assert 'aria-pressed="true"' in one.get(world.paths["board"]).text
    page = other.get(world.paths["board"]).text
    assert 'aria-pressed="false"' in page
    assert "1 dukungan" in page


# Answers


def test_a_browser_that_has_the_page_gets_304(world: World) -> None:
    answer = world.visitor.get(world.paths["board"])
    asks = {"If-None-Match": answer.headers["ETag"]}
    again = world.visitor.get(world.paths["board"], headers=asks)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Vary"] == answer.headers["Vary"]
    assert "Set-Cookie" not in again.headers
    _vote(world)
    assert world.visitor.get(world.paths["board"], headers=asks).status_code == 200


@pytest.mark.parametrize("page", ["board", "idea"])
def test_kept_pages_are_sent_compressed(world: World, page: str) -> None:
    plain = world.visitor.get(world.paths[page])
    for _ in range(2):
        zipped = world.visitor.get(world.paths[page], headers={"Accept-Encoding": "gzip, br"})
        assert zipped.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(zipped.data) == plain.data
        assert len(zipped.data) < len(plain.data) / 3


def test_pages_with_tokens_are_not_compressed(world: World, browse: Browse) -> None:
    """Together with text that others choose, their length would tell of the token (BREACH)."""
    answer = browse(make_user()).get(world.paths["board"], headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


def test_other_parameters_are_answered_but_not_kept(world: World) -> None:
    path = world.paths["board"] + "&utm_source=wa"
    world.visitor.get(path)
    with statements() as seen:
        assert "utm_source=wa&amp;bahasa=en" in world.visitor.get(path).text
    assert "challenges.slug" in seen[0], "a page that is kept asks for its number only"
