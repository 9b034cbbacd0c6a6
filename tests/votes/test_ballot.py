"""The ballot page: what I support in one challenge, and what is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from ideaboard.data.clock import now
from tests.browser import Browser
from tests.factories import make_challenge, make_fair_challenge, make_idea, make_user
from tests.votes.steps import button, make_ideas, support

Browse = Callable[..., Browser]


def test_an_empty_ballot_leads_to_the_ideas(browse: Browse) -> None:
    challenge = make_fair_challenge()
    page = browse(make_user()).get(f"{challenge.path}/dukungan")
    assert page.status_code == 200
    assert "Anda belum mendukung ide" in page.text
    assert f'class="button primary" href="{challenge.path}"' in page.text


def test_a_full_ballot_holds_every_idea_with_its_button(browse: Browse) -> None:
    challenge, browser = make_fair_challenge(), browse(make_user())
    ideas = make_ideas(challenge, 5)
    for idea in ideas:
        support(browser, idea)
    page = browser.get(f"{challenge.path}/dukungan").text
    assert all('aria-pressed="true"' in button(page, idea) for idea in ideas)
    assert "0 dari 5" in page


def test_taking_back_on_the_ballot_leads_back_to_it(browse: Browse) -> None:
    challenge, browser = make_fair_challenge(), browse(make_user())
    idea = make_idea(challenge)
    support(browser, idea)
    shown = button(browser.get(f"{challenge.path}/dukungan").text, idea)
    assert f'name="back" value="{challenge.path}/dukungan"' in shown


def test_a_closed_ballot_keeps_its_ideas_without_buttons(browse: Browse) -> None:
    challenge, person = make_fair_challenge(), make_user()
    idea = make_idea(challenge)
    support(browse(person), idea)
    with time_machine.travel(now() + timedelta(days=9), tick=False):
        page = browse(person).get(f"{challenge.path}/dukungan").text
    assert "Dukungan ditutup" in page
    assert "Didukung" in button(page, idea)
    assert "<form" not in button(page, idea)


def test_the_ballot_holds_nobody_elses_support(browse: Browse) -> None:
    challenge = make_fair_challenge()
    idea = make_idea(challenge)
    support(browse(make_user()), idea)
    assert idea.title not in browse(make_user()).get(f"{challenge.path}/dukungan").text


def test_the_ballot_holds_no_support_of_other_challenges(browse: Browse) -> None:
    browser, idea = browse(make_user()), make_idea()
    support(browser, idea)
    assert idea.title not in browser.get(f"{make_challenge().path}/dukungan").text


def test_the_open_rule_counts_without_a_budget(browse: Browse) -> None:
    challenge, browser = make_challenge(), browse(make_user())
    support(browser, make_idea(challenge))
    page = browser.get(f"{challenge.path}/dukungan").text
    assert "Anda mendukung 1 ide" in page
    assert "dari 5" not in page


def test_a_visitor_signs_in_first(browser: Browser) -> None:
    challenge = make_challenge()
    answer = browser.get(f"{challenge.path}/dukungan")
    assert (answer.status_code, answer.location) == (303, f"/masuk?next={challenge.path}/dukungan")


@pytest.mark.parametrize("status", ["draft", "hidden", "removed"])
def test_there_is_no_ballot_where_there_is_no_challenge(browse: Browse, status: str) -> None:
    assert browse(make_user()).get(f"{make_challenge(status=status).path}/dukungan").status_code == 404
