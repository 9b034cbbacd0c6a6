"""Similar ideas: which are found, when they are shown, and that sending loses nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ideaboard.challenges.models import Challenge
from ideaboard.extensions import db
from ideaboard.ideas.forms import IdeaText
from ideaboard.ideas.models import Idea
from ideaboard.ideas.similar import COMPARED_ELSEWHERE, COMPARED_HERE, Found, similar_to
from ideaboard.media.models import Picture
from ideaboard.posts.models import DRAFT, HELD, HIDDEN, PUBLISHED, REMOVED, WITHDRAWN, Post
from ideaboard.posts.service import change_status
from tests.browser import Browser
from tests.database import context, count, fresh, rows, statements, write
from tests.factories import make_challenge, make_idea, make_many_ideas, make_user
from tests.ideas.forms import TEXTS, filled, form_path
from tests.pictures import chosen

Browse = Callable[..., Browser]
TEXT = IdeaText.of(TEXTS)
OTHER_WORDS = {
    "title": "Sambal seruit untuk keripik",
    "body": "Keripiknya ditaburi bumbu cabai, tomat yang dikeringkan, dan tempoyak bubuk. Rasanya pedas asam.",
}
ELSE = {"title": "Kelapa bakar", "body": "Kelapa parut disangrai sampai cokelat lalu dihaluskan bersama gula."}


def look(challenge: Challenge, text: IdeaText = TEXT) -> Found:
    with context():
        return similar_to(text, challenge.id)


def path_of_similar(challenge: Challenge) -> str:
    return f"/t/{challenge.slug}/ide/mirip"


def unasked(**changes: Any) -> dict[str, Any]:
    """A form whose writer has not been asked yet."""
    return filled(anyway=None, **changes)


def kept_form(text: str) -> dict[str, Any]:
    """What a browser would send from the page of the form."""
    form = text[text.index('id="idea-form"') :].split("</form>")[0]
    data: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        if name and (kind is None or kind[1] not in ("checkbox", "file") or " checked" in tag):
            data[name[1]] = value[1] if value else ""
    for name, value in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>\s*([^<]*)</textarea>', form):
        data[name] = value
    return data


def test_an_idea_in_other_words_is_found_on_the_same_board_and_on_others(app: Flask) -> None:
    challenge = make_challenge()
    here = make_idea(challenge, **OTHER_WORDS)
    elsewhere = make_idea(**OTHER_WORDS)
    make_idea(challenge, **ELSE)
    found = look(challenge)
    assert [one.id for one in found.here] == [here.id]
    assert [one.id for one in found.elsewhere] == [elsewhere.id]
    assert found.elsewhere[0].challenge_path.startswith("/t/")


def test_the_most_alike_comes_first(app: Flask) -> None:
    challenge = make_challenge()
    alike = make_idea(challenge, **OTHER_WORDS)
    same = make_idea(challenge, title=TEXT.title, body=TEXT.body)
    assert [one.id for one in look(challenge).here] == [same.id, alike.id]


def test_nothing_is_shown_before_something_is_written(app: Flask) -> None:
    challenge = make_challenge()
    make_idea(challenge, title=TEXT.title, body=TEXT.body)
    assert not look(challenge, IdeaText(title=TEXT.title, body="x" * 39))
    assert look(challenge, IdeaText(body=TEXT.body))


@pytest.mark.parametrize("status", [DRAFT, HELD, HIDDEN, REMOVED, WITHDRAWN])
def test_what_is_not_public_is_like_nothing(app: Flask, status: str) -> None:
    challenge, other = make_challenge(), make_challenge()
    make_idea(challenge, **OTHER_WORDS, status=status)
    make_idea(other, **OTHER_WORDS)
    write(lambda: change_status(db.session.get(Post, other.id), status, expected=(PUBLISHED,)))
    assert not look(challenge)


def test_many_ideas_are_looked_at_with_the_same_few_statements(app: Flask) -> None:
    challenge = make_challenge()
    make_many_ideas(challenge, make_user(), 300)
    make_idea(challenge, **OTHER_WORDS)
    with statements() as few:
        look(challenge)
    for _n in range(COMPARED_HERE):
        make_idea(challenge, **OTHER_WORDS)
    with statements() as many:
        found = look(challenge)
    assert len(few) == len(many) == 4
    assert len(found.here) == 5
    assert COMPARED_HERE + COMPARED_ELSEWHERE <= 50


@pytest.mark.parametrize(
    "body", ['"' * 60, "AND OR NOT NEAR( " * 5, "yang di dan untuk " * 5, "🍌" * 50, "1 2 3 " * 20]
)
def test_no_text_breaks_the_comparison(app: Flask, body: str) -> None:
    challenge = make_challenge()
    make_idea(challenge)
    assert not look(challenge, IdeaText(title="*", body=body))


def test_the_form_shows_no_idea_when_it_opens(browse: Browse) -> None:
    challenge = make_challenge()
    idea = make_idea(challenge, **OTHER_WORDS)
    assert idea.title not in browse(make_user()).get(form_path(challenge)).text


def test_the_fragment_shows_them_in_the_form_and_beside_it(browse: Browse) -> None:
    challenge = make_challenge()
    idea = make_idea(challenge, **OTHER_WORDS)
    for browser in (browse(), browse(make_user())):
        answer = browser.post(path_of_similar(challenge), TEXTS, htmx=True)
        assert answer.status_code == 200
        assert answer.text.count(f'href="{idea.path}"') == 2
        assert f'name="seen" value="{idea.id}"' in answer.text
        assert 'id="similar-aside"' in answer.text
        assert 'id="status" role="status"' in answer.text


def test_the_fragment_is_empty_when_too_little_is_written(browse: Browse) -> None:
    challenge = make_challenge()
    make_idea(challenge, **OTHER_WORDS)
    answer = browse().post(path_of_similar(challenge), {"title": TEXT.title, "body": "Bumbu"}, htmx=True)
    assert "<li" not in answer.text
    assert 'id="similar"' in answer.text


def test_nobody_asks_about_a_challenge_they_cannot_see(browse: Browse) -> None:
    challenge = make_challenge(status=DRAFT)
    assert browse().post(path_of_similar(challenge), TEXTS, htmx=True).status_code == 404


def test_before_a_very_similar_idea_is_sent_its_author_is_asked(browse: Browse) -> None:
    challenge, author = make_challenge(), make_user()
    other = make_idea(challenge, **OTHER_WORDS)
    answer = browse(author).post(form_path(challenge), unasked())
    assert answer.status_code == 200
    assert f'href="{other.path}"' in answer.text
    assert count(Idea, Idea.author_id == author.id, Idea.status == PUBLISHED) == 0
    [draft] = rows(select(Idea).where(Idea.author_id == author.id))
    assert (draft.status, draft.source) == (DRAFT, TEXT.body)


def test_send_anyway_sends_what_was_typed_under_the_same_key(browse: Browse) -> None:
    challenge, author = make_challenge(), make_user()
    make_idea(challenge, **OTHER_WORDS)
    browser = browse(author)
    form = unasked(why="Murah.", pictures=chosen(), alt="Sketsa botol")
    asked = kept_form(browser.post(form_path(challenge), form).text)
    assert (asked["idempotency_key"], asked["anyway"]) == (form["idempotency_key"], "y")
    answer = browser.post(form_path(challenge), asked)
    assert answer.status_code == 303
    [idea] = rows(select(Idea).where(Idea.author_id == author.id))
    assert (idea.status, idea.title, idea.source, idea.why) == (PUBLISHED, TEXT.title, TEXT.body, "Murah.")
    assert [picture.alt for picture in rows(select(Picture).where(Picture.post_id == idea.id))] == ["Sketsa botol"]
    assert browser.post(form_path(challenge), asked).location == answer.location
    assert count(Idea, Idea.author_id == author.id) == 1


def test_who_saw_the_idea_beside_the_form_is_not_asked_again(browse: Browse) -> None:
    challenge = make_challenge()
    other = make_idea(challenge, **OTHER_WORDS)
    answer = browse(make_user()).post(form_path(challenge), unasked(seen=[str(other.id), "x", "-1"]))
    assert answer.status_code == 303


def test_an_idea_that_is_new_is_sent_at_once(browse: Browse) -> None:
    challenge = make_challenge()
    make_idea(challenge, **ELSE)
    make_idea(**OTHER_WORDS)  # On another board: worth a look, but no reason to ask.
    assert browse(make_user()).post(form_path(challenge), unasked()).status_code == 303


def test_a_visitor_is_asked_before_signing_in_and_keeps_the_text(browse: Browse) -> None:
    challenge = make_challenge()
    other = make_idea(challenge, **OTHER_WORDS)
    browser = browse()
    answer = browser.post(form_path(challenge), unasked())
    assert f'href="{other.path}"' in answer.text
    asked = kept_form(answer.text)
    assert asked["title"] == TEXT.title
    assert 'name="password"' in browser.post(form_path(challenge), asked).text


def test_a_form_that_is_not_filled_in_is_told_so_first(browse: Browse) -> None:
    challenge = make_challenge()
    make_idea(challenge, **OTHER_WORDS)
    assert browse(make_user()).post(form_path(challenge), unasked(consent=None)).status_code == 422


def test_an_edit_of_the_other_idea_is_noticed(app: Flask) -> None:
    challenge = make_challenge()
    other = make_idea(challenge, title=TEXT.title, body=TEXT.body)

    def rename() -> None:
        mine = db.session.get(Idea, other.id)
        mine.title, mine.source = ELSE["title"], ELSE["body"]

    write(rename)
    assert not look(challenge)
    assert fresh(other).title == ELSE["title"]
