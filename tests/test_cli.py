"""The `ideaboard` command, run as a process: what it prints and the status it leaves."""

from __future__ import annotations

from shutil import copytree

import pytest

from ideaboard.audit.service import GENESIS
from ideaboard.cli import main
from tests.commands import runner


@pytest.fixture
def run(tmp_path):
    return runner(tmp_path)


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory):
    """An instance whose database is there, to be copied."""
    made = tmp_path_factory.mktemp("upgraded")
    assert runner(made)("db", "upgrade").returncode == 0
    return made / "instance"


@pytest.fixture
def ready(run, tmp_path, upgraded):
    """A runner whose database is there."""
    copytree(upgraded, tmp_path / "instance")
    return run


def leaves(group, path=()):
    for name in sorted({*group.list_commands(None)} - {"db"}):  # that one is Flask-Migrate's
        command = group.get_command(None, name)
        if hasattr(command, "commands"):
            yield from leaves(command, (*path, name))
        yield (*path, name), command


COMMANDS = dict(leaves(main))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_commands_help_has_an_example(path):
    command = COMMANDS[path]
    assert command.help
    assert f"ideaboard {' '.join(path)}" in (command.epilog or "")
    assert command.epilog.startswith("Example: ")


def test_help_lists_the_commands(run):
    done = run("--help")
    assert done.returncode == 0
    assert "Example: ideaboard serve --demo" in done.stdout
    assert {"serve", "worker", "db", "demo", "render", "audit"} <= set(done.stdout.split())
    assert "--app" not in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        *(["nothing"], ["serve", "--port", "0"], ["serve", "--port", "many"], ["serve", "extra"], ["--unknown"]),
        *(["mail-test"], ["mail-test", "nobody"], ["mail-test", "a@b@c"], ["audit", "nothing"]),
    ],
    ids=" ".join,
)
def test_a_bad_argument_is_said_in_one_line(run, arguments):
    refused(run(*arguments))


def refused(done) -> str:
    """Check that a command failed in a civil way; return the line that says why."""
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len([line for line in lines if not line.startswith(("Usage:", "Try "))]) == 1, done.stderr
    return lines[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("IDEABOARD_PROXIES", "many"), ("IDEABOARD_NONSENSE", "1"), ("DATABASE_URL", "mysql://x/y")),
        *(("IDEABOARD_BASE_URL", "https://ide.example"), ("REDIS_URL", "nowhere"), ("IDEABOARD_ENV_FILE", "/no")),
        *(("IDEABOARD_MEDIA_URL", "ftp://x/y"), ("IDEABOARD_INSTANCE", "/dev/null/x")),
    ],
)
@pytest.mark.parametrize("command", [["render"], ["--help"]], ids=" ".join)
def test_a_bad_setting_is_said_in_one_line(run, command, name, value):
    done = run(*command, **{name: value})
    assert refused(done).startswith("ideaboard: ")


def test_render_turns_markdown_into_the_html_that_would_be_stored(run):
    done = run("render", given="**Halo** <script>alert(1)</script> [x](javascript:alert)")
    assert done.returncode == 0
    assert "<strong>Halo</strong>" in done.stdout
    assert "<script" not in done.stdout
    assert "<a" not in done.stdout


def test_render_takes_nothing_and_every_letter(run):
    assert run("render").returncode == 0
    assert "💡 é" in run("render", given="💡 é").stdout


def test_render_refuses_what_is_no_text(run):
    assert "UTF-8" in refused(run("render", given=b"\xff\xfe"))


def test_an_empty_log_holds(ready):
    done = ready("audit", "verify")
    assert (done.returncode, done.stdout.strip()) == (0, f"0 rows hold. Head: {GENESIS}")
    assert ready("audit", "head").stdout.strip() == GENESIS


def test_a_broken_log_is_named_with_status_1(ready, tmp_path):
    import sqlite3

    database = sqlite3.connect(tmp_path / "instance" / "ideaboard.db")
    columns = "at, action, object_type, request_id, previous_hash, hash"
    for number in (1, 2):
        values = ("2026-11-21 00:00:00.000000", "x", "y", "z", f"p{number}", f"h{number}")
        database.execute(f"INSERT INTO audit_log ({columns}) VALUES (?, ?, ?, ?, ?, ?)", values)
    database.commit()
    database.close()
    done = ready("audit", "verify")
    assert done.returncode == 1
    assert refused(done) == "Error: row 1 was changed; 0 rows before it hold"


def test_a_database_without_tables_is_said_in_one_line(run):
    assert "db upgrade" in refused(run("audit", "verify"))
    assert "db upgrade" in refused(run("worker"))


def test_a_database_that_is_away_is_said_in_one_line(run):
    url = "postgresql://nobody@127.0.0.1:1/x"
    assert "cannot be opened" in refused(run("serve", "--port", "1", DATABASE_URL=url))
    assert "the database said" in refused(run("audit", "head", DATABASE_URL=url))


def test_a_database_that_is_no_database_is_said_in_one_line(run, tmp_path):
    (tmp_path / "text.db").write_text("no database " * 1000)
    assert "cannot be opened" in refused(run("serve", DATABASE_URL=f"sqlite:///{tmp_path / 'text.db'}"))


def test_mail_test_prints_the_mail_in_development(run, tmp_path):
    done = run("mail-test", "rina@contoh.example")
    assert done.returncode == 0
    assert "Mail to rina@contoh.example: printed" in done.stdout
    assert len(list((tmp_path / "instance" / "outbox").iterdir())) == 1


def test_mail_test_says_what_the_server_answered(run):
    from tests.jobs.test_mail import Inbox, serve

    inbox = Inbox()
    controller = serve(inbox)
    url = f"smtp://127.0.0.1:{controller.port}"
    done = run("mail-test", "rina@contoh.example", IDEABOARD_MAIL_URL=url)
    assert "127.0.0.1 answered: 250 kept as 4711" in done.stdout
    inbox.refuses = True
    assert "451" in refused(run("mail-test", "rina@contoh.example", IDEABOARD_MAIL_URL=url))
    controller.stop()
    assert "not taken" in refused(run("mail-test", "rina@contoh.example", IDEABOARD_MAIL_URL=url))


def test_the_same_commands_stand_under_flask(tmp_path):
    import subprocess
    import sys
    from pathlib import Path

    from ideaboard.config import ROOT
    from tests.commands import environment

    flask = str(Path(sys.executable).with_name("flask"))
    done = subprocess.run(
        [flask, "--app", "wsgi", "--help"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(tmp_path),
        timeout=180,
        check=True,
    )
    assert {"serve", "render", "audit"} <= set(done.stdout.split())


def test_demo_prints_its_logins_once(run):
    first = run("demo")
    assert first.returncode == 0
    assert "marni@contoh.example" in first.stdout
    assert "password" in first.stdout
    assert "not empty" in refused(run("demo"))


def test_demo_is_refused_in_production(run):
    production = {"IDEABOARD_BASE_URL": "https://ide.example", "SECRET_KEY": "s" * 40}
    for arguments in (["demo"], ["serve", "--demo"]):
        assert "https://" in refused(run(*arguments, **production))


def test_seed_says_what_it_made(run):
    done = run(
        "seed", "--challenges", "2", "--ideas", "10", "--votes", "30", "--comments", "8", "--random-state", "7"
    )
    assert done.returncode == 0
    assert done.stdout == "2 challenges, 10 ideas, 30 votes, 8 comments by 50 people.\n"


@pytest.mark.parametrize("arguments", [["--ideas", "5"], ["--votes", "3"], ["--ideas", "-1"], ["--ideas", "many"]])
def test_seed_refuses_what_cannot_be(run, arguments):
    refused(run("seed", *arguments))


def test_who_is_affected_by_a_breach_is_listed(ready):
    done = ready("breach", "list", "--table", "users", "--to", "2026-12-01")
    assert (done.returncode, "0 people" in done.stdout + done.stderr) == (0, True)
