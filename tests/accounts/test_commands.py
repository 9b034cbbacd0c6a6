"""The commands create-admin and role."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from ideaboard import server
from ideaboard.accounts.models import User
from ideaboard.audit.models import AuditEntry
from ideaboard.cli import main
from tests.accounts.steps import NEW_PASSWORD, PASSWORD, is_signed_in, make_member, sign_in
from tests.database import count, fresh, scalar


@pytest.fixture
def run(app, monkeypatch):
    """Run a command on the app under test; its tables are there already."""
    monkeypatch.setattr(server, "prepare_database", lambda: None)

    def command(*words: str, stdin: str = "") -> Result:
        return app.test_cli_runner().invoke(args=list(words), input=stdin)

    return command


def test_a_fresh_database_has_no_people(app):
    assert count(User) == 0


def test_an_admin_is_created_with_the_password_on_standard_input(run, browser):
    done = run("create-admin", "Rina@contoh.example", stdin=f"{PASSWORD}\n")
    assert (done.exit_code, done.output) == (0, "Admin created: Rina@contoh.example\n")
    person = scalar(select(User))
    assert person.is_admin
    assert person.is_confirmed
    assert sign_in(browser).status_code == 303
    assert browser.get("/admin").status_code == 200


def test_a_confirmed_member_is_promoted_and_keeps_the_password(run, browser):
    member = make_member()
    done = run("create-admin", "rina@contoh.example")
    assert done.output == "Now an admin: rina@contoh.example\n"
    assert fresh(member).is_admin
    assert sign_in(browser).status_code == 303


def test_an_admin_stays_admin(run):
    make_member(is_admin=True)
    assert run("create-admin", "rina@contoh.example").output == "Already an admin: rina@contoh.example\n"
    assert count(AuditEntry) == 0


def test_an_account_that_nobody_confirmed_gets_the_new_password(run, browse):
    stranger = make_member(confirmed=False)
    theirs = browse(stranger)
    done = run("create-admin", "rina@contoh.example", stdin=f"{NEW_PASSWORD}\n")
    assert done.exit_code == 0
    assert not is_signed_in(theirs)
    assert sign_in(browse()).status_code == 422
    assert sign_in(browse(), password=NEW_PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("words", "stdin"),
    [
        (["create-admin", "rina"], ""),
        (["create-admin", "rina@contoh.example"], ""),
        (["create-admin", "rina@contoh.example"], "pendek\n"),
        (["create-admin", "rina@contoh.example"], "sunshine\n"),
        (["create-admin"], ""),
        (["role", "nobody@contoh.example", "add", "moderator"], ""),
        (["role", "nobody@contoh.example", "add", "king"], ""),
        (["role", "nobody@contoh.example", "give", "admin"], ""),
    ],
)
def test_bad_input_is_one_clear_line_and_an_exit_status(run, words, stdin):
    done = run(*words, stdin=stdin)
    assert done.exit_code != 0
    assert "Error: " in done.output
    assert "Traceback" not in done.output
    assert count(User) == 0


def test_roles_are_given_and_taken_and_written_down(run):
    member = make_member()
    assert run("role", "RINA@contoh.example", "add", "moderator").exit_code == 0
    assert fresh(member).is_moderator
    assert "nothing changed" in run("role", "rina@contoh.example", "add", "moderator").output
    assert run("role", "rina@contoh.example", "remove", "moderator").exit_code == 0
    assert not fresh(member).is_moderator
    assert count(AuditEntry) == 2


def test_the_last_admin_cannot_be_taken_away(run):
    admin = make_member(is_admin=True)
    done = run("role", "rina@contoh.example", "remove", "admin")
    assert done.exit_code == 1
    assert "last admin" in done.output
    assert fresh(admin).is_admin


@pytest.mark.parametrize("command", ["create-admin", "role"])
def test_help_has_an_example(command):
    assert "Example: ideaboard" in CliRunner().invoke(main, [command, "--help"]).output
