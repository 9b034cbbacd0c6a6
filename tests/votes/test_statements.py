"""What a vote costs: at most eight statements of any kind of vote, and the lock that PostgreSQL needs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ideaboard.challenges.models import Challenge
from ideaboard.ideas.models import Idea
from tests.browser import Browser
from tests.database import statements
from tests.factories import make_challenge, make_fair_challenge, make_user
from tests.votes.steps import make_ideas, support, take_back

Browse = Callable[..., Browser]
MOST = 8
both_rules = pytest.mark.parametrize("make", [make_challenge, make_fair_challenge])
both_answers = pytest.mark.parametrize("htmx", [True, False])


def _cost(act: Callable[[], object]) -> int:
    with statements() as seen:
        act()
    locks = [sql for sql in seen if sql.startswith("SELECT users.id") and sql.endswith("FOR NO KEY UPDATE")]
    assert len(locks) <= 1
    return len(seen) - len(locks)


@pytest.fixture
def voter(browse: Browse) -> Browser:
    return browse(make_user())


def _give(browser: Browser, ideas: list[Idea]) -> None:
    for idea in ideas:
        assert support(browser, idea).status_code == 303


@both_rules
@both_answers
def test_the_first_vote(voter: Browser, make: Callable[..., Challenge], htmx: bool) -> None:
    [idea] = make_ideas(make(), 1)
    assert 0 < _cost(lambda: support(voter, idea, htmx=htmx)) <= MOST


@both_rules
@both_answers
def test_a_later_vote(voter: Browser, make: Callable[..., Challenge], htmx: bool) -> None:
    ideas = make_ideas(make(), 2)
    _give(voter, ideas[:1])
    assert 0 < _cost(lambda: support(voter, ideas[1], htmx=htmx)) <= MOST


@both_rules
@both_answers
def test_taking_back_one_of_several(voter: Browser, make: Callable[..., Challenge], htmx: bool) -> None:
    ideas = make_ideas(make(), 2)
    _give(voter, ideas)
    assert 0 < _cost(lambda: take_back(voter, ideas[0], htmx=htmx)) <= MOST


@both_rules
@both_answers
def test_taking_back_the_only_one(voter: Browser, make: Callable[..., Challenge], htmx: bool) -> None:
    [idea] = make_ideas(make(), 1)
    _give(voter, [idea])
    assert 0 < _cost(lambda: take_back(voter, idea, htmx=htmx)) <= MOST


def test_the_last_support_with_every_other_button(voter: Browser) -> None:
    ideas = make_ideas(make_fair_challenge(), 20)
    _give(voter, ideas[:4])
    shown = [idea.id for idea in ideas]
    assert 0 < _cost(lambda: support(voter, ideas[4], htmx=True, shown=shown)) <= MOST


def test_a_support_too_many(voter: Browser) -> None:
    ideas = make_ideas(make_fair_challenge(), 6)
    _give(voter, ideas[:5])
    assert 0 < _cost(lambda: support(voter, ideas[5], htmx=True)) <= MOST


def test_a_support_too_many_that_shows_the_whole_ballot_costs_two_more(voter: Browser) -> None:
    ideas = make_ideas(make_fair_challenge(), 6)
    _give(voter, ideas[:5])
    assert 0 < _cost(lambda: support(voter, ideas[5])) <= MOST + 2


@both_answers
def test_a_vote_given_twice(voter: Browser, htmx: bool) -> None:
    [idea] = make_ideas(make_challenge(), 1)
    _give(voter, [idea])
    assert 0 < _cost(lambda: support(voter, idea, htmx=htmx)) <= MOST
