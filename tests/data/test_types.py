"""Moments go in with a zone and come out in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from ideaboard.accounts.models import User
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from tests.database import fresh, scalar
from tests.factories import make_user

NOON_IN_JAYAPURA = datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=9)))


def test_a_moment_comes_back_in_utc_to_the_microsecond(app):
    user = fresh(make_user(created_at=NOON_IN_JAYAPURA))
    assert user.created_at == NOON_IN_JAYAPURA
    assert user.created_at.tzinfo is UTC or user.created_at.utcoffset() == timedelta(0)
    assert user.created_at.isoformat() == "2026-11-21T03:00:00.123456+00:00"


def test_no_moment_stays_none(app):
    assert fresh(make_user(closed_at=None)).closed_at is None


def test_moments_compare_in_the_database_whatever_their_zone(app):
    user = make_user(created_at=NOON_IN_JAYAPURA)
    earlier = datetime(2026, 11, 21, 2, 59, tzinfo=UTC)
    found = select(User.id).where(User.id == user.id)
    assert scalar(found.where(User.created_at > earlier.astimezone(timezone(timedelta(hours=8))))) == user.id
    assert scalar(found.where(User.created_at < earlier)) is None


def test_a_moment_without_a_zone_is_refused(app, in_request):
    with pytest.raises(StatementError, match="without a time zone"), transaction():
        db.session.add(User(name="x", handle="x", handle_key="x", email="x", email_key="x", created_at=naive()))


def naive() -> datetime:
    return NOON_IN_JAYAPURA.replace(tzinfo=None)


@pytest.mark.parametrize("big", [2**31, 2**53])
def test_ids_of_objects_may_be_large(app, in_request, big):
    from ideaboard.audit.models import AuditEntry
    from ideaboard.audit.service import record

    with transaction():
        record("test", "post", big, actor_id=None)
    assert scalar(select(AuditEntry.object_id)) == big
