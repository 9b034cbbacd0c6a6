"""Killed at a random moment: all that was acknowledged is there, once. `tests.bench.crashes` has 30 rounds."""

from __future__ import annotations

import pytest

from tests.bench.crashes import crash_round, stop_round
from tests.faults.ledger import files_without_row
from tests.faults.running import EMBEDDED, GUNICORN, Site


def test_a_killed_server_has_lost_nothing(site: Site) -> None:
    site.app  # noqa: B018  makes the tables
    for number in range(2):
        writes, seconds, wrong = crash_round(site, EMBEDDED, number, most=25)
        assert wrong == []
        assert sum(write.is_acknowledged for write in writes) >= 5
        assert seconds < 5  # of the processor


def test_the_sweep_removes_what_a_crash_left_of_pictures(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from ideaboard.media import tasks
    from ideaboard.media.service import store

    with site.app.app_context():
        store().put("0" * 32 + ".webp", b"no row names this")
        monkeypatch.setattr(tasks, "KEPT_WITHOUT_ROW", timedelta(seconds=-5))
        assert tasks.sweep_files() == 1
    assert files_without_row(site) == []


@pytest.mark.postgresql
def test_killed_workers_of_gunicorn_have_lost_nothing(tmp_path, empty_postgresql_url: str) -> None:
    site = Site(tmp_path, empty_postgresql_url)
    try:
        site.app  # noqa: B018
        for number in range(2):
            _writes, seconds, wrong = crash_round(site, GUNICORN, number, most=25)
            assert wrong == []
            assert seconds < 8  # of the processor, for two workers
    finally:
        site.close()


def test_told_to_stop_it_answers_everybody_first(site: Site) -> None:
    site.app  # noqa: B018
    writes, _seconds, wrong = stop_round(site, EMBEDDED, 0, most=25)
    assert wrong == []
    assert not any(write.is_open for write in writes)
