"""Forms of businesses as a browser sends them, and people of a team."""

from __future__ import annotations

from typing import Any

from ideaboard.accounts.models import User
from ideaboard.businesses.models import STAFF, Business, Membership
from ideaboard.extensions import db
from tests.database import write


def filled(**changes: Any) -> dict[str, Any]:
    """A whole form of a business."""
    first = {"name": "Keripik Bu Marni", "city": "Bandar Lampung", "sector": "food", "zone": "WIB"}
    return {**first, "about": "Keripik pisang sejak *2011*.", "contact": "0812-0000-0000", **changes}


def add_member(business: Business, user: User, role: str = STAFF) -> User:
    """Put a person into the team."""
    write(lambda: db.session.add(Membership(business_id=business.id, user_id=user.id, role=role)))
    return user
