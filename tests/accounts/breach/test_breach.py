"""Who is affected when data got out, and what they are told."""

from __future__ import annotations

import csv
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from ideaboard.accounts.breach.affected import BATCH, Window, affected, count, ids_of, tables_about_people
from ideaboard.cli import main
from ideaboard.data.clock import now
from ideaboard.extensions import db
from tests.comments.steps import make_comment
from tests.database import context, write
from tests.factories import make_idea, make_user

Run = Callable[..., Any]
OLD = datetime(2026, 3, 1, 5, tzinfo=UTC)
FACTS = ["--found", "2026-03-02T08:00+07:00", "--contact", "data@ide.example"]
FACTS += [
    "--how",
    "Cadangan data terbuka.",
    "A backup was open.",
    "--handling",
    "Kami menutupnya.",
    "We closed it.",
]


@pytest.fixture
def run(app: Flask) -> Run:
    """Run `ideaboard breach …` in this process."""

    def invoke(*arguments: Any) -> Any:
        with context():
            return CliRunner().invoke(main.get_command(None, "breach"), [str(each) for each in arguments])

    return invoke


def day(moment: datetime) -> str:
    return moment.isoformat()


def test_people_are_listed_by_when_their_row_was_made(app: Flask, run: Run) -> None:
    old = make_user(created_at=OLD)
    make_user()
    done = run("list", "--table", "users", "--from", "2026-03-01", "--to", "2026-03-01")
    assert (done.exit_code, done.stdout) == (0, f"{old.id}\n")
    assert "1 people, 0 of them with a closed account" in done.stderr


def test_a_window_ends_before_its_end(app: Flask, run: Run) -> None:
    old = make_user(created_at=OLD)
    assert run("list", "--table", "users", "--to", day(OLD)).stdout == ""
    assert run("list", "--table", "users", "--to", day(OLD + timedelta(seconds=1))).stdout == f"{old.id}\n"
    begin = run("list", "--table", "users", "--from", day(OLD), "--to", day(OLD + timedelta(days=1)))
    assert begin.stdout == f"{old.id}\n"


def test_an_offset_is_read(app: Flask, run: Run) -> None:
    old = make_user(created_at=OLD)  # noon in the west
    assert run("list", "--table", "users", "--to", "2026-03-01T12:01+07:00").stdout == f"{old.id}\n"
    assert run("list", "--table", "users", "--to", "2026-03-01T11:59+07:00").stdout == ""


def test_each_person_is_named_once_whatever_the_tables(app: Flask, run: Run) -> None:
    author = make_user()
    idea = make_idea(author=author)
    make_comment(idea, author)
    make_comment(idea, author)
    asked = [argument for name in ("ideas", "comments", "post_versions") for argument in ("--table", name)]
    done = run("list", *asked, "--to", day(now() + timedelta(days=1)))
    assert done.stdout.split().count(str(author.id)) == 1


def test_rows_that_go_with_a_post_belong_to_its_author(app: Flask) -> None:
    idea = make_idea(author=(author := make_user()))
    make_comment(idea, writer := make_user())
    with context():
        window = Window(None, now() + timedelta(days=1))
        assert list(ids_of(affected(["ideas"], window))) == [author.id]
        assert list(ids_of(affected(["comments"], window))) == [writer.id]


def test_every_table_about_people_can_be_asked_for(app: Flask) -> None:
    with context():
        names = tables_about_people()
        assert {"users", "posts", "ideas", "comments", "votes", "memberships", "reports"} <= set(names)
        assert "audit_log" not in names
        for name in names:
            assert count(affected([name], Window(OLD, now()))).people == 0


def test_rows_without_a_moment_all_count(app: Flask, browse: Callable[..., Any], run: Run) -> None:
    voter = make_user()
    browse(voter).post(f"/i/{make_idea().id}/dukung")
    assert run("list", "--table", "ballots", "--to", "2020-01-01").stdout == f"{voter.id}\n"


def test_more_people_than_one_batch_are_all_listed(app: Flask, run: Run) -> None:
    first = make_user()
    table: Any = type(first).__table__
    more = [
        {
            "name": "x",
            "handle": f"banyak-{n}",
            "handle_key": f"banyak{n}",
            "email": f"{n}@banyak.example",
            "email_key": f"{n}@banyak.example",
            "created_at": OLD,
        }
        for n in range(BATCH + 5)
    ]
    defaults = {name: getattr(first, name) for name in ("city", "locale", "theme", "zone", "trust_level")}
    defaults |= {"is_moderator": False, "is_admin": False, "unread_count": 0}
    write(lambda: db.session.execute(table.insert(), [{**defaults, **row} for row in more]))
    done = run("list", "--table", "users", "--to", "2026-03-02")
    ids = [int(line) for line in done.stdout.split()]
    assert len(ids) == len(set(ids)) == BATCH + 5


def test_addresses_go_to_a_file_of_ones_own_only_when_asked_for(app: Flask, run: Run, tmp_path: Path) -> None:
    person, gone = make_user(locale="en"), make_user(closed_at=now(), email="-", email_key="-")
    everybody = ["list", "--table", "users", "--to", day(now() + timedelta(days=1))]
    plain = run(*everybody)
    assert person.email not in plain.stdout + plain.stderr
    path = tmp_path / "surel.csv"
    done = run(*everybody, "--addresses", path)
    assert done.exit_code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(csv.reader(path.read_text().splitlines())) == [
        ["id", "email", "language"],
        [str(person.id), person.email, "en"],
    ]
    assert (str(gone.id) in done.stdout, "1 of them with a closed account" in done.stderr) == (True, True)
    assert person.email not in done.stdout + done.stderr


def test_nothing_is_written_over(run: Run, tmp_path: Path) -> None:
    make_user()
    path = tmp_path / "surel.csv"
    path.write_text("penting")
    done = run("list", "--table", "users", "--to", "2099-01-01", "--addresses", path)
    assert (done.exit_code, path.read_text()) == (1, "penting")
    assert "is there already" in done.stderr
    missing = run("list", "--table", "users", "--to", "2099-01-01", "--addresses", tmp_path / "tidak" / "ada.csv")
    assert (missing.exit_code, "could not be written" in missing.stderr) == (1, True)


def test_nobody_is_no_error(run: Run) -> None:
    done = run("list", "--table", "users", "--to", "2020-01-01")
    assert (done.exit_code, done.stdout, "0 people" in done.stderr) == (0, "", True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["list", "--to", "2026-01-01"], "--table"),
        (["list", "--table", "users"], "--to"),
        (["list", "--table", "nothing", "--to", "2026-01-01"], "there is no table 'nothing'"),
        (["list", "--table", "audit_log", "--to", "2026-01-01"], "does not say whose"),
        (["list", "--table", "users", "--to", "kemarin"], "is no moment"),
        (["list", "--table", "users", "--to", "9999-12-31"], "is no moment"),
        (["list", "--table", "users", "--from", "2026-02-01", "--to", "2026-01-01"], "--from must lie before"),
        (["list", "--table", "users", "--to", "2026-01-01", "--by", "name"], "has no moment 'name'"),
        (["notice", "--table", "users", "--to", "2026-01-01"], "--found"),
        (["notice", "--table", "throttle_hits", "--to", "2026-01-01", *FACTS], "does not say whose"),
        (["notice", "--table", "consents", "--to", "2026-01-01", *FACTS], "say with --what"),
    ],
)
def test_a_wrong_question_is_answered_in_one_line(run: Run, arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_another_moment_can_be_asked_for(run: Run) -> None:
    late = make_user(created_at=OLD, email_confirmed_at=now())
    make_user(created_at=OLD, email_confirmed_at=OLD)
    begin = day(now() - timedelta(hours=1))
    done = run("list", "--table", "users", "--by", "email_confirmed_at", "--from", begin, "--to", "2099-01-01")
    assert done.stdout == f"{late.id}\n"


def test_the_notices_say_what_the_law_asks_for_in_both_languages(run: Run) -> None:
    make_user(created_at=OLD)
    done = run("notice", "--table", "users", "--from", "2026-02-28", "--to", "2026-03-01", *FACTS)
    assert done.exit_code == 0
    people_id, people_en, authority_id, authority_en = done.stdout.split("=====\n\n")[1:]
    for text in (people_en, authority_en):
        for part in (
            "name, e-mail address",
            "A backup was open.",
            "We closed it.",
            "data@ide.example",
            "2 March 2026",
        ):
            assert part in text
    for text in (people_id, authority_id):
        for part in ("Cadangan data terbuka.", "Kami menutupnya.", "28 Februari 2026", "2 Maret 2026, 08.00 WIB"):
            assert part in text
    assert "Change your password" in people_en
    assert "1 person is affected." in authority_en
    assert "told by 2026-03-05T01:00+00:00" in done.stderr


def test_without_passwords_nobody_is_asked_to_change_one(run: Run) -> None:
    more = ["--what", "persetujuan Anda", "your consents"]
    done = run("notice", "--table", "consents", "--to", "2026-03-01", *FACTS, *more)
    assert "Change your password" not in done.stdout
    assert "- your consents" in done.stdout
    assert "- persetujuan Anda" in done.stdout
