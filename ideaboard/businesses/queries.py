"""Reads about businesses."""

from typing import Any

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from ideaboard.accounts.models import User
from ideaboard.businesses.models import OWNER, Business, Invitation, Membership
from ideaboard.data.clock import now
from ideaboard.extensions import db

MOST = 100  # people of a team, invitations, businesses of a person: more are not shown


def role_of(person: Any, business_id: int) -> str | None:
    """Return 'owner', 'staff' or None; one query for a signed-in person."""
    if not person.is_authenticated:
        return None
    found = select(Membership.role).where(Membership.business_id == business_id, Membership.user_id == person.id)
    return db.session.scalar(found)


def business_or_404(slug: str) -> Business:
    """Return the business with its logo, in one query. Aborts 404 when there is none."""
    wanted = select(Business).options(joinedload(Business.logo)).where(Business.slug == slug)
    found = db.session.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        abort(404)
    return found


def memberships_of(person: Any) -> list[Membership]:
    """Return a person's businesses with their logos, newest first."""
    mine = (
        select(Membership)
        .join(Membership.business)
        .options(contains_eager(Membership.business).joinedload(Business.logo))
        .where(Membership.user_id == person.id)
        .order_by(Business.id.desc())
    )
    return list(db.session.scalars(mine.limit(MOST)))


def team_of(business_id: int) -> list[Membership]:
    """Return the people who run a business, its owners first; closed accounts are left out."""
    people = (
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user))
        .where(Membership.business_id == business_id, User.closed_at.is_(None))
        .order_by(Membership.role, Membership.joined_at, Membership.user_id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(people.limit(MOST)))


def open_invitations(business_id: int) -> list[Invitation]:
    """Return the invitations that can still be accepted, newest first."""
    waiting = select(Invitation).where(
        Invitation.business_id == business_id, Invitation.accepted_at.is_(None), Invitation.expires_at > now()
    )
    return list(db.session.scalars(waiting.order_by(Invitation.id.desc()).limit(MOST)))


def other_owners(business_id: int, user_id: int) -> int:
    """Count the owners with an open account besides one."""
    owners = (
        select(func.count())
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.business_id == business_id,
            Membership.user_id != user_id,
            Membership.role == OWNER,
            User.closed_at.is_(None),
        )
    )
    return db.session.scalar(owners) or 0
