"""Which level follows from what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ideaboard.moderation.trust.levels import Facts, level_of, steps_from
from ideaboard.screening.context import MEMBER, NEW, REGULAR, TRUSTED

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
DAY = timedelta(days=1)
OLD_HAND = Facts(NOW - 15 * DAY, approved=10)


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        (Facts(NOW - DAY, approved=2), MEMBER),
        (Facts(NOW - DAY + timedelta(seconds=1), approved=2), NEW),
        (Facts(NOW - 90 * DAY, approved=1), NEW),
        (OLD_HAND, REGULAR),
        (replace(OLD_HAND, approved=9), MEMBER),
        (replace(OLD_HAND, created_at=NOW - 14 * DAY), MEMBER),
        (replace(OLD_HAND, reports_judged=10, reports_upheld=7), REGULAR),
        (replace(OLD_HAND, reports_judged=10, reports_upheld=6), MEMBER),
        (replace(OLD_HAND, reports_judged=4, reports_upheld=0), REGULAR),
        (replace(OLD_HAND, upheld=1), MEMBER),
        (replace(OLD_HAND, upheld=2), NEW),
        (replace(OLD_HAND, granted=TRUSTED), TRUSTED),
        (Facts(NOW, granted=MEMBER), MEMBER),
        (Facts(NOW, granted=TRUSTED, upheld=1), MEMBER),
    ],
)
def test_a_level_follows_from_what_is_known(facts: Facts, level: int) -> None:
    assert level_of(facts, NOW) == level


def missing(level: int, facts: Facts) -> list[str]:
    return [step.name for step in steps_from(level, facts, NOW) if not step.is_done]


def test_what_is_missing_is_named() -> None:
    assert missing(NEW, Facts(NOW)) == ["hours", "posts"]
    assert missing(NEW, Facts(NOW - DAY, approved=1)) == ["posts"]
    assert missing(NEW, Facts(NOW - DAY, approved=9, upheld=2)) == ["upheld"]
    assert missing(MEMBER, Facts(NOW - DAY, approved=9)) == ["days", "posts"]
    assert missing(MEMBER, replace(OLD_HAND, reports_judged=10, upheld=1)) == ["reports", "upheld"]


@pytest.mark.parametrize("level", [REGULAR, TRUSTED])
def test_nothing_more_can_be_earned_above_regular(level: int) -> None:
    assert steps_from(level, OLD_HAND, NOW) == []
