"""The folder of backups: names, ages, what is kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from ideaboard.data.clock import now
from ideaboard.keeping.folder import age_of_newest, backups_in, made_at, new_name, only_one, surplus

NOON = datetime(2026, 11, 22, 5, 0, 7, tzinfo=UTC)


def test_a_name_says_when_it_was_made():
    with time_machine.travel(NOON, tick=False):
        assert new_name() == "ideaboard-20261122T050007Z.zip"
        assert made_at(Path(new_name(daily=True))) == NOON
    assert made_at(Path("holiday.zip")) is None


def test_the_newest_comes_first_and_other_files_are_not_counted(tmp_path):
    for name in ("ideaboard-20261120T000000Z.zip", "ideaboard-20261122T000000Z-daily.zip", "x.zip", ".lock"):
        (tmp_path / name).touch()
    assert [path.name[10:18] for _, path in backups_in(tmp_path)] == ["20261122", "20261120"]
    assert len(backups_in(tmp_path, daily_only=True)) == 1


def test_the_age_is_that_of_the_newest(tmp_path):
    assert age_of_newest(tmp_path) is None
    assert age_of_newest(tmp_path / "missing") is None
    with time_machine.travel(NOON, tick=False):
        (tmp_path / new_name()).touch()
    with time_machine.travel(NOON + timedelta(hours=5), tick=False):
        assert age_of_newest(tmp_path) == timedelta(hours=5)


def kept_after(days: int, keep: tuple[int, int]) -> list[int]:
    """Make a backup every day and prune each time; return how many days old those are that are left."""
    found: list[tuple[datetime, Path]] = []
    for day in range(days):
        at = NOON + timedelta(days=day)
        found.insert(0, (at, Path(f"{at:%Y%m%d}")))
        doomed = surplus(found, *keep)
        found = [one for one in found if one[1] not in doomed]
    last = found[0][0]
    return [(last - at).days for at, _ in found]


def test_seven_days_and_four_weeks_are_kept():
    kept = kept_after(90, (7, 4))
    assert kept[:7] == list(range(7))
    # The four weeks are the present one and three before it; each is there once, however often was pruned.
    assert len(kept) <= 11
    assert 21 <= kept[-1] <= 28


def test_days_alone_and_weeks_alone():
    assert kept_after(30, (3, 0)) == [0, 1, 2]
    assert len(kept_after(60, (1, 3))) in (3, 4)


def test_the_only_backup_is_never_too_many():
    assert surplus([(now(), Path("x"))], 1, 0) == []


def test_the_folder_is_free_again_after_a_failure(tmp_path):
    with pytest.raises(ZeroDivisionError), only_one(tmp_path):
        raise ZeroDivisionError
    with only_one(tmp_path):
        pass
