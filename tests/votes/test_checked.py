"""Who runs a challenge reads how much support is being checked; nobody else does, or while counts are sealed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.ideas.models import Idea
from ideaboard.votes.models import COUNTED, QUARANTINED
from ideaboard.votes.states import change_state
from tests import database
from tests.browser import Browser
from tests.factories import make_challenge, make_fair_challenge, make_idea, make_user
from tests.votes.test_service import vote

Browse = Callable[..., Browser]
SAID = "2 supports are being checked"


def checked_idea(app: Flask, make: Callable[..., Challenge], owner: User) -> Idea:
    idea, people = make_idea(make(owner=owner)), [make_user() for _ in range(3)]
    for person in people:
        vote(app, idea, person)
    two = [person.id for person in people[:2]]
    database.write(lambda: change_state(idea.id, two, expected=COUNTED, to=QUARANTINED))
    return idea


def pages_of(browser: Browser, idea: Idea) -> list[str]:
    board: Any = database.scalar(select(Challenge.slug).where(Challenge.id == idea.challenge_id))
    return [
        browser.get(f"{path}?bahasa=en", follow_redirects=True).get_data(as_text=True)
        for path in (idea.path, f"/t/{board}")
    ]


def test_the_owner_reads_it_where_counts_are(app: Flask, browse: Browse) -> None:
    owner = make_user()
    idea = checked_idea(app, make_challenge, owner)
    assert [SAID in html for html in pages_of(browse(owner), idea)] == [True, True]


@pytest.mark.parametrize("signed_in", [False, True])
def test_readers_do_not(app: Flask, browse: Browse, signed_in: bool) -> None:
    idea = checked_idea(app, make_challenge, make_user())
    browser = browse(make_user()) if signed_in else browse()
    assert [SAID in html for html in pages_of(browser, idea)] == [False, False]


def test_nobody_does_while_the_board_is_sealed(app: Flask, browse: Browse) -> None:
    owner = make_user()
    idea = checked_idea(app, make_fair_challenge, owner)
    assert [SAID in html for html in pages_of(browse(owner), idea)] == [False, False]
