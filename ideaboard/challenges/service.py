"""What is done to a challenge once it is published: for now, cancelling it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from ideaboard.audit.service import record
from ideaboard.businesses.queries import role_of
from ideaboard.challenges.models import Cancellation, Challenge
from ideaboard.challenges.notices import CANCELLED
from ideaboard.challenges.policies import may_manage
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.notifications.service import tell
from ideaboard.posts.models import DRAFT
from ideaboard.web.problems import NotAllowed, WrongState


def must_be_cancellable(challenge: Challenge, person: Any) -> None:
    """Refuse who does not run the business (NotAllowed), and what is a draft or cancelled already (WrongState)."""
    if not may_manage(role_of(person, challenge.business_id)):
        raise NotAllowed(_l("Only the team of this business can cancel its challenge."))
    if challenge.status == DRAFT:
        raise WrongState(_l("This challenge is a draft: nobody has seen it, so there is nothing to cancel."))
    if challenge.cancelled_at is not None:
        raise WrongState(_l("This challenge is cancelled already."))


def cancel_challenge(challenge: Challenge, person: Any, reason: str) -> None:
    """Cancel for good, with a reason everybody reads. Raises NotAllowed or WrongState; of two at once, one wins."""
    with transaction():
        db.session.refresh(challenge, ["status", "cancelled_at"])
        must_be_cancellable(challenge, person)
        at = now()
        _set_cancelled(challenge, at)
        db.session.add(Cancellation(challenge_id=challenge.id, by_id=person.id, reason=reason, at=at))
        db.session.flush()
        record("challenge.cancel", "challenge", challenge.id, actor_id=person.id)
        tell(CANCELLED, actor_id=person.id, post_id=challenge.id)


def _set_cancelled(challenge: Challenge, at: Any) -> None:
    table: Any = Challenge.__table__
    moved = db.session.execute(
        update(table)
        .where(table.c.id == challenge.id, table.c.cancelled_at.is_(None))
        .values(cancelled_at=at, listed=False)
    )
    if not moved.rowcount:  # type: ignore[attr-defined]
        raise WrongState(_l("This challenge is cancelled already."))
    db.session.refresh(challenge, ["cancelled_at", "listed"])
