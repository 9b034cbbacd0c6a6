"""Support that is refused: why, as a page and as a fragment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from ideaboard.accounts.models import User
from ideaboard.businesses.models import STAFF, Membership
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from tests.browser import Browser
from tests.database import fresh, write
from tests.factories import make_business, make_challenge, make_fair_challenge, make_idea, make_user
from tests.votes.steps import button, make_ideas, support, supported_by, take_back, votes

Browse = Callable[..., Browser]
Case = Callable[[], tuple[User, Idea]]


def _own() -> tuple[User, Idea]:
    author = make_user()
    return author, make_idea(author=author)


def _team() -> tuple[User, Idea]:
    owner, helper = make_user(), make_user()
    business = make_business(owner)
    write(lambda: db.session.add(Membership(business_id=business.id, user_id=helper.id, role=STAFF)))
    return helper, make_idea(make_challenge(business, owner=owner))


def _unconfirmed() -> tuple[User, Idea]:
    return make_user(confirmed=False), make_idea()


def _closed() -> tuple[User, Idea]:
    return make_user(), make_idea(make_fair_challenge(stage="review"))


def _not_open_yet() -> tuple[User, Idea]:
    return make_user(), make_idea(make_fair_challenge(stage="ideas"))


REFUSALS = [
    pytest.param(_own, 403, "Ini ide Anda", id="own idea"),
    pytest.param(_team, 403, "Anda mengelola usaha ini", id="team"),
    pytest.param(_unconfirmed, 403, "Konfirmasi alamat surel Anda dulu", id="unconfirmed"),
    pytest.param(_closed, 409, "Dukungan ditutup", id="closed"),
    pytest.param(_not_open_yet, 409, "Dukungan dibuka", id="not open yet"),
]


@pytest.mark.parametrize(("case", "code", "words"), REFUSALS)
def test_a_refusal_is_a_page_that_says_why(browse: Browse, case: Case, code: int, words: str) -> None:
    person, idea = case()
    answer = support(browse(person), idea)
    assert (answer.status_code, votes()) == (code, 0)
    assert "<html" in answer.text
    assert words in answer.text


@pytest.mark.parametrize(("case", "code", "words"), REFUSALS)
def test_a_refusal_is_a_fragment_that_the_page_shows(browse: Browse, case: Case, code: int, words: str) -> None:
    person, idea = case()
    answer = support(browse(person), idea, htmx=True)
    assert (answer.status_code, votes()) == (code, 0)
    assert "<html" not in answer.text
    assert words in answer.text


def test_a_closed_button_is_swapped_and_announced(browse: Browse) -> None:
    person, idea = _closed()
    answer = support(browse(person), idea, htmx=True)
    assert button(answer.text, idea)
    assert 'role="status" class="visually-hidden" hx-swap-oob="true">Dukungan ditutup' in answer.text


@pytest.mark.parametrize("htmx", [False, True])
def test_support_stays_when_it_is_taken_back_too_late(browse: Browse, htmx: bool) -> None:
    idea, person = make_idea(make_challenge(stage="review")), make_user()
    answer = take_back(browse(person), idea, htmx=htmx)
    assert answer.status_code == 409
    assert "Dukungan ditutup" in answer.text


# What cannot be seen


@pytest.mark.parametrize("act", [support, take_back])
@pytest.mark.parametrize("status", ["draft", "held", "hidden", "removed", "withdrawn"])
def test_what_cannot_be_seen_cannot_be_supported(
    browse: Browse, act: Callable[..., TestResponse], status: str
) -> None:
    assert act(browse(make_user()), make_idea(status=status)).status_code == 404


def test_an_idea_of_a_hidden_challenge_cannot_be_supported(browse: Browse) -> None:
    assert support(browse(make_user()), make_idea(make_challenge(status="hidden"))).status_code == 404


def test_an_idea_that_never_was_is_not_found(browse: Browse) -> None:
    assert browse(make_user()).post("/i/987654/dukung").status_code == 404


# Visitors


@pytest.mark.parametrize("act", [support, take_back])
def test_a_visitors_form_is_answered_401(browser: Browser, act: Callable[..., TestResponse]) -> None:
    answer = act(browser, make_idea(), back="/t/x")
    assert (answer.status_code, votes()) == (401, 0)
    assert 'name="back" value="/t/x"' in answer.text


def test_a_visitors_htmx_request_leads_to_signing_in(browser: Browser) -> None:
    idea = make_idea()
    headers = {"HX-Current-URL": f"http://localhost{idea.path}"}
    answer = browser.post(f"/i/{idea.id}/dukung", htmx=True, headers=headers)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, f"/masuk?next={idea.path}")


# The spent budget


def _spend(browser: Browser, ideas: list[Idea]) -> None:
    for idea in ideas[:5]:
        assert support(browser, idea).status_code == 303


def test_the_sixth_support_is_answered_with_the_ballot(browse: Browse) -> None:
    ideas, person = make_ideas(make_fair_challenge(), 6), make_user()
    browser = browse(person)
    _spend(browser, ideas)
    answer = support(browser, ideas[5])
    assert (answer.status_code, supported_by(person)) == (409, {idea.id for idea in ideas[:5]})
    assert "Dukungan habis." in answer.text
    assert all(f'action="/i/{idea.id}/dukung/batal"' in answer.text for idea in ideas[:5])


def test_the_sixth_support_is_a_fragment_with_the_way_to_the_ballot(browse: Browse) -> None:
    challenge, browser = make_fair_challenge(), browse(make_user())
    ideas = make_ideas(challenge, 6)
    _spend(browser, ideas)
    answer = support(browser, ideas[5], htmx=True)
    assert answer.status_code == 409
    assert "<html" not in answer.text
    assert f'href="/t/{challenge.slug}/dukungan"' in button(answer.text, ideas[5])


def test_a_refused_support_does_not_count(browse: Browse) -> None:
    ideas, browser = make_ideas(make_fair_challenge(), 6), browse(make_user())
    _spend(browser, ideas)
    support(browser, ideas[5])
    assert fresh(ideas[5]).vote_count == 0


def test_supporting_again_with_a_spent_budget_is_no_mistake(browse: Browse) -> None:
    ideas, browser = make_ideas(make_fair_challenge(), 5), browse(make_user())
    _spend(browser, ideas)
    assert support(browser, ideas[0]).status_code == 303


def test_the_open_rule_has_no_budget(browse: Browse) -> None:
    ideas, browser = make_ideas(make_challenge(), 6), browse(make_user())
    assert {support(browser, idea).status_code for idea in ideas} == {303}
