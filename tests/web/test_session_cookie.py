"""The session cookie is sent when something changed and once a day, not with every answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask, session

from ideaboard.web.session_cookie import init_session_cookie


@pytest.fixture
def probe():
    """An app with nothing but a session."""
    app = Flask("probe")
    app.config.update(SECRET_KEY="first", PERMANENT_SESSION_LIFETIME=timedelta(days=31))
    init_session_cookie(app)

    @app.get("/write/<word>")
    def write(word: str) -> str:
        session.permanent = True
        session["word"] = word
        return word

    @app.get("/read")
    def read() -> str:
        return str(session.get("word"))

    return app


def test_what_was_written_is_read_without_a_new_cookie(probe):
    browser = probe.test_client()
    assert "Set-Cookie" in browser.get("/write/a").headers
    answer = browser.get("/read")
    assert answer.text == "a"
    assert "Set-Cookie" not in answer.headers


def test_a_change_is_sent_at_once(probe):
    browser = probe.test_client()
    browser.get("/write/a")
    assert "Set-Cookie" in browser.get("/write/b").headers
    assert browser.get("/read").text == "b"


def test_a_cookie_of_yesterday_is_signed_anew_and_lasts_on(probe, time_machine):
    time_machine.move_to("2026-01-01 00:00Z")
    browser = probe.test_client()
    browser.get("/write/a")
    for day in range(2, 60, 20):  # far longer than one cookie lasts
        time_machine.move_to(f"2026-{1 + day // 29:02}-{1 + day % 29:02} 00:00Z")
        answer = browser.get("/read")
        assert answer.text == "a"
        assert "Set-Cookie" in answer.headers


def test_a_cookie_that_is_too_old_is_none(probe, time_machine):
    time_machine.move_to("2026-01-01 00:00Z")
    cookie = probe.test_client().get("/write/a").headers["Set-Cookie"].partition(";")[0]
    time_machine.move_to("2026-02-02 00:00Z")
    assert probe.test_client(use_cookies=False).get("/read", headers={"Cookie": cookie}).text == "None"


def test_a_forged_cookie_is_none(probe):
    answer = probe.test_client(use_cookies=False).get("/read", headers={"Cookie": "session=eyJ3b3JkIjoiYSJ9.x.y"})
    assert answer.text == "None"


def test_a_cookie_of_an_older_key_is_read_while_that_key_is_kept(probe):
    browser = probe.test_client()
    browser.get("/write/a")
    probe.config.update(SECRET_KEY="second", SECRET_KEY_FALLBACKS=["first"])
    assert browser.get("/read").text == "a"
    probe.config.update(SECRET_KEY_FALLBACKS=[])
    assert browser.get("/read").text == "None"


def test_a_cookie_of_a_wrong_clock_is_read_and_signed_anew(probe, time_machine):
    time_machine.move_to("2026-01-09 00:00Z")
    browser = probe.test_client()
    browser.get("/write/a")
    time_machine.move_to("2026-01-01 00:00Z")
    answer = browser.get("/read")
    assert answer.text == "a"
    assert "Set-Cookie" in answer.headers
