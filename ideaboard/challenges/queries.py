"""Reads about challenges."""

from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager

from ideaboard.businesses.models import Business, Membership
from ideaboard.challenges.models import Cancellation, Challenge, Criterion, Prize
from ideaboard.extensions import db
from ideaboard.media.models import Picture
from ideaboard.posts.models import PUBLISHED
from ideaboard.posts.queries import visible_to


def challenge_visible_to(viewer: Any, challenge: Any = Challenge) -> ColumnElement[bool]:
    """Return the scope of challenges (or an alias): the common one, and everything for who runs the business."""
    common = visible_to(viewer, challenge)
    if not viewer.is_authenticated:
        return common
    team = select(Membership.user_id).where(
        Membership.business_id == challenge.business_id, Membership.user_id == viewer.id
    )
    return or_(common, team.exists())


def challenge_or_404(slug: str, viewer: Any) -> Challenge:
    """Return the challenge with its business, in one query. Aborts 404 when `viewer` may not see it."""
    found = db.session.scalar(
        select(Challenge)
        .join(Challenge.business)
        .options(contains_eager(Challenge.business))
        .where(Challenge.slug == slug, challenge_visible_to(viewer))
        .execution_options(populate_existing=True)
    )
    if found is None:
        abort(404)
    return found


def challenge_by_id_or_404(challenge_id: int | None, viewer: Any) -> Challenge:
    """Return the challenge alone. Aborts 404 when there is none, or `viewer` may not see it."""
    wanted = select(Challenge).where(Challenge.id == challenge_id, challenge_visible_to(viewer))
    found = db.session.scalar(wanted) if challenge_id else None
    return found or abort(404)


def criteria_of(challenge_id: int) -> list[Criterion]:
    """Return the criteria in their order."""
    return list(
        db.session.scalars(
            select(Criterion).where(Criterion.challenge_id == challenge_id).order_by(Criterion.position).limit(10)
        )
    )


def prizes_of(challenge_id: int) -> list[Prize]:
    """Return the prizes in their order."""
    return list(
        db.session.scalars(
            select(Prize).where(Prize.challenge_id == challenge_id).order_by(Prize.position).limit(20)
        )
    )


def is_first_of_unverified(challenge: Challenge) -> bool:
    """Say whether a moderator reads the challenge before anybody else.

    So it is until the business is verified, or one of its challenges was let through.
    """
    passed = select(Challenge.id).where(
        Challenge.business_id == challenge.business_id, Challenge.id != challenge.id, Challenge.status == PUBLISHED
    )
    is_open = select(Business.id).where(
        Business.id == challenge.business_id, Business.verified_at.is_(None), ~passed.exists()
    )
    return db.session.scalar(is_open) is not None


def cancellation_of(challenge: Challenge) -> Cancellation | None:
    """Return why and when the challenge was cancelled; asks only when it was."""
    if challenge.cancelled_at is None:
        return None
    return db.session.get(Cancellation, challenge.id)


def cover_of(challenge: Challenge) -> Picture | None:
    """Return the cover picture; asks only when there is one."""
    return db.session.get(Picture, challenge.cover_id) if challenge.cover_id else None
