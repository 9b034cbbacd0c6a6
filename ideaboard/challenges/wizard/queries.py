"""Reads of the wizard: whose challenge it is, and what is unfinished."""

from typing import Any

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from ideaboard.businesses.models import Business, Membership
from ideaboard.challenges.models import Challenge
from ideaboard.extensions import db
from ideaboard.posts.models import DRAFT
from ideaboard.posts.service import latest_fields


def own_challenge_or_404(challenge_id: int, person: Any) -> Challenge:
    """Return a challenge of a business this person runs, with the business. Aborts 404 for anybody else's."""
    found = db.session.scalar(
        select(Challenge)
        .join(Challenge.business)
        .join(Membership, Membership.business_id == Challenge.business_id)
        .options(contains_eager(Challenge.business))
        .where(Challenge.id == challenge_id, Membership.user_id == person.id)
        .execution_options(populate_existing=True)
    )
    return found or abort(404)


def own_businesses(person: Any) -> list[Business]:
    """Return the businesses that this person runs, by name."""
    mine = select(Business).join(Membership, Membership.business_id == Business.id)
    return list(db.session.scalars(mine.where(Membership.user_id == person.id).order_by(Business.name).limit(50)))


def unfinished_of(challenge: Challenge) -> dict[str, dict[str, Any]]:
    """Return what was typed in the steps of a draft that were kept unfinished, by the number of the step."""
    if challenge.status != DRAFT:
        return {}
    return dict(latest_fields(challenge.id).get("unfinished") or {})
