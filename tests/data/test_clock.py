"""The one clock."""

from __future__ import annotations

from datetime import UTC, datetime

import time_machine

from ideaboard.data.clock import now


def test_now_knows_its_zone():
    assert now().tzinfo is UTC


@time_machine.travel(datetime(2026, 11, 21, 13, tzinfo=UTC), tick=False)
def test_tests_can_stop_it():
    assert now() == datetime(2026, 11, 21, 13, tzinfo=UTC)
