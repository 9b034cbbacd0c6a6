"""An admin looks at a business and says that it is what it says."""

from sqlalchemy import select

from ideaboard.audit.service import record
from ideaboard.businesses.models import Business
from ideaboard.businesses.notices import VERIFIED
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.notifications.service import tell


def set_verified(business_id: int, is_verified: bool, *, actor_id: int) -> bool:
    """Mark a business verified, or take that back; False when it was so already or there is no such business."""
    with transaction():
        locked = select(Business).where(Business.id == business_id).with_for_update()
        business = db.session.scalar(locked.execution_options(populate_existing=True))
        if business is None or (business.verified_at is not None) is is_verified:
            return False
        business.verified_at = now() if is_verified else None
        db.session.flush()
        entry = record(_action(is_verified), "business", business.id, actor_id=actor_id)
        if is_verified:
            tell(VERIFIED, actor_id=actor_id, business_id=business.id, number=entry.id)
    return True


def _action(is_verified: bool) -> str:
    return "business.verify" if is_verified else "business.unverify"
