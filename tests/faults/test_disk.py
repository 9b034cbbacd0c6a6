"""A full and a read-only disk: a clear answer, nothing half done, and it heals without a restart."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ideaboard.comments.models import Comment
from tests.database import count
from tests.factories import make_idea
from tests.faults.cast import make_members
from tests.faults.ledger import drift
from tests.faults.running import COMMAND, Site, environment

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="only root may mount")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, where mounting is allowed."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)


def fill(disk: Path) -> Path:
    """Leave no byte free."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return ballast


def test_a_full_disk_stops_writing_only(disk: Path) -> None:
    site = Site(disk, IDEABOARD_LOCALE="id")
    site.log = disk.parent / "server.log"
    try:
        idea = (site.app, make_idea())[1]
        (member,) = make_members(site, 1, "127.0.0.1")
        site.start()
        path = f"/i/{idea.id}/komentar"

        def send(words: str) -> tuple[int, str]:
            answer = member.client.post(path, {"body": words * 40, "idempotency_key": words[:20]})
            return answer.status, answer.text

        assert send("Sambal terasi enak sekali ")[0] == 303
        ballast = fill(disk)
        before = count(Comment)
        for number in range(12):  # The log has some room left before it must grow.
            status, text = send(f"Keripik pedas nomor {number} ")
            if status != 303:
                break
            before += 1
        assert status == 503
        assert "belum ada yang bisa disimpan" in text
        assert f"Keripik pedas nomor {number}" in text  # What was typed comes back.
        assert "Traceback" not in text
        assert site.client().get(f"/i/{idea.id}").status in (200, 301, 308)
        assert site.client().get("/readyz").status in (200, 503)
        assert count(Comment) == before
        ballast.unlink()
        assert send(f"Keripik pedas nomor {number} ")[0] == 303
        assert count(Comment) == before + 1

        assert drift(site) == []
        assert site.stop()[0] == 0
    finally:
        site.close()


def test_a_read_only_disk_is_said_in_one_line_when_it_starts(disk: Path) -> None:
    site = Site(disk)
    site.app  # noqa: B018
    site.close()
    remount(disk, "ro")
    told = subprocess.run(
        [COMMAND, "serve", "--port", str(site.port)],
        env={**environment(disk, **site.settings), "IDEABOARD_ENV_FILE": os.devnull},
        cwd=disk.parent,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert told.returncode == 1
    (line,) = told.stderr.strip().splitlines()
    assert line.startswith("ideaboard: ")


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    site = Site(tmp_path)
    try:
        idea = (site.app, make_idea())[1]
        (member,) = make_members(site, 1, "127.0.0.1")
        site.start(before=lambda: os.dup2(os.open("/dev/full", os.O_WRONLY), 2) and None)
        assert member.client.get("/tantangan").status == 200
        assert member.client.post(f"/i/{idea.id}/dukung", {}).status == 303
        assert drift(site) == []
        assert site.stop()[0] == 0
    finally:
        site.close()
