"""kill -9 in the middle of backup, restore and move: nothing is broken, and the next try completes."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import time

import pytest

from ideaboard.keeping.folder import backups_in
from tests.commands import COMMAND, environment, runner

ROUNDS = 3


@pytest.fixture
def seeded(tmp_path):
    """A runner whose board has some thousand rows, and a backup of it."""
    run = runner(tmp_path)
    assert run("seed", "--challenges", "2", "--ideas", "600", "--votes", "3000").returncode == 0
    assert run("backup", "good.zip").returncode == 0
    return run


def killed(folder, *arguments: str, after: float, **settings: str) -> int:
    """Run a command and kill it after so many seconds, unless it ended by itself; return its status."""
    process = subprocess.Popen(
        [COMMAND, *arguments],
        cwd=folder,
        env=environment(folder, **settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        return process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def moments(whole: float, seed: int) -> list[float]:
    """Return when to kill: somewhere in the last part of a run, for a start alone takes a while."""
    rng = random.Random(seed)
    return [whole * rng.uniform(0.6, 0.98) for _ in range(ROUNDS)]


def seconds_of(run, *arguments: str, **settings: str) -> float:
    start = time.monotonic()
    done = run(*arguments, **settings)
    assert done.returncode == 0, done.stderr
    return time.monotonic() - start


def state_of(folder) -> tuple[str, int]:
    """Say what the integrity check finds, and how many votes there are."""
    with sqlite3.connect(folder / "instance" / "ideaboard.db") as database:
        found = database.execute("PRAGMA integrity_check").fetchone()[0]
        votes = database.execute("SELECT count(*) FROM votes").fetchone()[0]
    database.close()
    return found, votes


def test_a_backup_that_is_killed_leaves_no_half_file(seeded, tmp_path):
    whole = seconds_of(seeded, "backup")
    for after in moments(whole, 1):
        killed(tmp_path, "backup", after=after)
        # Whatever carries the name of a backup is one.
        assert state_of(tmp_path)[0] == "ok"
    assert seeded("backup", "last.zip").returncode == 0
    for _, path in backups_in(tmp_path / "instance" / "backups"):
        assert seeded("restore", str(path)).returncode == 0
    assert not [*tmp_path.glob(".*part*")]


def test_a_restore_that_is_killed_is_all_of_the_old_or_all_of_the_new(seeded, tmp_path):
    with sqlite3.connect(tmp_path / "instance" / "ideaboard.db") as database:
        database.execute("DELETE FROM votes WHERE idea_id % 2")
    database.close()
    old = state_of(tmp_path)[1]
    new = 3000
    for after in moments(seconds_of(seeded, "backup"), 2):
        killed(tmp_path, "restore", "good.zip", after=after)
        found, votes = state_of(tmp_path)
        assert found == "ok"
        assert votes in (old, new)
    assert seeded("restore", "good.zip").returncode == 0
    assert state_of(tmp_path) == ("ok", new)
    assert not [*(tmp_path / "instance").glob(".*")]


@pytest.mark.postgresql
def test_a_move_and_a_restore_that_are_killed_leave_postgresql_as_it_was(seeded, tmp_path, new_postgresql):
    url = new_postgresql()
    whole = seconds_of(seeded, "move", "sqlite:///ideaboard.db", new_postgresql())
    ended = [killed(tmp_path, "move", "sqlite:///ideaboard.db", url, after=after) for after in moments(whole, 3)]
    if 0 not in ended:
        assert seeded("move", "sqlite:///ideaboard.db", url).returncode == 0
    assert seeded("backup", "pg.zip", DATABASE_URL=url).returncode == 0
    for after in moments(whole, 4):
        killed(tmp_path, "restore", "pg.zip", after=after, DATABASE_URL=url)
    assert seeded("restore", "pg.zip", DATABASE_URL=url).returncode == 0
    again = seeded("doctor", DATABASE_URL=url)
    assert "counters" not in again.stdout
    assert "database" not in again.stdout.replace("database file", "")
