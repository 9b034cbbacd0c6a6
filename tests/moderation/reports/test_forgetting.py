"""What is kept of reporters, and for how long."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from ideaboard.data.clock import now
from ideaboard.moderation.reports.models import OPEN, Report, ReportNetwork
from ideaboard.moderation.reports.tasks import sweep
from tests.accounts.steps import PASSWORD, make_member
from tests.database import context, count, fresh
from tests.factories import make_idea
from tests.moderation.reports.steps import make_reporter, say


def test_where_a_report_came_from_is_forgotten_after_a_day(app):
    say(make_idea(), make_reporter(), network="rumah")
    with context():
        assert sweep() == 0
    with time_machine.travel(now() + timedelta(hours=25)):
        say(make_idea(), make_reporter(), network="kantor")
        with context():
            assert sweep() == 1
    assert (count(Report), count(ReportNetwork)) == (2, 1)


def test_a_closed_account_leaves_its_report_without_words_and_network(browse):
    person = make_member()
    made = say(make_idea(), person, "hoax", detail="Saya Rina dari Metro.", network="rumah")
    other = say(make_idea(), make_reporter(), detail="Tolong.", network="kantor")
    assert browse(person).post("/akun/tutup", {"current_password": PASSWORD}).location == "/masuk"
    left = fresh(made)
    assert (left.detail, left.claim, left.state) == ("", "–", OPEN)
    assert fresh(other).detail == "Tolong."
    assert count(ReportNetwork) == 1
