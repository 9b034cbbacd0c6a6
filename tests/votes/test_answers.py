"""What htmx gets after a vote is what the template would show, for every idea, count, language and place."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import render_template

from ideaboard.challenges.models import Challenge
from ideaboard.votes import answers
from ideaboard.web.fragments import with_token
from tests.browser import Browser
from tests.factories import make_challenge, make_fair_challenge, make_user
from tests.votes.steps import button, make_ideas, support, take_back

Browse = Callable[..., Browser]
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def _as_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the template make every answer."""
    monkeypatch.setattr(answers, "_button", lambda idea, mine, state: _whole(idea, mine))
    monkeypatch.setattr(answers, "fragment", lambda *_key, **_context: "")


def _whole(idea: object, mine: object) -> str:
    return with_token(render_template("votes/_answer.html", idea=idea, ballot=mine, others=[]))


def _told(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("make", [make_challenge, make_fair_challenge])
@pytest.mark.parametrize("locale", ["id", "en"])
def test_it_is_what_the_template_shows(
    browse: Browse, monkeypatch: pytest.MonkeyPatch, make: Callable[..., Challenge], locale: str
) -> None:
    first, second = make_ideas(make(), 2)
    voter, other = browse(make_user(locale=locale)), browse(make_user(locale=locale))
    steps = [(voter, support, first), (other, support, first), (voter, support, second), (voter, take_back, second)]
    kept = [act(who, idea, htmx=True, back="/t/x").text for who, act, idea in steps]
    for who, _act, idea in steps[:2]:
        take_back(who, idea)
    _as_rendered(monkeypatch)
    rendered = [act(who, idea, htmx=True, back="/t/x").text for who, act, idea in steps]
    assert [_told(_without_token(text)) for text in kept] == [_told(_without_token(text)) for text in rendered]


def _without_token(text: str) -> str:
    assert text.count('name="csrf_token"') == 1
    return TOKEN.sub("", text)


def test_where_the_reader_came_from_stays_what_they_sent(browse: Browse) -> None:
    [idea] = make_ideas(make_challenge(), 1)
    answer = support(browse(make_user()), idea, htmx=True, back='/t/x?"><script>').text
    assert 'value="/t/x?&#34;&gt;&lt;script&gt;"' in answer


def test_the_next_idea_gets_its_own_number_and_count(browse: Browse) -> None:
    first, second = make_ideas(make_challenge(), 2)
    voter = browse(make_user())
    for _ in range(2):
        support(browse(make_user()), second)
    for idea, count in ((first, 1), (second, 3)):
        shown = button(support(voter, idea, htmx=True).text, idea)
        assert f"{count} dukungan" in shown
        assert f'action="/i/{idea.id}/dukung/batal"' in shown


def test_the_button_of_an_answer_works(browse: Browse) -> None:
    [idea] = make_ideas(make_challenge(), 1)
    voter = browse(make_user())
    found = TOKEN.search(support(voter, idea, htmx=True).text)
    assert found is not None
    path = f"/i/{idea.id}/dukung/batal"
    assert voter.client.post(path, data={"csrf_token": found[1]}, headers={"HX-Request": "true"}).status_code == 200
