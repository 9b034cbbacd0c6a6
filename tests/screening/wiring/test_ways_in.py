"""Other ways in: a visitor who signs in, htmx, a reply, going back to an older version."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from ideaboard.comments.intents import carry_out as send_comment
from ideaboard.comments.models import Comment
from ideaboard.ideas.intents import carry_out as send_idea
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import DRAFT, HELD, PUBLISHED
from tests.browser import Browser
from tests.comments.steps import make_comment, say
from tests.database import count, fresh, rows
from tests.factories import make_challenge, make_idea, make_user
from tests.ideas.forms import TEXTS
from tests.screening.wiring.kinds import make, token_in
from tests.screening.wiring.words import HELD_WORD, REFUSED_WORD, WARNED_WORD

Browse = Callable[..., Browser]


def test_a_visitors_comment_that_is_refused_is_given_back(in_request: Flask) -> None:
    data = {"idea": make_idea().id, "body": f"Main {REFUSED_WORD}", "reply_to": 0, "key": "k"}
    outcome = send_comment(make_user(), data)
    assert (outcome.to, count(Comment)) == ("", 0)
    assert f"Main {REFUSED_WORD}" in outcome.message


def test_a_visitors_idea_that_may_hurt_is_kept_as_a_draft(in_request: Flask) -> None:
    data = {"slug": make_challenge().slug, "text": {**TEXTS, "why": WARNED_WORD}, "key": "k"}
    outcome = send_idea(make_user(), data)
    [idea] = rows(select(Idea))
    assert (idea.status, f"draf={idea.id}" in outcome.to) == (DRAFT, True)


def test_a_visitors_idea_that_is_held_says_so(in_request: Flask) -> None:
    data = {"slug": make_challenge().slug, "text": {**TEXTS, "why": HELD_WORD}, "key": "k"}
    outcome = send_idea(make_user(), data)
    [idea] = rows(select(Idea))
    assert (idea.status, outcome.to) == (HELD, idea.path)


def test_htmx_gets_the_form_alone_with_the_question(browse: Browse) -> None:
    answer = say(browse(make_user()), make_idea(), f"Dasar {WARNED_WORD}", htmx=True)
    assert (answer.status_code, "<html" in answer.text, 'name="as_is"' in answer.text) == (422, False, True)
    assert f"Dasar {WARNED_WORD}</textarea>" in answer.text


def test_a_reply_is_asked_about_too(browse: Browse) -> None:
    comment = make_comment()
    for htmx in (True, False):
        answer = say(
            browse(make_user()), Idea(id=comment.idea_id), WARNED_WORD, htmx=htmx, reply_to=str(comment.id)
        )
        assert (answer.status_code, 'name="as_is"' in answer.text) == (422, True)


def test_going_back_to_an_older_version_is_screened(browse: Browse) -> None:
    written = make("idea")
    browser = browse(written.author)
    written.edit(browser, "Enak.")
    written.edit(browser, HELD_WORD)
    written.edit(browser, "Sudah diganti.")
    again = browser.post(f"/i/{written.post.id}/riwayat", {"number": "3", "version": "4"})
    assert (again.status_code, fresh(written.post).status) == (303, HELD)
    assert count(Idea, Idea.status == PUBLISHED) == 0


def test_going_back_to_a_version_that_was_asked_about_is_not_asked_again(browse: Browse) -> None:
    written = make("idea")
    browser = browse(written.author)
    token = token_in(written.edit(browser, f"Dasar {WARNED_WORD}").text)
    written.edit(browser, f"Dasar {WARNED_WORD}", as_is=token)
    written.edit(browser, "Sudah diganti.")
    again = browser.post(f"/i/{written.post.id}/riwayat", {"number": "2", "version": "3"})
    assert (again.status_code, fresh(written.post).version) == (303, 4)
