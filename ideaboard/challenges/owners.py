"""What the owner of a running challenge must settle before closing their account."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from ideaboard.accounts.closing import check_before_closing
from ideaboard.accounts.models import User
from ideaboard.businesses.models import OWNER, Business, Membership
from ideaboard.challenges.models import Challenge
from ideaboard.data.transaction import in_transaction
from ideaboard.extensions import db
from ideaboard.posts.models import HELD, PUBLISHED


@check_before_closing
def no_challenge_without_owner(user_id: int) -> str | None:
    """Refuse while a public or held challenge would be left without anybody who answers its ideas."""
    if in_transaction():
        _hold_businesses(user_id)
    title = db.session.scalar(_orphaned(user_id))
    if title is None:
        return None
    return _(
        "You are the only owner of the challenge “%(title)s”. Finish or cancel it, or make someone else owner.",
        title=title,
    )


def _hold_businesses(user_id: int) -> None:
    """Let the owners of one business close their accounts one after the other, never at the same moment."""
    mine = select(Membership.business_id).where(Membership.user_id == user_id, Membership.role == OWNER)
    held = select(Business.id).where(Business.id.in_(mine)).order_by(Business.id).with_for_update()
    db.session.execute(held)


def _orphaned(user_id: int) -> Select[Any]:
    own, other = aliased(Membership), aliased(Membership)
    others = (
        select(other.user_id)
        .join(User, User.id == other.user_id)
        .where(
            other.business_id == Challenge.business_id,
            other.user_id != user_id,
            other.role == OWNER,
            User.closed_at.is_(None),
        )
    )
    return (
        select(Challenge.title)
        .join(own, own.business_id == Challenge.business_id)
        .where(
            own.user_id == user_id,
            own.role == OWNER,
            Challenge.status.in_((PUBLISHED, HELD)),
            Challenge.cancelled_at.is_(None),
            ~others.exists(),
        )
        .limit(1)
    )
