"""Reads about businesses."""

from typing import Any

from sqlalchemy import select

from ideaboard.businesses.models import Membership
from ideaboard.extensions import db


def role_of(person: Any, business_id: int) -> str | None:
    """Return 'owner', 'staff' or None; one query for a signed-in person."""
    if not person.is_authenticated:
        return None
    found = select(Membership.role).where(Membership.business_id == business_id, Membership.user_id == person.id)
    return db.session.scalar(found)
