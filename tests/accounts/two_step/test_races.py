"""One code, sent many times at once, opens one door."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.accounts.models import UserSession
from ideaboard.accounts.two_step import checking
from ideaboard.accounts.two_step.models import RecoveryCode, TwoStep
from ideaboard.audit.models import AuditEntry
from ideaboard.audit.verification import verify
from tests.accounts.steps import PASSWORD
from tests.accounts.two_step.steps import RECOVERY, code, first_step, give, left, make_two_step
from tests.browser import Browser
from tests.database import context, count, rows
from tests.parallel import all_at_once

MANY = 16


@pytest.fixture
def unlimited(monkeypatch):
    """Let every attempt be compared."""
    monkeypatch.setattr("ideaboard.accounts.two_step.half_way.count_attempt", lambda person: None)
    monkeypatch.setattr("ideaboard.accounts.two_step.service.count_attempt", lambda person: None)
    monkeypatch.setattr("ideaboard.accounts.sign_in.take", lambda *counted: None)


@pytest.fixture
def doors(app, unlimited):
    """As many browsers that gave the password."""
    make_two_step()
    browsers = [Browser(app) for _ in range(MANY)]
    for browser in browsers:
        first_step(browser)
    return browsers


@pytest.mark.parametrize("typed", ["app", RECOVERY[2]])
def test_of_sixteen_browsers_with_one_code_one_gets_in(app, doors, typed):
    one = code() if typed == "app" else typed
    answers = all_at_once(app, MANY, lambda number: give(doors[number], one).status_code)
    assert sorted(answers) == [303] + [422] * (MANY - 1)
    assert count(UserSession) == 1
    assert left() == (10 if typed == "app" else 9)
    with context():
        assert verify().broken_id is None


@pytest.mark.parametrize("typed", ["app", RECOVERY[2]])
def test_of_sixteen_requests_of_one_browser_one_gets_in(app, doors, typed):
    cookie = doors[0].client.get_cookie("session").value
    one = code() if typed == "app" else typed

    def work(_number):
        copy = Browser(app)
        copy.client.set_cookie("session", cookie)
        return give(copy, one).status_code

    answers = all_at_once(app, MANY, work)
    assert answers.count(303) == 1
    assert set(answers) <= {303, 410, 422}
    assert count(UserSession) == 1


def test_of_sixteen_guesses_at_once_six_are_compared(app, monkeypatch):
    make_two_step()
    monkeypatch.setattr("ideaboard.accounts.sign_in.take", lambda *counted: None)
    browsers = [Browser(app) for _ in range(MANY)]
    for browser in browsers:
        first_step(browser)
    answers = all_at_once(app, MANY, lambda number: give(browsers[number], "000000").status_code)
    assert sorted(answers) == [422] * 6 + [429] * (MANY - 6)


def test_switched_off_and_renewed_at_once_there_is_one_outcome(app, browse, unlimited):
    member = make_two_step()
    browsers, one = [browse(member) for _ in range(4)], code()
    paths = ["/akun/dua-langkah/matikan", "/akun/dua-langkah/kode"] * 2
    fields = {"current_password": PASSWORD, "code": one}
    answers = all_at_once(app, 4, lambda number: browsers[number].post(paths[number], fields).status_code)
    assert set(answers) <= {200, 303, 422}  # Whoever comes after it was switched off is led away.
    assert len(rows(select(AuditEntry.action))) == 1
    assert count(RecoveryCode) == 10 * count(TwoStep)


def test_the_limits_are_those_that_are_promised():
    assert [(limit.most, limit.window.total_seconds()) for limit in checking.LIMITS] == [
        (6, 60),
        (20, 3600),
        (50, 86400),
    ]
