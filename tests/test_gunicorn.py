"""Several workers of gunicorn as one server, with PostgreSQL and Redis behind them; and a job worker beside it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from ideaboard.app import create_app
from ideaboard.extensions import db
from ideaboard.jobs.outbox import post_message
from ideaboard.jobs.queue import start_soon
from tests import database
from tests.commands import COMMAND, environment
from tests.conftest import made_database
from tests.test_server import free_port, get

pytestmark = [pytest.mark.postgresql, pytest.mark.redis]
GUNICORN = str(Path(sys.executable).with_name("gunicorn"))
SECRET = "a secret that only tests know, long enough"


class Place:
    """A server of two workers: where it is, what belongs to it."""

    def __init__(self, folder: Path, url: str, redis: str) -> None:
        self.folder, self.database = folder, url
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        named = {"DATABASE_URL": url, "REDIS_URL": redis, "SECRET_KEY": SECRET, "IDEABOARD_JOBS": "worker"}
        self.environment = environment(folder, HOME=str(folder), WEB_CONCURRENCY="2", **named)

    def start(self, *command: str) -> subprocess.Popen[str]:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=self.folder, env=self.environment, **pipes)


@pytest.fixture(scope="module")
def place(tmp_path_factory, redis_url: str, worker: str) -> Iterator[Place]:
    with made_database(f"ideaboard_gunicorn_{os.getpid()}_{worker}") as url:
        found = Place(tmp_path_factory.mktemp("gunicorn"), url, redis_url)
        made = create_app({"INSTANCE": str(found.folder / "instance"), "DATABASE_URL": url, "SECRET_KEY": SECRET})
        with made.app_context():
            db.create_all()
            db.engine.dispose()
        yield found


def lines_of(errors: str) -> list[dict]:
    return [json.loads(line) for line in errors.splitlines()]


def wait_for(address: str) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=30).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("it does not answer")


def test_two_workers_count_together_are_replaced_unnoticed_and_stop_when_told(place):
    """One start for all that is to be seen of it: starting takes most of the time."""
    flags = ("--bind", f"127.0.0.1:{place.port}", "--max-requests", "30", "--max-requests-jitter", "0")
    server = place.start(GUNICORN, "-c", "python:ideaboard.gunicorn_conf", *flags)
    try:
        wait_for(place.address)
        with ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(lambda _: get(f"{place.address}/tantangan")[0], range(100)))
        numbers = get(f"{place.address}/metrics")[1].decode()
        names = _connections(place.database)
    finally:
        server.send_signal(signal.SIGTERM)
        _, errors = server.communicate(timeout=120)
    assert statuses == [200] * 100
    assert 'ideaboard_requests_total{endpoint="challenges.index",status="2xx"} 100' in numbers
    assert re.search(r"^ideaboard_queue_length \d+$", numbers, re.MULTILINE)
    assert names == {"ideaboard web"}
    assert server.returncode == 0
    seen = lines_of(errors)  # Every line is JSON, gunicorn's own as well.
    assert sum(line.get("endpoint") == "challenges.index" for line in seen) == 100
    assert sum("Booting worker" in line["message"] for line in seen) > 2
    assert not (place.folder / ".gunicorn").exists()


def _connections(url: str) -> set[str]:
    engine = create_engine(url)
    with engine.connect() as link:
        asked = text(
            "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND pid <> :own"
        )
        own = link.scalar(text("SELECT pg_backend_pid()"))
        found = set(link.scalars(asked, {"own": own}))
    engine.dispose()
    return found


def test_a_wrong_setting_is_one_line_and_status_1(place):
    place.environment["IDEABOARD_DB_POOL"] = "many"
    try:
        server = place.start(GUNICORN, "-c", "python:ideaboard.gunicorn_conf", "--check-config")
        _, errors = server.communicate(timeout=120)
    finally:
        del place.environment["IDEABOARD_DB_POOL"]
    assert server.returncode == 1
    assert errors.strip() == "ideaboard: IDEABOARD_DB_POOL='many' is not valid: use a whole number from 1 to 100."


FORKED = """
import os, sys
from sqlalchemy import text
from ideaboard.app import create_app
from ideaboard.extensions import db
app = create_app()
def backend():
    with app.app_context():
        return db.session.scalar(text("SELECT pg_backend_pid()"))
before = backend()
if not os.fork():
    print(before != backend(), flush=True)
    os._exit(0)
os.wait()
print(before == backend(), flush=True)
"""


def test_a_forked_process_leaves_its_parents_connections_alone(place):
    done = subprocess.run([sys.executable, "-c", FORKED], env=place.environment, capture_output=True, text=True)
    assert done.stdout.split() == ["True", "True"], done.stderr


def test_a_worker_of_its_own_takes_jobs_from_redis(place, redis_url):
    settings = {"INSTANCE": str(place.folder / "instance"), "SECRET_KEY": SECRET}
    app = create_app({**settings, "DATABASE_URL": place.database, "REDIS_URL": redis_url, "LOG_LEVEL": "ERROR"})
    database.use(app)
    with app.app_context():
        db.session.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num varchar(32))"))
        from ideaboard.data.migrations import newest_revision

        db.session.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": newest_revision()})
        db.session.commit()
    worker = place.start(COMMAND, "worker")
    try:
        assert "worker is running" in worker.stdout.readline()
        payload = {"to": "rina@contoh.example", "subject": "Halo", "body": "Isi"}
        database.write(lambda: post_message("mail", payload))
        start_soon(app, "deliver-outbox")
        folder, until = place.folder / "instance" / "outbox", time.monotonic() + 90
        while not (folder.is_dir() and list(folder.iterdir())) and time.monotonic() < until:
            time.sleep(0.05)
        assert len(list(folder.iterdir())) == 1
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=120)
        app.extensions["queue"].storage.pool.disconnect()
        with app.app_context():
            db.engine.dispose()
    assert worker.returncode == 0
