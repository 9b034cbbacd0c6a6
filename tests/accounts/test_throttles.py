"""Limits: a moving window, exact in parallel, the same for accounts that do not exist."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from ideaboard.accounts import throttles
from ideaboard.accounts.models import ThrottleHit
from ideaboard.accounts.throttles import Limit, has_room, sweep, take, too_fast
from ideaboard.data.transaction import transaction
from ideaboard.web.problems import TooFast
from tests.database import count, rows
from tests.parallel import all_at_once

START = datetime(2026, 11, 21, 3, tzinfo=UTC)
THREE = Limit("three", 3, timedelta(minutes=5))
FIVE = Limit("five", 5, timedelta(minutes=5))


def use_up(limit, who="rina"):
    for _ in range(limit.most):
        take((limit, who))


def test_one_more_than_the_limit_is_refused(in_request):
    use_up(THREE)
    with pytest.raises(TooFast):
        take((THREE, "rina"))


def test_others_are_not_touched(in_request):
    use_up(THREE)
    take((THREE, "budi"))


def test_the_window_moves(in_request):
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(3):
            take((THREE, "rina"))
            clock.shift(timedelta(minutes=1))
        with pytest.raises(TooFast) as refused:
            take((THREE, "rina"))
        assert refused.value.retry_after == timedelta(minutes=2)
        clock.shift(timedelta(minutes=2))
        take((THREE, "rina"))
        with pytest.raises(TooFast):
            take((THREE, "rina"))


def test_a_refused_attempt_is_not_counted(in_request):
    use_up(THREE)
    with pytest.raises(TooFast):
        take((THREE, "rina"), (FIVE, "network"))
    assert count(ThrottleHit) == 3


def test_the_longest_wait_is_told(in_request):
    with time_machine.travel(START, tick=False) as clock:
        use_up(THREE)
        clock.shift(timedelta(minutes=1))
        use_up(FIVE)
        with pytest.raises(TooFast) as refused:
            take((THREE, "rina"), (FIVE, "rina"))
    assert refused.value.retry_after == timedelta(minutes=5)


def test_only_a_keyed_hash_of_who_is_kept(in_request):
    take((THREE, "rina@contoh.example"))
    (key,) = rows(select(ThrottleHit.key))
    assert "rina" not in key
    assert len(key) <= 80


@pytest.mark.parametrize("limit", [Limit("ten", 10, timedelta(minutes=5))])
def test_a_hundred_at_once_pass_exactly_as_often_as_the_limit_says(app, limit):
    def attempt(_number):
        try:
            take((limit, "rina"), (Limit("wide", 1000, timedelta(minutes=5)), "network"))
        except TooFast:
            return False
        return True

    def ten(number):
        return sum(attempt(number) for _ in range(5))

    with app.test_request_context():
        assert sum(all_at_once(app, 20, in_context(app, ten))) == 10


def in_context(app, work):
    def inside(number):
        with app.test_request_context():
            return work(number)

    return inside


def test_two_limits_in_either_order_never_wait_for_each_other(app):
    def both(number):
        pair = [(FIVE, "a"), (Limit("wide", 1000, timedelta(minutes=5)), "b")]
        try:
            take(*(pair if number % 2 else reversed(pair)))
        except TooFast:
            return False
        return True

    assert sum(all_at_once(app, 16, in_context(app, both))) == 5


def test_asking_quietly_undoes_nothing_of_the_open_transaction(in_request):
    use_up(THREE)
    with transaction():
        take((FIVE, "rina"))
        assert not has_room(THREE, "rina")
    assert count(ThrottleHit, ThrottleHit.key.startswith("five:")) == 1


def test_hits_that_no_window_reaches_are_swept(in_request):
    with time_machine.travel(START, tick=False) as clock:
        take((THREE, "rina"))
        clock.shift(throttles.LONGEST)
        take((THREE, "rina"))
        assert sweep() == 1
    assert count(ThrottleHit) == 1


def test_no_window_is_longer_than_hits_are_kept():
    limits = [value for value in vars(throttles).values() if isinstance(value, Limit)]
    assert limits
    assert max(limit.window for limit in limits) <= throttles.LONGEST


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(seconds=29.2), "Terlalu cepat. Coba lagi 30 detik lagi."),
        (timedelta(seconds=290), "Terlalu cepat. Coba lagi 5 menit lagi."),
        (timedelta(hours=20), "Terlalu cepat. Coba lagi 20 jam lagi."),
    ],
)
def test_the_wait_is_said_in_words(in_request, wait, words):
    assert too_fast(wait) == words
