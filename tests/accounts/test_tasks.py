"""What the clock does for accounts."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from ideaboard.accounts import links
from ideaboard.accounts.models import MailedToken, ThrottleHit, WaitingIntent
from ideaboard.accounts.tasks import sweep
from ideaboard.accounts.throttles import RESET, take
from ideaboard.accounts.waiting import LASTS, keep_waiting
from ideaboard.data.clock import now
from ideaboard.jobs import queue
from tests.database import count, write
from tests.factories import make_user


def test_what_has_run_out_is_forgotten_and_nothing_else(in_request):
    start = now()
    person, other = make_user(), make_user()
    with time_machine.travel(start - LASTS - timedelta(hours=1), tick=False):
        old(person)
    old(other)
    sweep()
    assert count(ThrottleHit) == count(MailedToken) == count(WaitingIntent) == 1
    sweep()
    assert count(ThrottleHit) == count(MailedToken) == count(WaitingIntent) == 1


def old(person):
    take((RESET, person.email_key))
    write(lambda: links.issue(person, links.RESET))
    write(lambda: keep_waiting(person.id, {"kind": "wish", "id": 1}))


def test_the_sweep_runs_by_the_clock():
    assert any(name == "sweep-accounts" for name, _when in queue._periodic)
