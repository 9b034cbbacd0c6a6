"""Two servers on one file, few open files, a sync before every answer."""

from __future__ import annotations

import re
import resource
import shutil
import socket
import subprocess
import threading
import time

import pytest

from ideaboard.votes.models import Vote
from tests.browser import Browser
from tests.database import count, fresh
from tests.factories import make_idea, make_user
from tests.faults.cast import make_members
from tests.faults.ledger import drift
from tests.faults.running import Site
from tests.faults.test_databases import app_on


def test_two_servers_that_start_together_share_one_new_file(tmp_path):
    """One migrates, the other waits; then both write."""
    first, second = Site(tmp_path), Site(tmp_path)
    second.log = tmp_path / "second.log"
    try:
        first.start(ready=False)
        second.start()
        first.wait_for("ideaboard is at")
        idea = (first.app, make_idea())[1]
        members = make_members(first, 6, "127.0.0.1")
        for number, member in enumerate(members):
            member.client.port = (first, second)[number % 2].port
            assert member.client.post(f"/i/{idea.id}/dukung", {}).status == 303
        assert fresh(idea).vote_count == count(Vote) == 6
        assert drift(first) == []
        assert '"trace"' not in first.logged() + second.logged()
    finally:
        first.close()
        second.close()


def test_with_few_open_files_it_serves_fewer_at_a_time(site: Site):
    site.app  # noqa: B018
    site.start(before=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)))
    links = [socket.create_connection(("127.0.0.1", site.port)) for _n in range(80)]
    time.sleep(0.3)
    for link in links:
        link.close()
    idea = make_idea()
    (member,) = make_members(site, 1, "127.0.0.1")
    assert member.client.post(f"/i/{idea.id}/dukung", {}).status == 303
    assert member.client.get("/tantangan").status == 200
    assert "Too many open files" not in site.logged()


def test_without_another_thread_it_serves_on(tmp_path, monkeypatch):
    """Root is not held to a limit of threads, so here every start of one fails."""

    def refuse(_thread: object) -> None:
        raise RuntimeError("can't start new thread")

    with app_on(tmp_path, f"sqlite:///{tmp_path / 'test.db'}") as app:
        idea, member = make_idea(), Browser(app).sign_in(make_user())
        monkeypatch.setattr(threading.Thread, "start", refuse)
        assert member.get("/readyz").json["checks"]["database"] == "ok"
        assert member.get("/tantangan").status_code == 200
        assert member.post(f"/i/{idea.id}/dukung").status_code == 303
        assert fresh(idea).vote_count == 1


@pytest.mark.skipif(not shutil.which("strace"), reason="left out: there is no strace")
def test_a_vote_is_on_the_disk_before_it_is_answered(site: Site, tmp_path):
    site.app  # noqa: B018
    idea = make_idea()
    (member,) = make_members(site, 1, "127.0.0.1")
    site.start()
    trace = tmp_path / "trace"
    calls = ["strace", "-f", "-tt", "-e", "trace=fsync,fdatasync,sendto,write", "-s", "20", "-o", str(trace)]
    watching = subprocess.Popen([*calls, "-p", str(site.processes[-1].pid)], stderr=subprocess.PIPE)
    try:
        line = (watching.stderr.readline() if watching.stderr else b"").decode()
        if "attached" not in line:
            pytest.skip("tracing is not allowed here")
        assert member.client.post(f"/i/{idea.id}/dukung", {}).status == 303
    finally:
        watching.terminate()
        watching.communicate(timeout=90)
    told = trace.read_text()
    sync, answer = re.search(r"f(data)?sync\(", told), re.search(r'"HTTP/1.1 303', told)
    assert sync
    assert answer
    assert sync.start() < answer.start()
