"""A request that came before, word for word, is answered as it was, without Flask and never wrongly."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from flask import Flask
from sqlalchemy.exc import OperationalError

from ideaboard.data.clock import now
from ideaboard.web import replay
from tests.browser import Browser
from tests.factories import make_challenge, make_idea, make_user

OWN = {"X-Request-ID"}


@pytest.fixture
def path(app: Flask) -> str:
    """A board that somebody's browser has read before."""
    challenge = make_challenge()
    make_idea(challenge)
    return f"{challenge.path}?urut=ramai"


@contextmanager
def asks_flask(app: Flask, *, times: int) -> Iterator[None]:
    with patch.object(app, "full_dispatch_request", wraps=app.full_dispatch_request) as asked:
        yield
    assert asked.call_count == times


def same(one, other) -> bool:
    told = [sorted((k, v) for k, v in answer.headers if k not in OWN) for answer in (one, other)]
    return told[0] == told[1] and (one.status, one.data) == (other.status, other.data)


@pytest.mark.parametrize("encoding", ["gzip", "identity", "br, gzip;q=1"])
def test_the_second_answer_is_the_first_one(app: Flask, path: str, encoding: str) -> None:
    visitor = Browser(app)
    first = visitor.get(path, headers={"Accept-Encoding": encoding})
    with asks_flask(app, times=0):
        again = visitor.get(path, headers={"Accept-Encoding": encoding})
    assert first.status_code == 200
    assert same(first, again)
    assert first.headers["X-Request-ID"] != again.headers["X-Request-ID"]


def test_what_the_browser_has_is_not_sent_again(app: Flask, path: str) -> None:
    visitor = Browser(app)
    etag = {"If-None-Match": visitor.get(path).headers["ETag"]}
    with asks_flask(app, times=0):
        replayed = visitor.get(path, headers=etag)
    app.wsgi_app._known.clear()
    assert replayed.status_code == 304
    assert same(replayed, visitor.get(path, headers=etag))
    with asks_flask(app, times=1):  # A 304 teaches nothing.
        assert visitor.get(path, headers=etag).status_code == 304


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "en"},
        {"HX-Request": "true"},
        {"Save-Data": "on"},
        {"User-Agent": "another"},
    ],
)
def test_another_request_is_asked_anew(app: Flask, path: str, headers: dict[str, str]) -> None:
    visitor = Browser(app)
    plain = visitor.get(path)
    with asks_flask(app, times=1):
        other = visitor.client.get(path, headers=headers)
    with asks_flask(app, times=0):
        assert same(other, visitor.client.get(path, headers=headers))
        assert same(plain, visitor.get(path))


@pytest.mark.parametrize(("name", "value"), [("bahasa", "en"), ("tema", "dark"), ("hemat", "1")])
def test_a_choice_in_a_cookie_is_another_request(app: Flask, path: str, name: str, value: str) -> None:
    plain, chooser = Browser(app).get(path), Browser(app)
    chooser.client.set_cookie(name, value)
    with asks_flask(app, times=1):
        other = chooser.get(path)
    with asks_flask(app, times=0):
        assert same(other, chooser.get(path))
        assert same(plain, Browser(app).get(path))


def test_members_and_other_methods_are_never_answered_here(app: Flask, path: str) -> None:
    visitor, member = Browser(app), Browser(app).sign_in(make_user())
    visitor.get(path)
    with asks_flask(app, times=4):
        assert member.get(path).headers["Cache-Control"] == "private, no-store"
        assert member.get(path).headers["Cache-Control"] == "private, no-store"
        assert visitor.client.head(path).status_code == 200
        assert visitor.client.post(path).status_code in (400, 405)


def test_a_change_is_seen_by_the_next_reader(app: Flask, path: str) -> None:
    visitor = Browser(app)
    challenge = make_challenge()
    other = f"{challenge.path}?urut=ramai"
    before, empty = visitor.get(path), visitor.get(other)
    make_idea(challenge, title="Ide yang baru masuk")
    assert "Ide yang baru masuk" not in empty.text
    assert "Ide yang baru masuk" in visitor.get(other).text
    with asks_flask(app, times=0):
        assert same(before, visitor.get(path))


def test_another_day_is_another_request(app: Flask, path: str) -> None:
    visitor = Browser(app)
    board = path.partition("?")[0]
    with time_machine.travel(now(), tick=False) as clock:
        visitor.get(board)
        with asks_flask(app, times=0):
            visitor.get(board)
        clock.shift(timedelta(days=1))
        with asks_flask(app, times=1):
            visitor.get(board)


def test_an_answer_that_sets_a_cookie_is_not_learnt(app: Flask, path: str) -> None:
    visitor = Browser(app)
    for _again in range(2):
        with asks_flask(app, times=1):
            assert "bahasa=en" in visitor.client.get(f"{path}&bahasa=en").headers["Set-Cookie"]


def test_a_given_request_id_comes_back_if_it_is_one(app: Flask, path: str) -> None:
    visitor = Browser(app)
    visitor.get(path)
    with asks_flask(app, times=0):
        assert visitor.get(path, headers={"X-Request-ID": "abc-1234567"}).headers["X-Request-ID"] == "abc-1234567"
        odd = visitor.get(path, headers={"X-Request-ID": "a b\x7f"}).headers["X-Request-ID"]
    assert len(odd) == 16


def test_it_is_logged_counted_and_seen_like_any_other(
    app: Flask, path: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Browser(app)
    visitor.get(path)
    app.extensions["tally"].take()
    monkeypatch.setattr(logging.getLogger("ideaboard"), "level", logging.INFO)
    logging.getLogger("ideaboard.access").manager._clear_cache()  # type: ignore[attr-defined]
    before = metric(app)
    with caplog.at_level(logging.INFO, "ideaboard.access"), asks_flask(app, times=0):
        answer = visitor.get(path)
    (record,) = [one for one in caplog.records if one.name == "ideaboard.access"]
    assert record.fields["status"] == 200  # type: ignore[attr-defined]
    assert record.fields["endpoint"] == "pages.board"  # type: ignore[attr-defined]
    assert record.fields["statements"] == 1  # type: ignore[attr-defined]
    assert record.fields["bytes"] == len(answer.data)  # type: ignore[attr-defined]
    assert record.fields["request"] == answer.headers["X-Request-ID"]  # type: ignore[attr-defined]
    assert metric(app) == before + 1
    assert sum(app.extensions["tally"].take()["idea"].values()) == 1


def metric(app: Flask) -> float:
    told = Browser(app).get("/metrics").text
    found = [line for line in told.splitlines() if 'endpoint="pages.board"' in line and "_total" in line]
    return sum(float(line.rpartition(" ")[2]) for line in found if "2xx" in line or 'status="2' in line)


def test_when_the_database_fails_the_long_way_says_so(
    app: Flask, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Browser(app)
    visitor.get(path)

    def fails(_kept: object) -> bool:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(replay.Kept, "is_true", fails)
    app.extensions["page_cache"].clear()
    with asks_flask(app, times=1):
        assert visitor.get(path).status_code == 200


def test_what_the_server_refused_is_refused(app: Flask, path: str) -> None:
    visitor = Browser(app)
    visitor.get(path)
    with asks_flask(app, times=1):
        visitor.client.get(path, environ_overrides={replay.REFUSED: 431})


def test_a_page_that_the_cache_let_go_is_not_held_here(app: Flask, path: str) -> None:
    visitor = Browser(app)
    app.wsgi_app._known.clear()
    visitor.get(path)
    app.extensions["page_cache"].clear()
    assert [known.kept() for known in app.wsgi_app._known._things.values()] == [None]
    with asks_flask(app, times=1):
        visitor.get(path)
