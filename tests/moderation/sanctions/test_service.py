"""Sanctions: imposed, added up, lifted exactly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from ideaboard.accounts.models import User
from ideaboard.audit.models import AuditEntry
from ideaboard.moderation.models import SILENCE_DAY, SILENCE_MONTH, SILENCE_WEEK, SUSPEND, WARN, Decision
from ideaboard.moderation.sanctions import service
from ideaboard.moderation.sanctions.models import Sanction
from ideaboard.moderation.sanctions.queries import history, standing
from ideaboard.web.problems import NotAllowed
from tests.database import context, count, fresh, write
from tests.factories import make_user
from tests.moderation.rows import make_decision

START = datetime(2026, 11, 22, 3, tzinfo=UTC)
DAY = timedelta(days=1)


def impose(person: User, measure: str) -> Decision:
    decision = make_decision(person, measure=measure)
    moderator = decision.moderator_id
    write(lambda: service.impose(person.id, measure, decision_id=decision.id, moderator_id=moderator))
    return decision


def impose_again(decision: Decision) -> None:
    again = {"decision_id": decision.id, "moderator_id": decision.moderator_id}
    write(lambda: service.impose(decision.person_id, decision.measure, **again))


def lift(decision: Decision) -> None:
    write(lambda: service.lift(decision.id, moderator_id=decision.moderator_id))


@pytest.mark.parametrize(("measure", "days"), [(SILENCE_DAY, 1), (SILENCE_WEEK, 7), (SILENCE_MONTH, 30)])
def test_a_silence_lasts_as_long_as_it_says(app: Flask, measure: str, days: int) -> None:
    person = make_user()
    with time_machine.travel(START, tick=False):
        impose(person, measure)
    assert fresh(person).silenced_until == START + days * DAY
    assert fresh(person).suspended_at is None


def test_a_warning_keeps_nobody_from_anything(app: Flask) -> None:
    impose(person := make_user(), WARN)
    found = fresh(person)
    assert (found.silenced_until, found.suspended_at) == (None, None)
    with context():
        assert [each.kind for each in standing(person.id)] == ["warn"]


def test_lifting_takes_back_what_that_decision_imposed_and_no_more(app: Flask) -> None:
    person = make_user()
    with time_machine.travel(START, tick=False):
        impose(person, SILENCE_DAY)
        week, gone = impose(person, SILENCE_WEEK), impose(person, SUSPEND)
        lift(week)
        assert fresh(person).silenced_until == START + DAY
        assert fresh(person).suspended_at == START
        lift(gone)
    assert fresh(person).suspended_at is None
    assert fresh(person).silenced_until == START + DAY
    with context():
        assert len(standing(person.id)) == 1
        assert len(history(person.id)) == 3


def test_the_same_decision_imposes_once_and_is_lifted_once(app: Flask) -> None:
    person = make_user()
    decision = impose(person, SILENCE_DAY)
    write(
        lambda: service.impose(person.id, SILENCE_DAY, decision_id=decision.id, moderator_id=decision.moderator_id)
    )
    assert count(Sanction) == 1
    lift(decision)
    lift(decision)
    assert count(AuditEntry, AuditEntry.action.startswith("person.")) == 2


def test_what_was_lifted_can_be_imposed_anew_by_the_same_decision(app: Flask) -> None:
    person = make_user()
    decision = impose(person, SUSPEND)
    lift(decision)
    impose_again(decision)
    assert fresh(person).suspended_at is not None


@pytest.mark.parametrize("measure", [SILENCE_DAY, SUSPEND])
def test_an_admin_must_lose_the_role_first(app: Flask, measure: str) -> None:
    with pytest.raises(NotAllowed):
        impose(make_user(is_admin=True), measure)


def test_the_log_holds_codes_and_ids_only(app: Flask) -> None:
    person = make_user("Nama Rahasia")
    impose(person, SILENCE_DAY)
    with context():
        from ideaboard.extensions import db

        (entry,) = db.session.query(AuditEntry).where(AuditEntry.action == "person.silence")
        assert entry.object_id == person.id
        assert set(entry.after) == {"measure", "decision", "until"}
