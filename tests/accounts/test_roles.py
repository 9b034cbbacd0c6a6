"""Roles: given, taken, audited, and the last admin stays."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.accounts.roles import set_role
from ideaboard.audit.models import AuditEntry
from ideaboard.audit.verification import verify
from ideaboard.data.clock import now
from ideaboard.web.problems import WrongState
from tests.accounts.steps import is_signed_in
from tests.database import context, count, fresh, rows, scalar
from tests.factories import make_user
from tests.parallel import all_at_once


@pytest.fixture(autouse=True)
def _app(app):
    with context():
        yield


def test_a_role_is_given_and_taken():
    person = make_user()
    assert set_role(person.id, "moderator", True, actor_id=None)
    assert fresh(person).is_moderator
    assert set_role(person.id, "moderator", False, actor_id=None)
    assert not fresh(person).is_moderator


def test_each_change_is_written_down_once():
    person, admin = make_user(), make_user(is_admin=True)
    assert set_role(person.id, "moderator", True, actor_id=admin.id)
    assert not set_role(person.id, "moderator", True, actor_id=admin.id)
    entry = scalar(select(AuditEntry))
    assert (entry.action, entry.actor_id, entry.object_id) == ("role.add", admin.id, person.id)
    assert entry.after == {"role": "moderator", "held": True}
    assert count(AuditEntry) == 1


def test_a_change_signs_the_person_out(browse):
    person = make_user(is_moderator=True)
    theirs = browse(person)
    set_role(person.id, "moderator", False, actor_id=None)
    assert not is_signed_in(theirs)


@pytest.mark.parametrize("columns", [{"confirmed": False}, {"closed_at": now()}])
def test_unconfirmed_and_closed_accounts_get_no_role(columns):
    person = make_user(**columns)
    with pytest.raises(WrongState):
        set_role(person.id, "moderator", True, actor_id=None)


def test_the_last_admin_keeps_the_role():
    admin = make_user(is_admin=True)
    make_user(is_admin=True, closed_at=now())
    with pytest.raises(WrongState):
        set_role(admin.id, "admin", False, actor_id=admin.id)
    assert fresh(admin).is_admin


def test_admins_who_take_the_role_from_each_other_at_once_leave_one(app):
    admins = [make_user(is_admin=True) for _ in range(8)]

    def work(number):
        try:
            return set_role(admins[(number + 1) % 8].id, "admin", False, actor_id=admins[number].id)
        except WrongState:
            return "refused"

    answers = all_at_once(app, 8, work)
    assert answers.count(True) == 7
    assert answers.count("refused") == 1
    assert count(User, User.is_admin) == 1


def test_a_change_made_by_many_at_once_is_written_down_once(app):
    person = make_user()
    answers = all_at_once(app, 8, lambda _number: set_role(person.id, "moderator", True, actor_id=None))
    assert answers.count(True) == 1
    assert len(rows(select(AuditEntry))) == 1
    assert verify().broken_id is None


def test_nobody_who_is_kept_from_writing_gets_a_role():
    person = make_user(suspended_at=now())
    with pytest.raises(WrongState):
        set_role(person.id, "admin", True, actor_id=None)
    assert not fresh(person).is_admin
