"""A visitor writes first and signs in after; a page that only shows comments needs no cookie."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from flask import Flask, get_flashed_messages

from ideaboard.accounts import intents
from ideaboard.accounts.models import User
from ideaboard.comments.models import Comment
from ideaboard.posts.models import HIDDEN
from ideaboard.posts.service import change_status
from tests.accounts.steps import make_member, sign_in
from tests.browser import Browser
from tests.comments.steps import BODY, make_comment, only_comment, say
from tests.database import count, fresh, write
from tests.factories import make_idea, make_user

Browse = Callable[..., Browser]


def _packed(text: str) -> str:
    found = re.search(r'name="intent"[^>]*value="([^"]+)"', text)
    assert found
    return unescape(found[1])


def _carry_out(app: Flask, person: User, token: str) -> intents.Outcome:
    with app.test_request_context():
        data = intents.unpack(token)
        assert data
        return intents.carry_out(person, data)


def test_a_visitors_pages_hold_no_token_but_a_way_to_the_form(browser: Browser) -> None:
    idea = make_idea()
    make_comment(idea)
    for path in (idea.path, f"/i/{idea.id}/komentar"):
        answer = browser.get(path)
        assert answer.headers.getlist("Set-Cookie") == []
        assert f"/i/{idea.id}/komentar?tulis=1" in answer.text
    form = browser.get(f"/i/{idea.id}/komentar?tulis=1").text
    assert 'name="body"' in form
    assert "hx-post" not in form


def test_signing_in_sends_the_comment_and_leads_to_it(browser: Browser) -> None:
    author, idea = make_member(), make_idea()
    answer = say(browser, idea)
    assert answer.status_code == 200
    assert idea.title in unescape(answer.text)
    assert count(Comment) == 0
    answer = sign_in(browser, intent=_packed(answer.text))
    comment = only_comment()
    assert (answer.status_code, answer.location) == (303, f"{idea.path}#k-{comment.id}")
    assert (comment.author_id, comment.source) == (author.id, BODY)


def test_a_visitors_reply_stays_a_reply(app: Flask, browser: Browser) -> None:
    comment = make_comment(idea := make_idea())
    token = _packed(say(browser, idea, reply_to=str(comment.id)).text)
    _carry_out(app, make_user(), token)
    assert fresh(comment).reply_count == 1


def test_signing_in_twice_sends_once(app: Flask, browser: Browser) -> None:
    token, person = _packed(say(browser, make_idea()).text), make_user()
    first, second = (_carry_out(app, person, token) for _ in range(2))
    assert first.to == second.to
    assert count(Comment) == 1


def test_a_comment_that_can_no_longer_be_sent_comes_back_in_words(app: Flask, browser: Browser) -> None:
    idea = make_idea()
    token = _packed(say(browser, idea).text)
    write(lambda: change_status(fresh(idea), HIDDEN, expected=("published",)))
    outcome = _carry_out(app, make_user(), token)
    assert outcome.to == ""
    assert BODY in outcome.message


def test_who_was_signed_out_meanwhile_keeps_the_text_in_a_visitors_form(browser: Browser) -> None:
    answer = say(browser, make_idea(), htmx=True)
    assert answer.status_code == 409
    assert BODY in answer.text
    assert "hx-post" not in answer.text


def test_what_was_kept_on_the_phone_is_forgotten_once_signing_in_sent_it(app: Flask, browser: Browser) -> None:
    name = "keep:0:/i/1/komentar:k1"
    token = _packed(say(browser, make_idea(), keep=name).text)
    with app.test_request_context():
        data = intents.unpack(token)
        assert data
        intents.carry_out(make_user(), data)
        assert get_flashed_messages(category_filter=["arrived"]) == [name]


def test_a_form_that_outlived_its_session_keeps_its_text_under_the_same_name(browser: Browser) -> None:
    answer = say(browser, make_idea(), htmx=True, keep="keep:42:/i/1/komentar:k1")
    assert 'data-keep="42"' in answer.text
    assert 'data-keep="0"' in say(browser, make_idea(), htmx=True, keep="keep:x:/").text


def test_a_visitor_answers_on_a_page_whose_script_keeps_the_text(browser: Browser) -> None:
    comment = make_comment(idea := make_idea())
    assert f'href="/k/{comment.id}?balas=1">' in browser.get(idea.path).text
    assert "writing" in browser.get(f"/k/{comment.id}?balas=1").text


def test_a_visitors_wrong_comment_is_refused_before_signing_in(browser: Browser) -> None:
    assert say(browser, make_idea(), "x").status_code == 422


def test_a_visitor_can_open_the_form_of_a_reply(browser: Browser) -> None:
    page = browser.get(f"/k/{make_comment().id}?balas=1").text
    assert 'name="body"' in page
