"""`ideaboard serve` and `ideaboard worker` as processes: they start, work, and stop when told."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from tests.commands import COMMAND, environment


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """A running command."""

    def __init__(self, folder, *arguments: str, **settings: str) -> None:
        self.popen = subprocess.Popen(
            [COMMAND, *arguments],
            cwd=folder,
            env=environment(folder, **settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def wait_for_line(self, part: str) -> str:
        """Read its output until a line holds `part`."""
        for line in self.popen.stdout:
            if part in line:
                return line
        raise AssertionError(f"it ended without saying {part!r}: {self.popen.stderr.read()}")

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Send a signal; return status and what stood on standard error."""
        self.popen.send_signal(number)
        _, errors = self.popen.communicate(timeout=120)
        return self.popen.returncode, errors


@pytest.fixture
def start(tmp_path) -> Iterator:
    running = []

    def begin(*arguments: str, **settings: str) -> Process:
        running.append(Process(tmp_path, *arguments, **settings))
        return running[-1]

    yield begin
    for process in running:
        if process.popen.poll() is None:
            process.popen.kill()
        process.popen.communicate()


@pytest.fixture
def served(start):
    """A server on a fresh instance; gives it and its address."""
    port = free_port()
    process = start("serve", "--port", str(port))
    process.wait_for_line(f"http://127.0.0.1:{port}")
    return process, f"http://127.0.0.1:{port}"


def get(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_a_fresh_instance_is_served_and_ready(served):
    _, url = served
    assert get(f"{url}/healthz")[0] == 200
    status, body = get(f"{url}/readyz")
    assert (status, json.loads(body)["status"]) == (200, "ok")
    assert get(f"{url}/static/ideaboard.css")[0] == 200
    assert get(f"{url}/tidak-ada")[0] == 404


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_when_told(served, number):
    process, url = served
    get(f"{url}/healthz")
    start = time.monotonic()
    assert process.stop(number) == (0, "")
    assert time.monotonic() - start < 30


def test_a_request_in_flight_is_finished_first(served):
    process, url = served
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as slow:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        time.sleep(0.2)
        code, _ = process.stop()
        answer = b""
        while part := slow.recv(4096):
            answer += part
    assert code == 0
    assert answer.startswith(b"HTTP/1.1 200")


def test_it_starts_again_on_the_same_instance(served, start):
    process, url = served
    process.stop()
    again = start("serve", "--port", url.rsplit(":", 1)[1])
    again.wait_for_line(url)
    assert again.stop()[0] == 0


def test_a_busy_port_is_said_in_one_line(start):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        process = start("serve", "--port", str(port))
        _, errors = process.popen.communicate(timeout=120)
    assert process.popen.returncode == 1
    assert errors.strip() == f"ideaboard: cannot listen on 127.0.0.1:{port}: Address already in use"


def test_an_unknown_host_is_said_in_one_line(start):
    process = start("serve", "--host", "no.such.host.invalid")
    _, errors = process.popen.communicate(timeout=120)
    assert process.popen.returncode == 1
    assert len(errors.strip().splitlines()) == 1
    assert "no.such.host.invalid" in errors


def test_a_worker_runs_beside_the_server_and_stops_when_told(served, start):
    worker = start("worker")
    worker.wait_for_line("worker is running")
    assert worker.stop() == (0, "")


def test_the_embedded_worker_delivers_mail(served, tmp_path):
    """A message put into the database while the server runs is delivered by its own worker."""
    import sqlite3

    process, _ = served
    database = sqlite3.connect(tmp_path / "instance" / "ideaboard.db", timeout=60)
    payload = json.dumps({"to": "rina@contoh.example", "subject": "Halo", "body": "Isi"})
    database.execute(
        "INSERT INTO outbox (kind, payload, created_at, due_at, attempts) VALUES ('mail', ?, ?, ?, 0)",
        (payload, "2026-01-01 00:00:00.000000", "2026-01-01 00:00:00.000000"),
    )
    database.commit()
    database.close()
    from ideaboard.app import create_app
    from ideaboard.jobs.queue import start_soon

    app = create_app({"INSTANCE": str(tmp_path / "instance")})
    start_soon(app, "deliver-outbox")
    folder = tmp_path / "instance" / "outbox"
    until = time.monotonic() + 90
    while not (folder.is_dir() and [*folder.iterdir()]) and time.monotonic() < until:
        time.sleep(0.05)
    assert len(list(folder.iterdir())) == 1
    code, errors = process.stop()
    assert code == 0
    assert "mail to rina@contoh.example" in errors


def test_serving_the_demo_twice_loads_it_once(start):
    port = free_port()
    first = start("serve", "--demo", "--port", str(port))
    first.wait_for_line("marni@contoh.example")
    first.wait_for_line("ideaboard is at")
    assert first.stop()[0] == 0
    again = start("serve", "--demo", "--port", str(port))
    again.wait_for_line("not empty")
    again.wait_for_line("ideaboard is at")
    assert again.stop()[0] == 0
