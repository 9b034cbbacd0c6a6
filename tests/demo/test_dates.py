"""The demo is as old as the day it is loaded on; apart, because each load starts from an empty database."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.stages import Stage
from ideaboard.data.clock import now
from ideaboard.demo.loader import load_demo
from tests.database import rows, scalar


@pytest.mark.parametrize("days", [-300, 45])
def test_dates_follow_today(app, days):
    with time_machine.travel(now() + timedelta(days=days), tick=False):
        with app.app_context():
            load_demo(lambda line: None)
        stages = {challenge.slug: challenge.stage() for challenge in rows(select(Challenge))}
        text = scalar(select(Challenge.promise_text).where(Challenge.slug == "rasa-baru-keripik-pisang"))
        due = scalar(select(Challenge.answers_due_on).where(Challenge.slug == "rasa-baru-keripik-pisang"))
    assert stages["rasa-baru-keripik-pisang"] is Stage.SUPPORT
    assert stages["tas-kerja-tenun"] is Stage.IDEAS
    assert f"{due.day} " in text
    assert str(due.year) in text
