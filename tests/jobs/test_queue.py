"""The background queue: the same jobs over SQLite, Redis and memory; a queue that is down fails nothing."""

from __future__ import annotations

import time

import pytest
from huey import MemoryHuey, SqliteHuey

from ideaboard.app import create_app
from ideaboard.data.transaction import transaction
from ideaboard.jobs import outbox, queue
from ideaboard.server import start_consumer
from tests.conftest import test_settings


@pytest.fixture
def done(monkeypatch):
    """Register a job that notes what it gets."""
    calls = []
    monkeypatch.setitem(queue._jobs, "note", lambda **kwargs: calls.append(kwargs))
    return calls


@pytest.fixture
def make_app(tmp_path):
    """Make an app whose queue really runs."""

    def make(**settings):
        app = create_app({**test_settings(tmp_path, ""), "TESTING": False, **settings})
        app.extensions["queue"].flush()
        return app

    return make


def wait_for(calls: list, seconds: float = 60) -> list:
    until = time.monotonic() + seconds
    while not calls and time.monotonic() < until:
        time.sleep(0.02)
    return calls


def test_in_tests_nothing_runs_by_itself(app, done):
    queue.start_soon(app, "note", n=1)
    assert isinstance(app.extensions["queue"], MemoryHuey)
    assert len(app.extensions["queue"]) == 0


def test_jobs_wait_in_a_file_of_the_instance(make_app, done, tmp_path):
    app = make_app()
    assert isinstance(app.extensions["queue"], SqliteHuey)
    queue.start_soon(app, "note", n=1)
    assert (tmp_path / "jobs.db").is_file()
    assert done == []


def test_the_worker_runs_a_job_in_the_apps_context(make_app, monkeypatch):
    from flask import current_app

    seen = []
    monkeypatch.setitem(queue._jobs, "note", lambda: seen.append(current_app.name))
    app = make_app()
    queue.start_soon(app, "note")
    consumer = start_consumer(app)
    assert wait_for(seen) == ["ideaboard"]
    consumer.stop(graceful=True)


def test_a_job_that_fails_does_not_stop_the_worker(make_app, done, monkeypatch):
    monkeypatch.setitem(queue._jobs, "broken", lambda: 1 / 0)
    app = make_app()
    queue.start_soon(app, "broken")
    queue.start_soon(app, "note", n=2)
    consumer = start_consumer(app)
    assert wait_for(done) == [{"n": 2}]
    consumer.stop(graceful=True)


def test_the_clock_jobs_are_known_to_the_queue(make_app):
    names = {task.name for task in make_app().extensions["queue"]._registry.periodic_tasks}
    assert "every-sweep-outbox" in names


@pytest.mark.redis
def test_redis_carries_the_same_jobs(make_app, done, redis_url):
    from huey import RedisHuey

    app = make_app(REDIS_URL=redis_url)
    assert isinstance(app.extensions["queue"], RedisHuey)
    queue.start_soon(app, "note", n=3)
    assert len(app.extensions["queue"]) == 1
    consumer = start_consumer(app)
    assert wait_for(done) == [{"n": 3}]
    consumer.stop(graceful=True)


@pytest.mark.redis
def test_two_processes_share_one_redis_queue(make_app, done, redis_url):
    server, worker = make_app(REDIS_URL=redis_url), make_app(REDIS_URL=redis_url)
    queue.start_soon(server, "note", n=4)
    consumer = start_consumer(worker)
    assert wait_for(done) == [{"n": 4}]
    consumer.stop(graceful=True)


def test_redis_being_down_fails_nothing_and_takes_no_time(tmp_path, done):
    app = create_app({**test_settings(tmp_path, ""), "TESTING": False, "REDIS_URL": "redis://127.0.0.1:1/0"})
    start = time.monotonic()
    queue.start_soon(app, "note", n=1)
    assert time.monotonic() - start < 5


def test_a_redis_that_never_answers_holds_nobody_up(tmp_path):
    import socket

    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        port = silent.getsockname()[1]
        app = create_app(
            {**test_settings(tmp_path, ""), "TESTING": False, "REDIS_URL": f"redis://127.0.0.1:{port}/0"}
        )
        start = time.monotonic()
        queue.start_soon(app, "note", n=1)
        assert time.monotonic() - start < 10


def test_a_queue_that_is_down_fails_no_write(app, in_request, monkeypatch):
    def down(*args) -> None:
        raise ConnectionError

    monkeypatch.setitem(app.extensions, "queue-run", down)
    monkeypatch.setattr(app, "testing", False)
    with transaction():
        outbox.post_message("note", {})
    assert outbox._due(10)
