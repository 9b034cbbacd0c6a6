"""One line for every request, without what only its sender may know."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from ideaboard.web.logs import JsonLines
from tests import database
from tests.browser import Browser
from tests.factories import make_user

Lines = Callable[[], list[dict]]
KEYS = {"at", "level", "logger", "message", "request", "method", "endpoint", "status", "ms", "bytes", "statements"}


@pytest.fixture
def logging_app(make_probe_app: Callable[..., Flask]) -> Flask:
    """The app with the probes, logging as it does outside tests."""
    app = make_probe_app(LOG_LEVEL="INFO")
    database.use(app)
    return app


@pytest.fixture
def lines(logging_app: Flask) -> Iterator[Lines]:
    """What was logged of requests."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("ideaboard.access")
    logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)


def test_a_request_is_one_line(logging_app, lines):
    answer = Browser(logging_app).get("/uji/nomor/7")
    (line,) = lines()
    assert set(line) == KEYS
    assert (line["method"], line["endpoint"], line["status"]) == ("GET", "probe.numbered", 200)
    assert line["request"] == answer.headers["X-Request-ID"]
    assert line["bytes"] == len(answer.data)
    assert line["statements"] == 1
    assert 0 < line["ms"] < 5000


@pytest.mark.parametrize(
    ("path", "status", "endpoint"), [("/uji/kode/503", 503, "probe.code"), ("/tidak-ada", 404, "")]
)
def test_an_error_is_a_line_too(logging_app, lines, path, status, endpoint):
    Browser(logging_app).get(path)
    assert [(line["status"], line["endpoint"]) for line in lines()] == [(status, endpoint)]


def test_no_line_holds_an_address_a_question_a_cookie_a_field_or_a_name(logging_app, lines):
    browser = Browser(logging_app).sign_in(make_user(email="rahasia@contoh.example", name="Rahasia"))
    browser.client.set_cookie("bahasa", "rahasia-en")
    browser.get("/sandi/rahasia-token?t=rahasia", headers={"User-Agent": "rahasia", "Referer": "http://x/rahasia"})
    browser.post("/uji/tertutup", {"csrf_token": "rahasia", "password": "rahasia"})
    assert len(lines()) == 2
    assert "rahasia" not in json.dumps(lines()).lower()


def test_a_given_request_id_is_kept_when_it_is_a_plain_one(logging_app, lines):
    for given in ("abcdef-0123456789", "x\u0020y", "a" * 65):
        Browser(logging_app).get("/uji", headers={"X-Request-ID": given})
    assert [line["request"] for line in lines()].count("abcdef-0123456789") == 1
    assert all(len(line["request"]) in (16, 17) for line in lines())


def test_probes_and_numbers_are_silent(logging_app, lines):
    for path in ("/healthz", "/readyz", "/metrics"):
        Browser(logging_app).get(path)
    assert lines() == []


@pytest.mark.parametrize("settings", [{"LOG_LEVEL": "WARNING"}, {"LOG_LEVEL": "INFO", "ACCESS_LOG": False}])
def test_lines_can_be_left_out(make_probe_app, lines, settings):
    app = make_probe_app(**settings)
    Browser(app).get("/uji")
    assert lines() == []
