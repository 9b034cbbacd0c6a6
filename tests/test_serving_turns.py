"""Which thread of the embedded server answers: the one that reads gives kept pages, the others do all else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest
from flask import Flask

from ideaboard.serving.embedded import Embedded
from ideaboard.serving.turns import Turns
from tests.browser import Browser
from tests.factories import make_challenge, make_idea, make_user
from tests.faults.running import free_port

READER = "reads"
Ask = Callable[..., str]


@pytest.fixture
def ask(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Ask the app behind the embedded server; says which thread answered, and keeps the last answer."""
    seen: list[str] = []
    behind = app.wsgi_app

    def noting(environ, start):
        seen.append(threading.current_thread().name)
        return behind(environ, start)

    monkeypatch.setattr(app, "wsgi_app", noting)
    server = Embedded(app, "127.0.0.1", free_port())
    reader = threading.Thread(target=server.run, name=READER)
    reader.start()
    link = HTTPConnection("127.0.0.1", server.listeners[0].effective_port, timeout=60)

    def get(path: str, method: str = "GET", **headers: str) -> str:
        link.request(method, path, headers=headers)
        answer = link.getresponse()
        get.status, get.body = answer.status, answer.read()  # type: ignore[attr-defined]
        return seen[-1]

    get.port = link.port  # type: ignore[attr-defined]
    yield get
    link.close()
    server.stop()
    reader.join(60)


def test_a_kept_page_is_given_by_the_thread_that_reads(app: Flask, ask: Ask) -> None:
    challenge = make_challenge()
    make_idea(challenge)
    is_file = app.extensions["engines"][0].dialect.name == "sqlite"
    assert ask(challenge.path) != READER
    first = ask.body  # type: ignore[attr-defined]
    for _again in range(3):
        assert (ask(challenge.path) == READER) is is_file  # A database server may keep one waiting.
        assert ask.body == first  # type: ignore[attr-defined]


def test_everything_else_is_done_by_the_others(app: Flask, ask: Ask) -> None:
    challenge = make_challenge()
    make_idea(challenge)
    ask(challenge.path)
    member = Browser(app).sign_in(make_user())
    cookie = member.client.get_cookie("session")
    assert cookie is not None
    assert ask(challenge.path, Cookie=f"session={cookie.value}") != READER
    assert ask(challenge.path, "HEAD") != READER
    assert ask(challenge.path, "POST") != READER
    assert ask(f"{challenge.path}?urut=terbaru") != READER
    assert ask("/tantangan") != READER
    app.extensions["page_cache"].clear()
    assert ask(challenge.path) != READER


def test_several_requests_at_once_are_answered_in_their_order(app: Flask, ask: Ask) -> None:
    challenge = make_challenge()
    make_idea(challenge, title="Keripik sambal seruit")
    ask(challenge.path)
    lines = [f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n" for path in (challenge.path, "/healthz") * 4]
    link = HTTPConnection("127.0.0.1", ask.port, timeout=60)  # type: ignore[attr-defined]
    link.connect()
    assert link.sock is not None
    with link.sock as sock, sock.makefile("rb") as answers:
        sock.sendall("".join(lines).encode())
        sizes = [_size(answers) for _line in lines]
    assert sizes == sizes[:2] * 4


def _size(answers) -> int:
    """Read one answer and return how long its body is."""
    length = 0
    while (line := answers.readline().strip()) != b"":
        name, _, value = line.partition(b":")
        length = int(value) if name.lower() == b"content-length" else length
    return len(answers.read(length))


def test_one_thread_works_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ideaboard.serving.turns.LONG", 60)  # However busy the machine is.
    turns, inside, most = Turns(), [0], [0]

    def work(_number: int) -> None:
        with turns.take():
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.005)
            inside[0] -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert most == [1]


def test_who_takes_long_holds_nobody_up() -> None:
    turns, goes_on, done = Turns(), threading.Event(), []

    def wait() -> None:
        with turns.take():
            goes_on.wait(60)
            done.append("slow")

    slow = [threading.Thread(target=wait) for _n in range(3)]
    for thread in slow:
        thread.start()
    for number in range(20):
        with turns.take():
            done.append(str(number))
    goes_on.set()
    for thread in slow:
        thread.join(60)
    assert done == [*map(str, range(20)), "slow", "slow", "slow"]
    with turns.take():  # And the turn is still one that can be had.
        pass


def test_a_request_that_fails_gives_its_turn_back() -> None:
    turns = Turns()
    turn = turns._turn
    with pytest.raises(ZeroDivisionError), turns.take():
        raise ZeroDivisionError
    with turns.take():
        assert turns._turn is turn


def test_who_has_stopped_may_be_told_again(app: Flask) -> None:
    """By a second signal, or a thread that is late."""
    server = Embedded(app, "127.0.0.1", free_port())
    reader = threading.Thread(target=server.run, name=READER)
    reader.start()
    server.stop()
    reader.join(60)
    assert not reader.is_alive()
    server.stop()
