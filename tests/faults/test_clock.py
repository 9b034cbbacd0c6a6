"""A clock that jumps two days ahead and back: people stay signed in, nobody is shut out, no age is negative."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from ideaboard.accounts import throttles
from ideaboard.comments.models import Comment
from ideaboard.votes.models import Vote
from ideaboard.web.formats import ago
from ideaboard.web.limit_storage import SqliteStorage
from ideaboard.web.problems import TooFast
from tests.browser import Browser
from tests.database import count
from tests.factories import make_challenge, make_idea, make_user

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
AHEAD = NOW + timedelta(days=2)


def test_who_is_signed_in_stays_so_after_a_jump_and_its_repair(app):
    with time_machine.travel(NOW, tick=False):
        browser = Browser(app).sign_in(make_user())
        assert browser.get("/akun").status_code == 200
    for moment in (AHEAD, NOW, NOW - timedelta(days=2)):
        with time_machine.travel(moment, tick=False):
            assert browser.get("/akun").status_code == 200


def test_attempts_counted_with_a_wrong_clock_shut_nobody_out(app, in_request):
    counted = (throttles.SIGN_IN, "rina@contoh.example")
    with time_machine.travel(AHEAD, tick=False):
        for _n in range(throttles.SIGN_IN.most):
            throttles.take(counted)
        with pytest.raises(TooFast):
            throttles.take(counted)
    with time_machine.travel(NOW, tick=False):
        throttles.take(counted)


def test_requests_counted_with_a_wrong_clock_shut_nobody_out(tmp_path):
    storage = SqliteStorage(f"sqlite://{tmp_path / 'limits.db'}")
    with time_machine.travel(AHEAD, tick=False):
        assert storage.acquire_entry("rina", 1, 60)
        assert not storage.acquire_entry("rina", 1, 60)
    with time_machine.travel(NOW, tick=False):
        assert storage.acquire_entry("rina", 1, 60)
        assert not storage.acquire_entry("rina", 1, 60)


@pytest.mark.parametrize("model", [Comment, Vote])
def test_posts_counted_with_a_wrong_clock_shut_nobody_out(app, newcomers, quotas, model):
    """Asked in both ways: before a row is added, and in the statement that adds it."""
    with time_machine.travel(NOW, tick=False):
        challenge = make_challenge()
        idea, browser = make_idea(challenge), Browser(app).sign_in(make_user())

    def write(number: int) -> int:
        if model is Vote:
            browser.post(f"/i/{make_idea(challenge).id}/dukung")
        else:
            words = {"body": f"Kata ke-{number} dari saya", "idempotency_key": str(number)}
            browser.post(f"/i/{idea.id}/komentar", words)
        return count(model)

    with time_machine.travel(AHEAD, tick=False):
        made = [write(number) for number in range(12)]
        assert made[-1] == made[-2] < 12
    with time_machine.travel(NOW, tick=False):
        assert write(26) == made[-1] + 1


def test_what_is_from_the_future_shows_its_date_and_no_negative_age(app, in_request):
    with time_machine.travel(NOW, tick=False):
        assert "-" not in ago(AHEAD)
        assert "2026" in ago(AHEAD)


def test_pages_answer_while_rows_are_from_the_future(app):
    with time_machine.travel(AHEAD, tick=False):
        idea, voter = make_idea(), make_user()
    with time_machine.travel(NOW, tick=False):
        browser = Browser(app).sign_in(voter)
        for path in ("/", "/tantangan", idea.path, "/pemberitahuan"):
            assert browser.get(path).status_code == 200
