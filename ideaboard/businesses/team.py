"""The team of a business: remove, leave, hand over. Every change of rights is in the audit log."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.audit.service import record
from ideaboard.businesses.models import OWNER, STAFF, Business, Membership
from ideaboard.businesses.policies import may_change_team
from ideaboard.businesses.queries import other_owners, role_of
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.web.problems import NotAllowed, WrongState


def must_change_team(person: Any, business: Business) -> None:
    """Raise NotAllowed for who is not its owner."""
    if not may_change_team(role_of(person, business.id)):
        raise NotAllowed(_l("Only the owner can change the team."))


def lock_team(business_id: int) -> None:
    """Let nobody else change the team until the open transaction ends."""
    db.session.execute(select(Business.id).where(Business.id == business_id).with_for_update())


def remove_member(business: Business, user_id: int, actor: Any) -> None:
    """Take a person out of the team; everybody may leave by themselves. Doing it twice changes nothing.

    Raises NotAllowed, and WrongState for the last owner.
    """
    with transaction():
        lock_team(business.id)
        if user_id != actor.id:
            must_change_team(actor, business)
        member = _member(business.id, user_id)
        if member is None:
            return
        if member.role == OWNER and not other_owners(business.id, user_id):
            raise WrongState(_l("The last owner cannot leave. Hand the business over first."))
        before = {"user": user_id, "role": member.role}
        db.session.delete(member)
        db.session.flush()
        record("business.remove_member", "business", business.id, actor_id=actor.id, before=before)


def hand_over(business: Business, user_id: int, actor: Any) -> None:
    """Make a person of the team the owner, and the owner who does it staff. Raises NotAllowed or WrongState."""
    with transaction():
        is_here = _hold_open_account(user_id)  # First the person, then the team: closing an account does it so too.
        lock_team(business.id)
        must_change_team(actor, business)
        heir, owner = _member(business.id, user_id), _member(business.id, actor.id)
        if not is_here or heir is None or owner is None or heir is owner:
            raise WrongState(_l("This person is no longer in the team."))
        heir.role, owner.role = OWNER, STAFF
        db.session.flush()
        after = {"owner": user_id, "staff": actor.id}
        record("business.hand_over", "business", business.id, actor_id=actor.id, after=after)


def _hold_open_account(user_id: int) -> bool:
    """Say whether the account is open, and let nobody close it until the transaction ends."""
    open_one = select(User.id).where(User.id == user_id, User.closed_at.is_(None)).with_for_update()
    return db.session.scalar(open_one) is not None


def _member(business_id: int, user_id: int) -> Membership | None:
    found = select(Membership).where(Membership.business_id == business_id, Membership.user_id == user_id)
    return db.session.scalar(found.execution_options(populate_existing=True))
