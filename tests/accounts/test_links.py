"""Tokens of mailed links."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy import select

from ideaboard.accounts import links
from ideaboard.accounts.models import MailedToken
from ideaboard.data.transaction import transaction
from tests.database import count, rows, write
from tests.factories import make_user
from tests.parallel import all_at_once

START = datetime(2026, 11, 21, 3, tzinfo=UTC)


def issue(person, purpose=links.RESET, **kwargs):
    return write(lambda: links.issue(person, purpose, **kwargs))


def use(token, purpose=links.RESET):
    return write(lambda: links.consume(token, purpose) is not None)


def test_a_link_works_once(app):
    token = issue(make_user())
    assert use(token)
    assert not use(token)


def test_looking_uses_nothing_up(in_request):
    token = issue(make_user())
    assert links.look_up(token, links.RESET)
    assert links.look_up(token, links.RESET)
    assert use(token)


def test_only_the_newest_link_works(app):
    person = make_user()
    old, new = issue(person), issue(person)
    assert not use(old)
    assert use(new)


def test_links_for_different_purposes_live_side_by_side(app):
    person = make_user()
    reset, confirm = issue(person), issue(person, links.CONFIRM)
    assert use(reset)
    assert use(confirm, links.CONFIRM)


def test_a_link_for_another_purpose_does_not_work(app):
    assert not use(issue(make_user(), links.SIGN_IN), links.RESET)


def test_a_link_works_for_an_hour(app):
    with time_machine.travel(START, tick=False) as clock:
        token, late = issue(make_user()), issue(make_user())
        clock.shift(timedelta(minutes=59))
        assert use(token)
        clock.shift(timedelta(minutes=1))
        assert not use(late)


def test_a_cut_link_does_not_work(app):
    token = issue(make_user())
    assert not use(token[:-1])
    assert not use("")
    assert not use("\x00")


def test_the_token_itself_is_not_kept(app):
    token = issue(make_user())
    (row,) = rows(select(MailedToken))
    assert token not in str(vars(row))
    assert len(token) >= 43  # 256 bits


def test_the_link_of_a_closed_account_does_not_work(app):
    person = make_user()
    token = issue(person)
    write(lambda: setattr(links.lock_person(person.id), "closed_at", START))
    assert not use(token)


def test_of_sixteen_uses_at_once_one_succeeds(app):
    token = issue(make_user())
    assert sum(all_at_once(app, 16, lambda _number: use_here(token))) == 1


def use_here(token):
    with transaction():
        return links.consume(token, links.RESET) is not None


def test_of_links_asked_for_at_once_one_lives(app):
    person = make_user()

    def ask(_number):
        with transaction():
            return links.issue(person, links.RESET)

    tokens = all_at_once(app, 8, ask)
    assert count(MailedToken) == 1
    assert sum(use(token) for token in tokens) == 1


def test_asking_and_using_at_once_never_block_each_other(app):
    person = make_user()
    token = issue(person)

    def mix(number):
        with transaction():
            return links.issue(person, links.RESET) if number % 2 else links.consume(token, links.RESET)

    all_at_once(app, 12, mix)
    assert count(MailedToken) == 1
