"""A browser gets a random id when it first supports something; only its hash is kept."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from ideaboard.accounts.privacy.erasing import erase
from ideaboard.votes.models import Vote
from ideaboard.web.devices import COOKIE
from tests import database
from tests.browser import Browser
from tests.factories import make_idea, make_user
from tests.votes.steps import support

Browse = Callable[..., Browser]


def hashes() -> list[str]:
    return database.rows(select(Vote.device_hash).order_by(Vote.created_at))


def test_reading_sets_no_such_cookie(browse: Browse) -> None:
    answer = browse(make_user()).get(make_idea().path)
    assert COOKIE not in str(answer.headers.getlist("Set-Cookie"))


def test_the_first_support_sets_it_and_the_second_does_not(browse: Browse) -> None:
    browser = browse(make_user())
    first, second = (str(support(browser, make_idea()).headers.getlist("Set-Cookie")) for _ in range(2))
    assert (COOKIE in first, "HttpOnly" in first, "SameSite=Lax" in first) == (True, True, True)
    assert COOKIE not in second
    assert len(set(hashes())) == 1


def test_two_browsers_differ(browse: Browse) -> None:
    for _ in range(2):
        support(browse(make_user()), make_idea())
    assert len(set(hashes())) == 2


def test_a_forged_cookie_is_replaced(app: Flask, browse: Browse) -> None:
    browser = browse(make_user())
    browser.client.set_cookie(COOKIE, "x" * 4000)
    assert COOKIE in str(support(browser, make_idea()).headers.getlist("Set-Cookie"))


def test_closing_the_account_erases_where_votes_came_from(app: Flask, browse: Browse) -> None:
    leaving, staying = make_user(), make_user()
    for person in (leaving, staying):
        support(browse(person), make_idea())
    database.write(lambda: erase(leaving.id))
    kept = database.rows(select(Vote.user_id).where((Vote.device_hash != "") | (Vote.network_hash != "")))
    assert kept == [staying.id]
