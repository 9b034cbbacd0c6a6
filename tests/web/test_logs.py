"""Logs are one JSON line per event and never carry a secret."""

from __future__ import annotations

import io
import json
import logging

import pytest
from flask import request
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from ideaboard.extensions import db
from ideaboard.web.logs import JsonLines
from tests.browser import Browser
from tests.factories import make_user


@pytest.fixture
def lines(live_app):
    """Collect what the project, its server and its queue log."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    loggers = [logging.getLogger(name) for name in ("ideaboard", "waitress", "huey")]
    for logger in loggers:
        logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for logger in loggers:
        logger.removeHandler(handler)


def record(message: str, *args: object, **kwargs: object) -> logging.LogRecord:
    return logging.LogRecord("ideaboard.x", logging.ERROR, "", 1, message, args, kwargs.get("exc_info"))


def test_a_line_says_when_how_bad_where_and_what():
    line = json.loads(JsonLines().format(record("the %s of %s", "a", "b")))
    assert line["message"] == "the a of b"
    assert (line["level"], line["logger"]) == ("ERROR", "ideaboard.x")
    assert line["at"].endswith("+00:00")


@given(st.text())
def test_no_message_makes_a_second_line(message):
    line = JsonLines().format(record("%s", message))
    assert len(line.splitlines()) == 1
    assert json.loads(line)["message"] == message
    line.encode("ascii")


def test_a_crash_is_one_line_with_trace_and_request_id(live_app, lines):
    answer = Browser(live_app).get("/uji/rusak")
    (line,) = lines()
    assert line["request"] == answer.headers["X-Request-ID"]
    assert "ZeroDivisionError" in line["trace"]
    assert (line["method"], line["endpoint"]) == ("GET", "probe.bug")


def test_neither_cookie_nor_token_nor_address_is_logged(live_app, lines):
    browser = Browser(live_app).sign_in(make_user(email="rahasia@contoh.example"))
    with browser.client.session_transaction() as session:
        token = session["_user_id"]
    browser.client.set_cookie("bahasa", "en-rahasia")
    browser.get("/uji/rusak?t=rahasia-token")
    browser.post("/uji/tertutup", {"csrf_token": "rahasia-csrf", "password": "rahasia-sandi"})
    logged = json.dumps(lines())
    assert len(lines()) == 2
    assert "rahasia" not in logged.replace("rahasia-di-pesan", "")
    assert token not in logged


def test_a_database_error_keeps_its_parameters_to_itself(live_app, lines, monkeypatch):
    def ask_for_a_column_that_is_not_there() -> None:
        db.session.scalar(
            text("SELECT nothing_such FROM users WHERE email = :email"), {"email": request.args["kata"]}
        )

    monkeypatch.setitem(live_app.view_functions, "probe.page", ask_for_a_column_that_is_not_there)
    assert Browser(live_app).get("/uji?kata=rahasia@contoh.example").status_code == 503
    assert "nothing_such" in json.dumps(lines())
    assert "rahasia" not in json.dumps(lines())


@pytest.mark.parametrize("name", ["ideaboard", "waitress", "huey"])
def test_server_and_queue_log_the_same_way(live_app, name):
    (handler,) = logging.getLogger(name).handlers
    assert isinstance(handler.formatter, JsonLines)
