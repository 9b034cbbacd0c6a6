"""What each verdict does to a new post of every kind, and to an edit of one."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from ideaboard.posts.models import HELD, PUBLISHED, Post
from ideaboard.screening.models import ScreeningResult
from tests.browser import Browser
from tests.database import count, fresh, rows
from tests.factories import make_user
from tests.screening.wiring.kinds import make, token_in, write
from tests.screening.wiring.words import HELD_WORD, REFUSED_WORD, WARNED_WORD, WORSE_WORD, FakeEngine

Browse = Callable[..., Browser]
KINDS = ("idea", "comment", "update", "challenge")
SENT = KINDS[:3]  # by one form; a challenge is written in five steps (test_challenges.py)


def made(kind: str, author: Any) -> list[Any]:
    return rows(select(Post).where(Post.kind == kind, Post.author_id == author.id))


def result_of(post: Any) -> Any:
    [result] = rows(select(ScreeningResult).where(ScreeningResult.post_id == post.id))
    return result


@pytest.mark.parametrize("kind", SENT)
def test_ordinary_talk_is_published_and_its_result_kept(browse: Browse, kind: str) -> None:
    author = make_user()
    assert write(kind, browse, author, "Enak.")[0].status_code == 303
    [post] = made(kind, author)
    assert (post.status, post.screening_score, result_of(post).verdict) == (PUBLISHED, 0, "allow")


@pytest.mark.parametrize("kind", SENT)
def test_what_is_held_is_saved_and_waits(browse: Browse, kind: str) -> None:
    author = make_user()
    answer, _path = write(kind, browse, author, HELD_WORD)
    [post] = made(kind, author)
    assert (answer.status_code, post.status, post.published_at) == (303, HELD, None)
    assert "Ditinjau moderator" in browse(author).get(answer.location).text


@pytest.mark.parametrize("kind", SENT)
def test_what_is_refused_comes_back_and_makes_no_post(browse: Browse, kind: str) -> None:
    author = make_user()
    answer, _path = write(kind, browse, author, REFUSED_WORD)
    assert (answer.status_code, made(kind, author), count(ScreeningResult)) == (422, [], 0)
    assert REFUSED_WORD in answer.text
    assert "error-summary" in answer.text


@pytest.mark.parametrize("kind", SENT)
def test_what_may_hurt_comes_back_once_with_the_words(browse: Browse, kind: str) -> None:
    author = make_user()
    answer, _path = write(kind, browse, author, WARNED_WORD)
    assert (answer.status_code, made(kind, author)) == (422, [])
    assert f"“{WARNED_WORD}”" in html.unescape(answer.text)
    assert token_in(answer.text)


@pytest.mark.parametrize("kind", SENT)
def test_the_second_button_sends_it_and_says_so_in_the_result(browse: Browse, kind: str) -> None:
    author = make_user()
    asked, path = write(kind, browse, author, WARNED_WORD)
    typed = html.unescape(re.search(r"<textarea[^>]*>\s*([^<]*contoh)", asked.text)[1])  # type: ignore[index]
    form = {"body": typed, "title": "Keripik sambal seruit", "for_whom": "Perantau.", "consent": "y", "anyway": "y"}
    answer = browse(author).post(path, {**form, "idempotency_key": "again", "as_is": token_in(asked.text)})
    [post] = made(kind, author)
    assert (answer.status_code, post.status) == (303, PUBLISHED)
    assert result_of(post).warned_at is not None


def test_the_button_sends_no_other_text(browse: Browse) -> None:
    author = make_user()
    asked, path = write("comment", browse, author, WARNED_WORD)
    other = {"body": f"Lain: {WARNED_WORD}", "as_is": token_in(asked.text)}
    assert browse(author).post(path, other).status_code == 422
    assert browse(make_user()).post(path, other).status_code == 422


def test_who_sent_such_a_text_as_it_was_waits_the_next_time(browse: Browse) -> None:
    author = make_user()
    asked, path = write("comment", browse, author, WARNED_WORD)
    body = f"Percobaan pertama sudah jadi. {WARNED_WORD}"
    browse(author).post(path, {"body": body, "as_is": token_in(asked.text)})
    assert write("comment", browse, author, WARNED_WORD)[0].status_code == 303
    assert sorted(post.status for post in made("comment", author)) == [HELD, PUBLISHED]


def test_a_milder_edit_does_not_make_it_forgotten(browse: Browse) -> None:
    author = make_user()
    asked, path = write("comment", browse, author, WARNED_WORD)
    body = f"Percobaan pertama sudah jadi. {WARNED_WORD}"
    browse(author).post(path, {"body": body, "as_is": token_in(asked.text)})
    [sent] = made("comment", author)
    assert browse(author).post(f"/k/{sent.id}/ubah", {"body": "Enak sekali.", "version": "1"}).status_code == 303
    assert result_of(sent).verdict == "allow"
    write("comment", browse, author, WARNED_WORD)
    assert sorted(post.status for post in made("comment", author)) == [HELD, PUBLISHED]


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_that_says_something_worse_goes_under_review(browse: Browse, kind: str) -> None:
    written = make(kind)
    assert written.edit(browse(written.author), "Enak sekali.").status_code == 303
    assert fresh(written.post).status == PUBLISHED
    assert written.edit(browse(written.author), HELD_WORD).status_code == 303
    assert fresh(written.post).status == HELD
    for path in written.paths:
        assert browse().get(path).status_code == 404
        assert browse(written.author).get(path).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_that_is_refused_changes_nothing_and_keeps_what_was_typed(browse: Browse, kind: str) -> None:
    written = make(kind)
    answer = written.edit(browse(written.author), REFUSED_WORD)
    assert (answer.status_code, REFUSED_WORD in answer.text) == (422, True)
    assert (fresh(written.post).status, fresh(written.post).version) == (PUBLISHED, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_that_may_hurt_is_asked_about_once(browse: Browse, kind: str) -> None:
    written = make(kind)
    asked = written.edit(browse(written.author), WARNED_WORD)
    assert (asked.status_code, fresh(written.post).version) == (422, 1)
    again = written.edit(browse(written.author), WARNED_WORD, as_is=token_in(asked.text))
    assert (again.status_code, fresh(written.post).version, fresh(written.post).status) == (303, 2, PUBLISHED)


def test_a_released_post_is_held_again_only_for_something_new(browse: Browse, release: Callable[..., None]) -> None:
    written = make("comment")
    written.edit(browse(written.author), HELD_WORD)
    release(written.post)
    written.edit(browse(written.author), f"{HELD_WORD} juga")
    assert fresh(written.post).status == PUBLISHED
    written.edit(browse(written.author), f"{HELD_WORD} {WORSE_WORD}")
    assert fresh(written.post).status == HELD


def test_an_edit_never_releases_what_is_held(browse: Browse) -> None:
    written = make("idea")
    written.edit(browse(written.author), HELD_WORD)
    written.edit(browse(written.author), "Sudah saya ganti.")
    assert fresh(written.post).status == HELD


def test_a_text_is_screened_once_with_all_its_parts(browse: Browse, fake_engine: FakeEngine) -> None:
    author = make_user()
    write("idea", browse, author, "Enak.", why="Bahan murah.")
    [(text, context)] = fake_engine.asked
    assert all(part in text for part in ("Keripik sambal seruit", "Enak.", "Perantau.", "Bahan murah."))
    assert (context.post, context.first_post) == ("idea", True)


def test_the_places_of_signals_are_counted_in_their_own_text(browse: Browse) -> None:
    author = make_user()
    write("idea", browse, author, HELD_WORD)
    [post] = made("idea", author)
    [signal] = result_of(post).signals
    [[field, begin, end]] = signal["places"]
    assert (field, post.source[begin:end], signal["words"]) == ("body", HELD_WORD, HELD_WORD)
