"""`backup`, `restore`, `move` and `doctor` as people run them: what they print, the status they leave."""

from __future__ import annotations

import sqlite3

import pytest

from ideaboard.keeping.folder import backups_in
from tests.commands import runner
from tests.test_cli import refused


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A runner whose board has the demo's content."""
    folder = tmp_path_factory.mktemp("demo")
    run = runner(folder)
    assert run("demo").returncode == 0
    run.folder = folder
    return run


def test_a_demo_is_backed_up_restored_and_found_well(demo):
    made = demo("backup")
    assert (made.returncode, made.stderr) == (0, "")
    ((_, path),) = backups_in(demo.folder / "instance" / "backups")
    assert path.name in made.stdout
    assert "47 pictures" in made.stdout
    done = demo("restore", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Restored the board of" in done.stdout
    assert "ideaboard.db.before-" in done.stdout
    assert "secret key" not in done.stdout
    well = demo("doctor")
    assert (well.returncode, well.stdout) == (0, "16 checks: all is well.\n")


def test_a_backup_goes_where_it_is_told(demo):
    assert demo("backup", "--to", "elsewhere").returncode == 0
    assert demo("backup", "one.zip").returncode == 0
    assert len(backups_in(demo.folder / "elsewhere")) == 1
    assert (demo.folder / "one.zip").is_file()
    assert "not both" in refused(demo("backup", "two.zip", "--to", "elsewhere"))
    assert "there already" in refused(demo("backup", "one.zip"))


def test_what_cannot_be_done_is_said_in_one_line(demo):
    (demo.folder / "text.zip").write_text("no backup")
    assert "no backup of ideaboard" in refused(demo("restore", "text.zip"))
    assert "No such file" in refused(demo("restore", "missing.zip"))
    assert "there is no database" in refused(demo("move", "sqlite:///missing.db", "postgresql://x@127.0.0.1:1/x"))
    assert "from sqlite" in refused(demo("move", "postgresql://x@y/z", "sqlite:///x.db"))
    assert "DATABASE_URL must be" in refused(demo("move", "mysql://x", "postgresql://x@y/z"))
    assert "PostgreSQL said" in refused(demo("move", "sqlite:///ideaboard.db", "postgresql://x@127.0.0.1:1/x"))


def test_the_doctor_names_faults_with_status_1_and_repairs_counters(demo):
    with sqlite3.connect(demo.folder / "instance" / "ideaboard.db") as database:
        database.create_function("ln", 1, lambda _: 0.0)
        database.execute("UPDATE ideas SET comment_count = comment_count + 1")
    database.close()
    ill = demo("doctor")
    assert ill.returncode == 1
    assert ill.stdout.splitlines()[-1] == "16 checks: 1 findings."
    assert "counters: ideas.comment_count differs" in ill.stdout
    repaired = demo("doctor", "--fix")
    assert repaired.returncode == 0
    assert repaired.stdout.startswith("counters: repaired ideas.comment_count in 46 places\n")


@pytest.mark.postgresql
def test_the_demo_is_moved_and_proved_line_by_line(demo, empty_postgresql_url):
    done = demo("move", "sqlite:///ideaboard.db", empty_postgresql_url)
    assert done.returncode == 0, done.stderr
    lines = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines()}
    assert lines["votes"][0] == "1054"
    assert lines["votes"][1] == lines["votes"][2]
    assert "are the same on both sides" in done.stdout
    assert "pictures)" in done.stdout.splitlines()[-1]
    assert demo("audit", "verify", DATABASE_URL=empty_postgresql_url).returncode == 0
    assert "not empty" in refused_after_progress(demo("move", "sqlite:///ideaboard.db", empty_postgresql_url))


def refused_after_progress(done) -> str:
    assert done.returncode == 1
    return done.stderr.splitlines()[-1]
