"""Programs that fill in forms are asked once more; people with a password manager or a back button pass."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from ideaboard.comments.models import Comment
from ideaboard.data.clock import now
from ideaboard.web.traps import opened_now
from tests.browser import Browser
from tests.database import context, count, scalar
from tests.factories import make_challenge, make_idea, make_user

Browse = Callable[..., Browser]
pytestmark = pytest.mark.usefixtures("traps")


def opened(ago: timedelta) -> str:
    with context(), time_machine.travel(now() - ago, tick=False):
        return opened_now()


def say(browser: Browser, idea, **fields):
    values = {"body": "Enak, pedasnya pas.", "opened": opened(timedelta(minutes=1)), **fields}
    return browser.post(f"/i/{idea.id}/komentar", values)


def test_a_new_member_who_took_their_time_is_not_asked(browse: Browse) -> None:
    assert say(browse(make_user()), make_idea()).status_code == 303


def test_what_comes_at_once_is_asked_for_once_more_with_the_text_kept(browse: Browse) -> None:
    answer = say(browse(make_user()), make_idea(), opened=opened(timedelta(0)))
    assert answer.status_code == 422
    assert "Tunggu 3 detik" in answer.text
    assert "Enak, pedasnya pas.</textarea>" in answer.text
    assert count(Comment) == 0


def test_the_form_that_comes_back_passes_three_seconds_later(browse: Browse) -> None:
    browser, idea = browse(make_user()), make_idea()
    answer = say(browser, idea, opened="")
    token = re.search(r'name="opened" type="hidden" value="([^"]+)"', answer.text)
    assert token
    with time_machine.travel(now() + timedelta(seconds=4)):
        assert say(browser, idea, opened=token[1]).status_code == 303


def test_a_page_that_was_open_for_a_week_still_sends(browse: Browse) -> None:
    assert say(browse(make_user()), make_idea(), opened=opened(timedelta(days=7))).status_code == 303


def test_a_browser_that_fills_in_everything_is_asked_once_and_not_twice(browse: Browse) -> None:
    browser, idea = browse(make_user()), make_idea()
    answer = say(browser, idea, website="https://warung.example")
    assert answer.status_code == 422
    token = re.search(r'name="opened" type="hidden" value="([^"]+)"', answer.text)
    assert token
    with time_machine.travel(now() + timedelta(seconds=4)):
        assert say(browser, idea, website="https://warung.example", opened=token[1]).status_code == 303


@pytest.mark.parametrize("known", [{"trust_level": 1}, {"is_moderator": True}])
def test_who_is_known_is_never_asked(browse: Browse, known: dict[str, object]) -> None:
    answer = say(browse(make_user(**known)), make_idea(), website="x", opened="")
    assert answer.status_code == 303


def test_a_visitor_is_looked_at_too(browser: Browser) -> None:
    answer = say(browser, make_idea(), opened=opened(timedelta(0)))
    assert answer.status_code == 422
    assert "Tunggu 3 detik" in answer.text


def test_the_forms_of_new_members_carry_both_fields_hidden_from_everybody(browse: Browse) -> None:
    idea = make_idea(challenge := make_challenge())
    new, known = browse(make_user()), browse(make_user(trust_level=1))
    for path in (f"{idea.path}?tulis=1", f"/t/{challenge.slug}/ide/baru"):
        html = new.get(path).text
        assert html.count('name="opened"') == html.count('name="website"') == 1
        assert 'name="website"' not in known.get(path).text


def test_an_edit_asks_nothing(browse: Browse) -> None:
    browser = browse(make_user())
    say(browser, make_idea())
    comment = scalar(select(Comment))
    assert browser.post(f"/k/{comment.id}/ubah", {"body": "Pedasnya pas.", "version": "1"}).status_code == 303
