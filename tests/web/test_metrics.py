"""/metrics: right numbers, over all processes, for those who may read them."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import update

from ideaboard.app import create_app
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.jobs.models import OutboxMessage
from ideaboard.jobs.outbox import post_message
from ideaboard.jobs.queue import job
from ideaboard.web import cells, metrics
from ideaboard.web.cells import Cells
from tests.browser import Browser
from tests.conftest import test_settings
from tests.database import write
from tests.factories import make_idea

TOKEN = "a token that is long enough"


@pytest.fixture
def counting(make_probe_app):
    """An app of its own, so that nothing was counted yet."""
    return make_probe_app()


def values(app, **headers: str) -> dict[str, float]:
    answer = app.test_client().get("/metrics", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_requests_are_counted_by_handler_and_class_of_status(counting):
    browser = Browser(counting)
    for path in ("/uji", "/uji", "/uji/kode/404", "/uji/kode/503", "/tidak/ada"):
        browser.get(path)
    found = values(counting)
    counts = {name: value for name, value in found.items() if name.startswith("ideaboard_requests_total")}
    assert counts == {
        'ideaboard_requests_total{endpoint="probe.page",status="2xx"}': 2,
        'ideaboard_requests_total{endpoint="probe.code",status="4xx"}': 1,
        'ideaboard_requests_total{endpoint="probe.code",status="5xx"}': 1,
        'ideaboard_requests_total{endpoint="unknown",status="4xx"}': 1,
    }


def test_times_fall_into_buckets_that_add_up(counting):
    for seconds in (0.001, 0.005, 0.3, 60):
        metrics.note_request(counting, "probe.page", 200, seconds)
    found = {name: value for name, value in values(counting).items() if 'endpoint="probe.page"' in name}
    buckets = [found[f'ideaboard_request_seconds_bucket{{endpoint="probe.page",le="{le}"}}'] for le in LE]
    assert buckets == [2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4]
    assert found['ideaboard_request_seconds_sum{endpoint="probe.page"}'] == pytest.approx(60.306)
    assert found['ideaboard_request_seconds_count{endpoint="probe.page"}'] == 4


LE = [*map(str, metrics.BOUNDS), "+Inf"]


def test_every_line_is_one_that_prometheus_reads(counting):
    Browser(counting).get("/uji")
    text = counting.test_client().get("/metrics").text
    line = r'(# (HELP|TYPE) \w+ .+|[a-z_]+(\{[a-z]+="[^"\\]+"(,[a-z]+="[^"\\]+")*\})? -?[0-9.e+]+)'
    assert [bad for bad in text.splitlines() if not re.fullmatch(line, bad)] == []
    assert text.endswith("\n")
    assert text.count("# TYPE ideaboard_requests_total ") == 1


def test_what_waits_is_looked_up(app):
    make_idea()
    write(lambda: post_message("mail", {}))
    write(lambda: db.session.execute(update(OutboxMessage).values(due_at=now() - timedelta(seconds=90))))
    found = values(app)
    assert found["ideaboard_outbox_waiting"] >= 1
    assert 89 < found["ideaboard_outbox_late_seconds"] < 120
    assert found["ideaboard_outbox_parked"] == found["ideaboard_cases_open"] == found["ideaboard_queue_length"] == 0
    assert {"ideaboard_pictures", "ideaboard_cases_overdue", "ideaboard_database_connections"} <= set(found)


def test_a_number_that_cannot_be_found_is_left_out_and_the_others_stay(app, monkeypatch):
    about, kind, _ = metrics._numbers["ideaboard_pictures"]
    monkeypatch.setitem(metrics._numbers, "ideaboard_pictures", (about, kind, lambda: 1 / 0))
    found = values(app)
    assert "ideaboard_pictures" not in found
    assert "ideaboard_outbox_waiting" in found


def test_a_job_that_fails_is_counted(counting):
    @job("fails-for-the-test")
    def fail() -> None:
        raise ZeroDivisionError

    task = counting.extensions["queue-run"]
    with pytest.raises(ZeroDivisionError):
        task.call_local("fails-for-the-test", {})
    assert values(counting)["ideaboard_jobs_failed_total"] == 1


# Who may read


def test_without_a_token_only_this_machine_reads(counting):
    client = counting.test_client()
    assert client.get("/metrics").status_code == 200
    for changed in (
        {"environ_base": {"REMOTE_ADDR": "192.0.2.1"}},
        {"environ_base": {"REMOTE_ADDR": ""}},
        {"headers": {"X-Forwarded-For": "127.0.0.1"}},
        {"headers": {"Via": "1.1 proxy"}},
        {"headers": {"Host": "ide.example"}},
    ):
        assert client.get("/metrics", **changed).status_code == 404, changed


def test_with_a_token_only_who_sends_it_reads(make_probe_app):
    client = make_probe_app(METRICS_TOKEN=TOKEN).test_client()
    for sent in ("", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer é"):
        assert client.get("/metrics", headers={"Authorization": sent}).status_code == 404, sent
    far = {"REMOTE_ADDR": "192.0.2.1"}
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, environ_base=far)
    assert answer.status_code == 200
    assert TOKEN not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_proxy_that_was_told_of_cannot_make_a_stranger_local(tmp_path):
    app = create_app({**test_settings(tmp_path, ""), "PROXIES": 1})
    with app.app_context():
        db.create_all()
    client = app.test_client()
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404


# Many processes


FORKS = """
import os, sys
from pathlib import Path
from ideaboard.web.cells import Cells
own = Cells(Path(sys.argv[1]), ["a"], 2)
own.add((0, 1.0))
for _ in range(3):
    if not os.fork():
        own.add((0, 1.0), (1, 0.5))
        os._exit(9)
    os.wait()
print(own.totals())
"""


def test_processes_add_up_and_what_ended_still_counts(tmp_path):
    """As a server does that loads the app and then forks; each child is gone before the next one starts."""
    done = subprocess.run([sys.executable, "-c", FORKS, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[4.0, 1.5]"
    assert Cells(tmp_path, ["a"], 2).totals() == [4.0, 1.5]
    assert len(list(tmp_path.glob("*.cells"))) == 2


def test_another_release_starts_anew_and_is_not_mixed_in(tmp_path):
    old = Cells(tmp_path, ["a"], 1)
    old.add((0, 7.0))
    new = Cells(tmp_path, ["a", "b"], 1)
    assert new.totals() == [0.0]
    new.add((0, 1.0))
    assert (old.totals(), new.totals()) == ([7.0], [1.0])


def test_where_nothing_can_be_written_a_process_counts_for_itself(tmp_path, caplog):
    (tmp_path / "file").write_text("")
    own = Cells(tmp_path / "file" / "below", ["a"], 1)
    own.add((0, 2.0))
    assert own.totals() == [2.0]


def test_more_processes_than_seats_count_for_themselves(tmp_path, monkeypatch):
    monkeypatch.setattr(cells, "MOST", 1)
    first, second = Cells(tmp_path, ["a"], 1), Cells(tmp_path, ["a"], 1)
    first.add((0, 1.0))
    second.add((0, 1.0))
    assert first.totals() == [1.0]
