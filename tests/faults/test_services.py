"""Redis that is gone or hangs, a picture store that fails, a job that crashes: everything else goes on."""

from __future__ import annotations

import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis, RedisError

from ideaboard.accounts.passwords import hash_password
from ideaboard.app import create_app
from ideaboard.extensions import db
from ideaboard.jobs import queue
from ideaboard.media.models import Picture
from ideaboard.media.storage import FolderStorage
from ideaboard.server import start_consumer
from tests import database
from tests.browser import Browser
from tests.conftest import test_settings
from tests.factories import make_challenge, make_idea, make_user
from tests.faults.pixels import small_picture
from tests.faults.running import free_port


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A Redis of our own, to be stopped."""
    program, port = shutil.which("redis-server") or shutil.which("valkey-server"), free_port()
    if not program:
        pytest.skip("left out: there is no redis-server")
    quiet = ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1", "--dir", str(tmp_path)]
    process = subprocess.Popen([program, "--port", str(port), *quiet], stdout=subprocess.DEVNULL)
    client = Redis(port=port)
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            client.ping()
            break
        except RedisError:
            time.sleep(0.05)
    client.close()
    yield process, port
    process.send_signal(signal.SIGCONT)
    process.kill()
    process.wait()


def test_a_redis_that_hangs_or_dies_slows_no_page_and_lifts_no_limit_of_sign_in(redis, tmp_path):
    process, port = redis
    settings = {"TESTING": False, "THROTTLES": True, "REDIS_URL": f"redis://127.0.0.1:{port}/0"}
    app = create_app({**test_settings(tmp_path, f"sqlite:///{tmp_path / 'test.db'}"), **settings})
    database.use(app)
    with app.app_context():
        db.create_all()
    idea, voter = make_idea(), make_user(password_hash=hash_password("sambal terasi pedas"))
    browser = Browser(app).sign_in(voter)

    def timed(path: str, send=browser.get, **fields: object) -> tuple[int, float]:
        began = time.monotonic()
        answer = send(path, **fields)
        return answer.status_code, time.monotonic() - began

    assert timed("/tantangan")[0] == 200
    for harm in (signal.SIGSTOP, signal.SIGKILL):
        process.send_signal(harm)
        queue_rests(app, 0.0)
        for path, send in (("/tantangan", browser.get), (f"/i/{idea.id}/dukung", browser.post)):
            code, seconds = timed(path, send)
            assert code in (200, 303)
            assert seconds < 2
    tries = [
        Browser(app).post("/masuk", {"email": voter.email, "password": "salah sekali"}).status_code
        for _n in range(11)
    ]
    assert tries == [422] * 10 + [429]
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def queue_rests(app, until: float) -> None:
    app.extensions["queue-rests-until"] = until


class FailingStore(FolderStorage):
    """What a store does when its server is down."""

    def put(self, name: str, data: bytes) -> None:
        raise ConnectionError("the store does not answer")

    def open(self, name: str) -> bytes:
        raise ConnectionError("the store does not answer")

    def path(self, name: str) -> Path:
        raise ConnectionError("the store does not answer")


@pytest.fixture
def store_is_down(app, monkeypatch, tmp_path) -> None:
    monkeypatch.setitem(app.extensions, "pictures", FailingStore(tmp_path))
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


def form(picture: bytes) -> dict[str, object]:
    import io

    texts = {"title": "Keripik sambal seruit", "body": "Bumbu tabur dari cabai dan tempoyak. " * 3, "alt": "Contoh"}
    return {**texts, "for_whom": "Anak muda", "consent": "y", "pictures": (io.BytesIO(picture), "a.png")}


def test_a_picture_that_cannot_be_stored_is_told_and_the_text_stays(app, store_is_down):
    challenge, member = make_challenge(), make_user(locale="en")
    answer = Browser(app).sign_in(member).post(f"/t/{challenge.slug}/ide/baru", form(small_picture()))
    assert answer.status_code == 422
    assert "could not be stored" in answer.text
    assert "Bumbu tabur dari cabai" in answer.text
    assert database.count(Picture) == 0


def test_a_folder_that_cannot_be_written_is_told(app, tmp_path, monkeypatch):
    (tmp_path / "pictures").write_text("a file where the folder should be")
    monkeypatch.setitem(app.extensions, "pictures", FolderStorage(tmp_path / "pictures"))
    challenge, member = make_challenge(), make_user(locale="en")
    answer = Browser(app).sign_in(member).post(f"/t/{challenge.slug}/ide/baru", form(small_picture()))
    assert "could not be stored" in answer.text


def test_a_folder_that_vanished_is_made_again(app, tmp_path, monkeypatch):
    store = FolderStorage(tmp_path / "pictures")
    monkeypatch.setitem(app.extensions, "pictures", store)
    for _again in range(2):
        shutil.rmtree(store.root, ignore_errors=True)
        store.put("a" * 32 + ".webp", b"x")
        assert store.open("a" * 32 + ".webp") == b"x"


def test_a_job_that_always_crashes_keeps_no_other_from_running(tmp_path, monkeypatch):
    """Two at a time: one that never ends keeps the others from nothing either."""
    done, never = threading.Event(), threading.Event()
    monkeypatch.setitem(queue._jobs, "broken", lambda: 1 / 0)
    monkeypatch.setitem(queue._jobs, "endless", lambda: never.wait(20))
    monkeypatch.setitem(queue._jobs, "note", done.set)
    app = create_app({**test_settings(tmp_path, ""), "TESTING": False, "LOG_LEVEL": "ERROR"})
    for name in ("broken", "endless", *["broken"] * 5, "note"):
        queue.start_soon(app, name)
    consumer = start_consumer(app)
    assert done.wait(15)
    never.set()
    consumer.stop(graceful=True)
