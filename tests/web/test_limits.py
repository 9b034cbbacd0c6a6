"""Requests are counted exactly across threads and processes; a storage that fails lets everybody pass."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from limits import parse
from limits.strategies import MovingWindowRateLimiter

from ideaboard.extensions import db
from ideaboard.web import limits
from ideaboard.web.limit_storage import OpenStorage, SqliteStorage
from tests import database
from tests.browser import Browser
from tests.factories import make_challenge, make_user
from tests.parallel import all_at_once

START = datetime(2026, 11, 21, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def limited(make_probe_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An app of its own that counts, with few requests a minute."""
    few = {"search": (3, 3), "preview": (2, 2), "pictures": (9, 9), "rest": (5, 8)}
    monkeypatch.setattr(limits, "PER_MINUTE", few)
    app = make_probe_app(THROTTLES=True)
    database.use(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def codes(answers: list[Any]) -> list[int]:
    return [answer.status_code for answer in answers]


def test_a_person_has_so_many_requests_in_a_minute_on_all_devices(limited: Flask) -> None:
    person = make_user()
    one, other = Browser(limited).sign_in(person), Browser(limited).sign_in(person)
    assert codes([one.get("/uji") for _ in range(3)] + [other.get("/uji") for _ in range(3)]) == [200] * 5 + [429]
    assert Browser(limited).sign_in(make_user()).get("/uji").status_code == 200


def test_visitors_of_a_network_share_theirs(limited: Flask) -> None:
    assert codes([Browser(limited).get("/uji") for _ in range(9)]) == [200] * 8 + [429]
    elsewhere = Browser(limited).get("/uji", environ_base={"REMOTE_ADDR": "10.9.8.7"})
    assert elsewhere.status_code == 200


def test_an_ipv6_network_is_its_first_64_bits(limited: Flask) -> None:
    def visit(address: str) -> int:
        return Browser(limited).get("/uji", environ_base={"REMOTE_ADDR": address}).status_code

    assert [visit(f"2001:db8:0:1::{n}") for n in range(9)][-1] == 429
    assert visit("2001:db8:0:2::1") == 200


def test_a_refusal_says_how_much_there_is_and_when(limited: Flask) -> None:
    with time_machine.travel(START, tick=False) as clock:
        browser = Browser(limited).sign_in(make_user(locale="en"))
        for _ in range(5):
            browser.get("/uji")
            clock.shift(timedelta(seconds=5))
        answer = browser.get("/uji")
        assert "You can open 5 pages in a minute, and none is left. Try again in 35 seconds." in answer.text
        told = {name: answer.headers[f"RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset")}
        assert told == {"Limit": "5", "Remaining": "0", "Reset": "35"}
        assert answer.headers["Retry-After"] == "35"
        clock.shift(timedelta(seconds=35))
        assert codes([browser.get("/uji") for _ in range(2)]) == [200, 429]


def test_what_was_typed_comes_back_and_can_be_sent_again(limited: Flask) -> None:
    browser = Browser(limited).sign_in(make_user())
    for _ in range(5):
        browser.get("/uji")
    answer = browser.post("/uji/tertutup", {"body": "Keripik sambal seruit"})
    assert answer.status_code == 429
    assert "Keripik sambal seruit</textarea>" in answer.text
    with time_machine.travel(datetime.now(UTC) + MINUTE):
        assert browser.post("/uji/tertutup", {"body": "Keripik"}).text == "tertutup Keripik"


def test_htmx_keeps_the_page_and_says_it_beside(limited: Flask) -> None:
    browser = Browser(limited).sign_in(make_user())
    for _ in range(5):
        browser.get("/uji")
    answer = browser.post("/uji/tertutup?bahasa=en", {"body": "Keripik"}, htmx=True)
    assert (answer.status_code, answer.headers["HX-Reswap"]) == (429, "none")
    assert "none is left" in json.loads(answer.headers["HX-Trigger"])["toast"]


def test_nobody_elses_form_is_offered_to_be_sent(limited: Flask) -> None:
    browser = Browser(limited).sign_in(make_user())
    for _ in range(5):
        browser.get("/uji")
    answer = browser.post("/uji/tertutup", {"body": "Isi titipan"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 429
    assert "Isi titipan" not in answer.text


def test_search_and_similar_ideas_are_counted_by_themselves(limited: Flask) -> None:
    browser = Browser(limited)
    assert codes([browser.get("/cari") for _ in range(4)]) == [200] * 3 + [429]
    address = f"/t/{make_challenge().slug}/ide/mirip"
    typed = {"title": "Keripik", "body": "Pedas"}
    assert codes([browser.post(address, typed) for _ in range(3)]) == [200] * 2 + [429]
    assert browser.get("/uji").status_code == 200


def test_another_browser_behind_the_same_address_may_still_search(limited: Flask) -> None:
    for _ in range(4):
        Browser(limited).get("/cari", headers={"User-Agent": "Satu"})
    assert Browser(limited).get("/cari", headers={"User-Agent": "Dua"}).status_code == 200


def test_static_files_and_health_are_not_counted_and_unknown_addresses_are(limited: Flask) -> None:
    browser = Browser(limited)
    for path in ("/static/app.js", "/healthz"):
        assert codes([browser.get(path) for _ in range(12)]) == [200] * 12
    assert codes([browser.get("/tidak/ada") for _ in range(9)]) == [404] * 8 + [429]


def test_the_main_database_is_not_asked_for_visitors(limited: Flask) -> None:
    with database.statements() as seen:
        assert Browser(limited).get("/uji").status_code == 200
    assert seen == []


def test_only_hashes_are_kept(limited: Flask) -> None:
    person = make_user()
    Browser(limited).get("/uji", environ_base={"REMOTE_ADDR": "10.9.8.7"})
    Browser(limited).sign_in(person).get("/uji")
    kept = Path(limited.config["INSTANCE"], "limits.db").read_bytes()
    assert b"10.9.8.7" not in kept
    assert person.email.encode() not in kept


def test_the_setting_switches_it_off(make_probe_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PER_MINUTE", dict.fromkeys(limits.PER_MINUTE, (1, 1)))
    browser = Browser(make_probe_app(THROTTLES=False))
    assert codes([browser.get("/uji") for _ in range(4)]) == [200] * 4


def test_the_numbers_are_those_of_the_rules() -> None:
    assert (limits.PER_MINUTE["search"][0], limits.PER_MINUTE["preview"][0]) == (30, 20)
    assert limits.PER_MINUTE["rest"] == (300, 600)


# The storage


@pytest.fixture
def storage(tmp_path: Path) -> SqliteStorage:
    return SqliteStorage(f"sqlite://{tmp_path / 'limits.db'}")


def test_the_window_moves(storage: SqliteStorage) -> None:
    limiter, ten = MovingWindowRateLimiter(storage), parse("3 per minute")
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(3):
            assert limiter.hit(ten, "rina")
            clock.shift(timedelta(seconds=10))
        assert not limiter.hit(ten, "rina")
        assert limiter.get_window_stats(ten, "rina") == (START.timestamp() + 60, 0)
        clock.shift(timedelta(seconds=30))
        assert limiter.hit(ten, "rina")
        assert not limiter.hit(ten, "rina")


def test_what_no_window_reaches_is_swept(storage: SqliteStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ideaboard.web.limit_storage.SWEEP_EVERY", 2)
    with time_machine.travel(START, tick=False) as clock:
        storage.acquire_entry("a", 10, 60)
        clock.shift(MINUTE)
        storage.acquire_entry("b", 10, 60)
    assert storage._connection().execute("SELECT key FROM hits").fetchall() == [("b",)]


def test_keys_can_be_forgotten(storage: SqliteStorage) -> None:
    for key in ("a", "b"):
        storage.acquire_entry(key, 10, 60)
    storage.clear("a")
    assert (storage.get("a"), storage.get("b"), storage.check(), storage.reset()) == (0, 1, True, 1)


def test_a_hundred_threads_pass_exactly_as_often_as_the_limit_says(app: Flask, storage: SqliteStorage) -> None:
    def five(_number: int) -> int:
        return sum(storage.acquire_entry("rina", 10, 60) for _ in range(5))

    assert sum(all_at_once(app, 20, five)) == 10


PROCESS = """
import sys, threading
from ideaboard.app import create_app
from ideaboard.web import limits

limits.PER_MINUTE = dict.fromkeys(limits.PER_MINUTE, (10, 10))
app = create_app({"TESTING": True, "INSTANCE": sys.argv[1], "SECRET_KEY": "x" * 40, "LOG_LEVEL": "ERROR",
                  "REDIS_URL": sys.argv[2]})
passed, start = [], threading.Barrier(4)

def visit(times):
    start.wait()
    for _ in range(times):
        passed.append(app.test_client().get("/tidak/ada").status_code != 429)

print("ready", flush=True)
sys.stdin.readline()
threads = [threading.Thread(target=visit, args=(times,)) for times in (9, 8, 8, 9)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(passed), sum(passed))
"""


def in_three_processes(folder: Path, redis: str = "") -> tuple[int, int]:
    """Send 102 requests from three processes of four threads each; return how many were sent and passed."""
    command = [sys.executable, "-c", PROCESS, str(folder), redis]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    running = [subprocess.Popen(command, text=True, **pipes) for _ in range(3)]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=180) for process in running]
    counted = [tuple(map(int, answer[0].split())) for answer in answers]
    return sum(each[0] for each in counted), sum(each[1] for each in counted)


def test_of_a_hundred_requests_to_three_processes_exactly_ten_pass(tmp_path: Path) -> None:
    assert in_three_processes(tmp_path) == (102, 10)


@pytest.mark.redis
def test_the_same_holds_with_redis(tmp_path: Path, redis_url: str) -> None:
    assert in_three_processes(tmp_path, redis_url) == (102, 10)
    assert not (tmp_path / "limits.db").exists()


# When it fails


def test_a_redis_that_is_away_lets_everybody_pass_and_says_so_once(
    make_probe_app: Callable[..., Flask], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_MINUTE", dict.fromkeys(limits.PER_MINUTE, (1, 1)))
    browser = Browser(make_probe_app(THROTTLES=True, REDIS_URL="redis://127.0.0.1:1/0"))
    with caplog.at_level(logging.WARNING, "ideaboard.limits"):
        assert codes([browser.get("/uji") for _ in range(5)]) == [200] * 5
    assert [record.message for record in caplog.records].count(caplog.records[0].message) == 1
    assert "not counted" in caplog.records[0].message


def test_a_broken_file_lets_everybody_pass(tmp_path: Path) -> None:
    file = tmp_path / "limits.db"
    file.write_text("no database " * 1000)
    storage = OpenStorage(f"open+sqlite://{file}")
    assert storage.acquire_entry("rina", 1, 60)
    assert storage.acquire_entry("rina", 1, 60)
    assert not storage.check()


def test_a_storage_that_answers_again_counts_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = OpenStorage(f"open+sqlite://{tmp_path / 'limits.db'}")
    monkeypatch.setattr("ideaboard.web.limit_storage.PAUSE", 0.0)
    with monkeypatch.context() as patch:
        patch.setattr(storage.inner, "acquire_entry", lambda *_: 1 / 0)
        assert storage.acquire_entry("rina", 0, 60)
    assert storage.acquire_entry("rina", 1, 60)
    assert not storage.acquire_entry("rina", 1, 60)
