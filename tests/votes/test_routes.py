"""Giving support and taking it back: with and without htmx."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from tests.browser import Browser
from tests.database import fresh
from tests.factories import make_challenge, make_fair_challenge, make_idea, make_user
from tests.votes.steps import button, make_ideas, support, take_back, votes

Browse = Callable[..., Browser]
Act = Callable[..., TestResponse]


# Without script


@pytest.mark.parametrize("act", [support, take_back])
def test_a_browser_goes_back_to_the_idea_in_its_list(browse: Browse, act: Act) -> None:
    challenge = make_challenge()
    idea, back = make_idea(challenge), f"{challenge.path}?urut=terbaru"
    answer = act(browse(make_user()), idea, back=back)
    assert (answer.status_code, answer.location) == (303, f"{back}#i-{idea.id}")


@pytest.mark.parametrize(
    "back", ["", "https://jahat.example/x", "//jahat.example", "/\\jahat.example", "javascript:x"]
)
def test_a_way_back_that_leaves_the_site_leads_to_the_idea(browse: Browse, back: str) -> None:
    idea = make_idea()
    answer = support(browse(make_user()), idea, back=back)
    assert (answer.status_code, answer.location) == (303, f"{idea.path}#i-{idea.id}")


def test_the_next_page_says_what_was_done(browse: Browse) -> None:
    idea, browser = make_idea(make_fair_challenge()), browse(make_user())
    answer = support(browser, idea)
    assert "Didukung. Sisa 4 dari 5." in browser.get(answer.location).text


def test_the_button_of_a_page_sends_a_form(browse: Browse) -> None:
    idea = make_idea()
    shown = button(browse(make_user()).get(idea.path).text, idea)
    assert re.search(rf'<form method="post" action="/i/{idea.id}/dukung"', shown)


# With htmx


def test_htmx_gets_the_button_alone(browse: Browse) -> None:
    idea = make_idea()
    answer = support(browse(make_user()), idea, htmx=True)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "hx-swap-oob" not in button(answer.text, idea)


def test_htmx_gets_what_is_left_out_of_band(browse: Browse) -> None:
    idea = make_idea(make_fair_challenge())
    answer = support(browse(make_user()), idea, htmx=True)
    bar = re.search(r'<p id="ballot-left"[^>]*hx-swap-oob="true".*?</p>', answer.text, re.S)
    assert bar
    assert "4 dari 5" in bar[0]


def test_the_change_is_announced(browse: Browse) -> None:
    idea, browser = make_idea(make_fair_challenge()), browse(make_user())
    assert re.search(r'role="status"[^>]*>Didukung. Sisa 4 dari 5.<', support(browser, idea, htmx=True).text)
    assert re.search(r'role="status"[^>]*>[^<]*Sisa 5 dari 5.<', take_back(browser, idea, htmx=True).text)


def test_a_supported_idea_has_a_pressed_button_that_takes_back(browse: Browse) -> None:
    idea, browser = make_idea(), browse(make_user())
    shown = button(support(browser, idea, htmx=True).text, idea)
    assert 'aria-pressed="true"' in shown
    assert f'hx-post="/i/{idea.id}/dukung/batal"' in shown


def test_an_idea_taken_back_has_a_button_that_is_not_pressed(browse: Browse) -> None:
    idea, browser = make_idea(), browse(make_user())
    support(browser, idea)
    shown = button(take_back(browser, idea, htmx=True).text, idea)
    assert 'aria-pressed="false"' in shown
    assert f'hx-post="/i/{idea.id}/dukung"' in shown


def test_the_way_back_stays_in_the_button(browse: Browse) -> None:
    idea = make_idea()
    answer = support(browse(make_user()), idea, htmx=True, back="/t/x?urut=terbaru")
    assert 'name="back" value="/t/x?urut=terbaru"' in button(answer.text, idea)


def test_the_open_rule_counts_in_the_button(browse: Browse) -> None:
    idea = make_idea(votes=41)
    assert "42 dukungan" in button(support(browse(make_user()), idea, htmx=True).text, idea)


def test_sending_twice_supports_once(browse: Browse) -> None:
    idea, person = make_idea(), make_user()
    browser = browse(person)
    answers = [support(browser, idea).status_code for _ in range(2)]
    assert (answers, votes(), fresh(idea).vote_count) == ([303, 303], 1, 1)


def test_taking_back_twice_is_no_mistake(browse: Browse) -> None:
    idea, browser = make_idea(), browse(make_user())
    support(browser, idea)
    answers = [take_back(browser, idea).status_code for _ in range(2)]
    assert (answers, votes(), fresh(idea).vote_count) == ([303, 303], 0, 0)


# The other buttons of the page


def test_the_last_support_changes_the_other_buttons(browse: Browse) -> None:
    challenge, browser = make_fair_challenge(), browse(make_user())
    ideas = make_ideas(challenge, 6)
    for idea in ideas[:4]:
        support(browser, idea)
    answer = support(browser, ideas[4], htmx=True, shown=[ideas[0].id, ideas[4].id, ideas[5].id])
    assert "hx-swap-oob" in button(answer.text, ideas[5])
    assert f"/t/{challenge.slug}/dukungan" in button(answer.text, ideas[5])
    assert 'aria-pressed="true"' in button(answer.text, ideas[0])


def test_a_support_that_comes_back_changes_the_other_buttons(browse: Browse) -> None:
    browser = browse(make_user())
    ideas = make_ideas(make_fair_challenge(), 6)
    for idea in ideas[:5]:
        support(browser, idea)
    answer = take_back(browser, ideas[4], htmx=True, shown=[ideas[0].id, ideas[5].id])
    assert 'aria-pressed="false"' in button(answer.text, ideas[5])
    assert 'aria-pressed="true"' in button(answer.text, ideas[0])


def test_other_supports_leave_the_other_buttons_alone(browse: Browse) -> None:
    ideas = make_ideas(make_fair_challenge(), 2)
    answer = support(browse(make_user()), ideas[0], htmx=True, shown=[ideas[1].id])
    assert not button(answer.text, ideas[1])


def test_a_spent_button_still_says_that_it_is_shown(browse: Browse) -> None:
    challenge, browser = make_fair_challenge(), browse(make_user())
    ideas = make_ideas(challenge, 6)
    for idea in ideas[:5]:
        support(browser, idea)
    shown = button(browser.get(challenge.path).text, ideas[5])
    assert f'name="shown" value="{ideas[5].id}"' in shown


@pytest.mark.parametrize("shown", ["x", "", "-1", str(2**63), "9" * 40])
def test_numbers_that_are_no_idea_break_nothing(browse: Browse, shown: str) -> None:
    ideas, browser = make_ideas(make_fair_challenge(), 5), browse(make_user())
    for idea in ideas[:4]:
        support(browser, idea)
    answer = support(browser, ideas[4], htmx=True, shown=[shown])
    assert (answer.status_code, votes()) == (200, 5)
