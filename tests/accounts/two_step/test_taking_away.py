"""Taking the second step away from somebody who lost the phone: by an admin, or on the command line."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.accounts.two_step.models import HalfSignIn, RecoveryCode, TwoStep
from ideaboard.audit.models import AuditEntry
from tests.accounts.steps import is_signed_in, mails_to, make_member, sign_in
from tests.accounts.two_step.steps import first_step, make_two_step
from tests.browser import Browser
from tests.database import count, on_sqlite, scalar
from tests.factories import make_user


def take_away(browser: Browser, person, reason="lost"):
    return browser.post(f"/admin/orang/{person.id}/dua-langkah", {"reason": reason})


def test_an_admin_takes_it_away_and_it_is_told_and_written_down(browse, mailbox):
    member, admin = make_two_step(), make_user(is_admin=True)
    theirs = browse(member)
    first_step(browse())
    assert take_away(browse(admin), member).status_code == 303
    assert count(TwoStep) == count(RecoveryCode) == count(HalfSignIn) == 0
    assert not is_signed_in(theirs)
    assert sign_in(browse()).location == "/"
    entry = scalar(select(AuditEntry))
    assert (entry.action, entry.actor_id, entry.object_id) == ("two_step.reset", admin.id, member.id)
    assert entry.after == {"reason": "lost"}
    assert len(mails_to(mailbox, member.email)) == 1


@on_sqlite
@pytest.mark.parametrize("reason", ["", "because", "lost "])
def test_it_needs_one_of_the_reasons(browse, reason):
    member = make_two_step()
    answer = take_away(browse(make_user(is_admin=True)), member, reason)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert count(TwoStep) == 1


@on_sqlite
def test_an_admin_cannot_get_round_their_own(browse):
    admin = make_two_step(is_admin=True)
    me = browse(admin)
    assert f"/admin/orang/{admin.id}/dua-langkah" not in me.get(f"/admin/orang/{admin.id}").text
    assert take_away(me, admin).status_code == 409
    assert count(TwoStep) == 1


@on_sqlite
@pytest.mark.parametrize("columns", [{}, {"is_moderator": True}])
def test_nobody_but_admins_may(browse, columns):
    member = make_two_step()
    assert take_away(browse(make_user(**columns)), member).status_code == 403
    assert count(TwoStep) == 1


@on_sqlite
def test_where_there_is_none_nothing_happens(browse, mailbox):
    member = make_member()
    assert take_away(browse(make_user(is_admin=True)), member).status_code == 303
    assert count(AuditEntry) == 0
    assert mails_to(mailbox, member.email) == []


@pytest.fixture
def run(app):
    """Run a command on the app under test."""
    return lambda *words: app.test_cli_runner().invoke(args=["two-step", *words])


def test_the_command_does_the_same(run, mailbox):
    member = make_two_step()
    done = run("reset", "RINA@contoh.example", "--reason", "replaced")
    assert (done.exit_code, done.output.count("\n")) == (0, 1)
    assert count(TwoStep) == 0
    entry = scalar(select(AuditEntry))
    assert (entry.action, entry.actor_id, entry.after) == ("two_step.reset", None, {"reason": "replaced"})
    assert len(mails_to(mailbox, member.email)) == 1


@on_sqlite
def test_the_command_says_whether_it_is_on(run):
    make_two_step()
    make_member("lain@contoh.example")
    assert "recovery codes left: 10" in run("show", "rina@contoh.example").output
    assert "in one step" in run("show", "lain@contoh.example").output


@on_sqlite
@pytest.mark.parametrize(
    "words",
    [
        ["reset", "rina@contoh.example"],
        ["reset", "rina@contoh.example", "--reason", "because"],
        ["reset", "nobody@contoh.example", "--reason", "lost"],
        ["reset", "lain@contoh.example", "--reason", "lost"],
        ["show", "nobody@contoh.example"],
        ["show"],
    ],
)
def test_bad_input_is_one_clear_line_and_an_exit_status(run, words):
    make_two_step()
    make_member("lain@contoh.example")
    done = run(*words)
    assert done.exit_code != 0
    assert "Error: " in done.output
    assert "Traceback" not in done.output
    assert count(TwoStep) == 1
