"""A visitor's support: by link to the sign-in page, given once they are somebody, under the same rules."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from ideaboard.ideas.models import Idea
from tests.accounts.steps import is_signed_in, last_link, make_member, sign_in, sign_up
from tests.browser import Browser
from tests.factories import make_challenge, make_fair_challenge, make_idea, make_user
from tests.votes.steps import button, make_ideas, support, supported_by, votes

Mailbox = Callable[[], list[Any]]
Browse = Callable[..., Browser]


def _press(browser: Browser, idea: Idea) -> TestResponse:
    """Follow the visitor's button on the idea's page."""
    found = re.search(r'href="(/masuk[^"]+)"', button(browser.get(idea.path).text, idea))
    assert found
    return browser.get(html.unescape(found[1]))


def _carried(page: TestResponse) -> dict[str, str]:
    found = dict(re.findall(r'name="(next|intent)" type="hidden" value="([^"]*)"', page.text))
    return {name: html.unescape(value) for name, value in found.items()}


def _link_for(idea_id: object) -> str:
    return f"/masuk?niat=vote&id={idea_id}"


def test_the_button_of_a_visitor_is_a_link(browser: Browser) -> None:
    idea = make_idea()
    shown = button(browser.get(idea.path).text, idea)
    assert "<form" not in shown
    assert f"niat=vote&amp;id={idea.id}" in shown


def test_the_sign_in_page_says_what_will_be_supported(browser: Browser) -> None:
    idea = make_idea(title="Keripik rasa durian & cabai")
    assert "Keripik rasa durian &amp; cabai" in _press(browser, idea).text


def test_opening_the_link_supports_nothing(browse: Browse) -> None:
    idea = make_idea()
    browse(make_user()).get(_link_for(idea.id))
    assert votes() == 0


def test_signing_in_gives_the_support(browser: Browser) -> None:
    idea, person = make_idea(), make_member()
    answer = sign_in(browser, **_carried(_press(browser, idea)))
    assert (answer.status_code, answer.location) == (303, idea.path)
    assert supported_by(person) == {idea.id}


def test_signing_in_twice_gives_it_once(browse: Browse) -> None:
    idea, person = make_idea(), make_member()
    for _ in range(2):
        browser = browse()
        assert sign_in(browser, **_carried(_press(browser, idea))).status_code == 303
    assert (supported_by(person), votes()) == ({idea.id}, 1)


def test_a_wrong_password_gives_nothing_and_keeps_the_wish(browser: Browser) -> None:
    idea, person = make_idea(), make_member()
    again = sign_in(browser, password="bukan sandi saya", **_carried(_press(browser, idea)))
    assert (again.status_code, votes()) == (422, 0)
    sign_in(browser, **_carried(again))
    assert supported_by(person) == {idea.id}


def test_a_mailed_link_gives_the_support(browser: Browser, mailbox: Mailbox) -> None:
    idea, person = make_idea(), make_member()
    browser.post("/masuk/tautan", {"email": person.email, **_carried(_press(browser, idea))})
    link = last_link(mailbox)
    browser.get(link)
    assert votes() == 0
    browser.post(link)
    assert supported_by(person) == {idea.id}


def test_a_new_members_support_waits_for_the_confirmation(browser: Browser, mailbox: Mailbox) -> None:
    idea = make_idea()
    sign_up(browser, **_carried(_press(browser, idea)))
    assert votes() == 0
    answer = browser.post(last_link(mailbox))
    assert (answer.status_code, answer.location, votes()) == (303, idea.path, 1)


def _refused(browser: Browser, idea_id: int) -> str:
    """Sign in with a wish that cannot be done; return the page that follows."""
    answer = sign_in(browser, **_carried(browser.get(_link_for(idea_id))))
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert is_signed_in(browser)
    return page


def test_the_own_idea_is_refused_kindly(browser: Browser) -> None:
    idea = make_idea(author=make_member())
    assert "<p>Ini ide Anda</p>" in _refused(browser, idea.id)
    assert votes() == 0


def test_a_closed_challenge_is_refused_kindly(browser: Browser) -> None:
    make_member()
    idea = make_idea(make_fair_challenge(stage="review"))
    assert re.search(r'class="toast">.*?<p>Dukungan ditutup', _refused(browser, idea.id), re.S)
    assert votes() == 0


def test_the_team_is_refused_kindly(browser: Browser) -> None:
    idea = make_idea(make_challenge(owner=make_member()))
    assert "Anda mengelola usaha ini" in _refused(browser, idea.id)
    assert votes() == 0


def test_a_spent_budget_is_refused_kindly(browse: Browse) -> None:
    ideas, person = make_ideas(make_fair_challenge(), 6), make_member()
    for idea in ideas[:5]:
        support(browse(person), idea)
    assert "Dukungan habis." in _refused(browse(), ideas[5].id)
    assert ideas[5].id not in supported_by(person)


def test_a_refusal_after_confirming_is_kind(browser: Browser, mailbox: Mailbox) -> None:
    idea = make_idea(make_fair_challenge(stage="review"))
    sign_up(browser, **_carried(browser.get(_link_for(idea.id))))
    answer = browser.post(last_link(mailbox))
    assert (answer.status_code, votes()) == (303, 0)
    assert "Dukungan ditutup" in browser.get(answer.location).text


@pytest.mark.parametrize("status", ["held", "withdrawn"])
def test_an_idea_that_cannot_be_seen_is_named_nowhere(browser: Browser, status: str) -> None:
    idea = make_idea(status=status, title="Rahasia dapur nenek")
    page = browser.get(_link_for(idea.id))
    assert page.status_code == 200
    assert "Rahasia dapur nenek" not in page.text


def test_an_idea_that_went_away_does_not_keep_anybody_out(browser: Browser) -> None:
    make_member()
    _refused(browser, make_idea(status="withdrawn").id)
    assert votes() == 0


@pytest.mark.parametrize("ident", ["-1", "0", str(2**63), "9" * 40, "x"])
def test_a_number_that_is_no_idea_breaks_nothing(browser: Browser, ident: str) -> None:
    make_member()
    page = browser.get(_link_for(ident))
    assert page.status_code == 200
    assert sign_in(browser, **_carried(page)).status_code == 303
