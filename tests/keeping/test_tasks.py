"""The automatic backup and what /readyz says of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from ideaboard.keeping import backup
from ideaboard.keeping.folder import backups_in, new_name
from ideaboard.keeping.refusals import Refused
from ideaboard.keeping.tasks import back_up_daily, backup_age_seconds
from tests.browser import Browser

EVENING = datetime(2026, 11, 22, 12, 17, tzinfo=UTC)  # 19:17 in Jakarta
AT_TWO = datetime(2026, 11, 22, 19, 17, tzinfo=UTC)


@pytest.fixture
def folder(small_board):
    """The folder of backups, inside the app's context."""
    with small_board.app_context():
        yield small_board.config["BACKUP_DIR"]


def run_at(moment: datetime) -> bool:
    with time_machine.travel(moment, tick=False):
        return back_up_daily()


def test_the_first_hour_makes_one_and_the_next_hours_none(folder):
    assert run_at(EVENING)
    assert not any(run_at(EVENING + timedelta(hours=hour)) for hour in range(1, 6))
    assert [path.name for _, path in backups_in(folder)] == ["ideaboard-20261122T121700Z-daily.zip"]


def test_it_settles_in_the_quiet_hour(folder):
    hours = [EVENING + timedelta(hours=hour) for hour in range(80)]
    made = [moment for moment in hours if run_at(moment)]
    assert made[0] == EVENING
    assert [moment.hour for moment in made[1:]] == [19] * len(made[1:])
    assert len(made) == 5


def test_older_ones_are_deleted_and_those_made_by_hand_stay(small_board, folder, monkeypatch):
    small_board.config["BACKUP_KEEP"] = "2+0"
    folder.mkdir()
    by_hand = folder / "ideaboard-20260101T000000Z.zip"
    by_hand.touch()
    for day in range(4):
        assert run_at(AT_TWO + timedelta(days=day))
    left = {path.name[10:18] for _, path in backups_in(folder, daily_only=True)}
    assert left == {"20261124", "20261125"}
    assert by_hand.exists()


def test_nothing_is_deleted_when_the_new_one_fails(folder, monkeypatch):
    folder.mkdir()
    old = folder / "ideaboard-20260101T000000Z-daily.zip"
    old.touch()

    def fail(*_: object, **__: object) -> None:
        raise Refused("the disk is full")

    monkeypatch.setattr(backup, "make_backup", fail)
    with pytest.raises(Refused):
        run_at(AT_TWO)
    assert old.exists()


def test_zero_makes_none_and_warns_of_nothing(small_board, folder):
    small_board.config["BACKUP_KEEP"] = "0"
    assert not run_at(AT_TWO)
    assert backups_in(folder) == []
    assert "backup" not in (Browser(small_board).get("/readyz").json.get("warnings") or {})


def test_a_board_without_a_backup_is_ready_with_a_warning(small_board, folder):
    answer = Browser(small_board).get("/readyz")
    assert answer.json["warnings"]["backup"] == "there is no backup yet"
    assert answer.json["checks"]["database"] == "ok"
    assert "backup" not in answer.json["checks"]


def test_an_old_backup_is_a_warning_with_its_age(small_board, folder):
    folder.mkdir()
    with time_machine.travel(AT_TWO, tick=False):
        (folder / new_name(daily=True)).touch()
        assert backup_age_seconds() == 0
    with time_machine.travel(AT_TWO + timedelta(hours=36), tick=False):
        assert "warnings" not in Browser(small_board).get("/readyz").json
    with time_machine.travel(AT_TWO + timedelta(hours=40), tick=False):
        assert "40 hours old" in Browser(small_board).get("/readyz").json["warnings"]["backup"]
        assert backup_age_seconds() == 40 * 3600


def test_without_a_backup_there_is_no_age(folder):
    assert backup_age_seconds() is None
