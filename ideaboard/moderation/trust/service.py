"""Bring trust levels up to date, and give them; call inside `with transaction()`."""

from collections.abc import Sequence

from sqlalchemy import update

from ideaboard.accounts.models import User
from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.transaction import in_transaction
from ideaboard.extensions import db
from ideaboard.moderation.trust.levels import level_of
from ideaboard.moderation.trust.models import TrustGrant
from ideaboard.moderation.trust.queries import facts_of


def recompute(person_id: int) -> int:
    """Store the level that follows from everything known of a person now, and return it."""
    return recompute_all([person_id]).get(person_id, 0)


def recompute_all(ids: Sequence[int]) -> dict[int, int]:
    """Store the levels of these people, and return them; closed accounts are left out."""
    if not in_transaction():
        raise RuntimeError("trust is stored in the transaction of what it follows from")
    db.session.flush()
    moment = now()
    levels = {ident: level_of(facts, moment) for ident, facts in facts_of(ids).items()}
    for level in sorted(set(levels.values())):
        theirs = [ident for ident, found in sorted(levels.items()) if found == level]
        changed = update(User).where(User.id.in_(theirs), User.trust_level != level).values(trust_level=level)
        db.session.execute(changed.execution_options(synchronize_session="fetch"))
    return levels


def grant(person_id: int, level: int, *, decision_id: int | None = None, moderator_id: int | None = None) -> int:
    """Give a person at least this level, until something of theirs is hidden or removed; return the level now.

    A grant whose decision is taken back counts no more: recompute after undoing it.
    """
    if not in_transaction():
        raise RuntimeError("trust is given in the transaction of its decision")
    db.session.add(TrustGrant(person_id=person_id, level=level, decision_id=decision_id, created_at=now()))
    after = {"level": level, "decision": decision_id}
    record("person.trust", "user", person_id, actor_id=moderator_id, after=after)
    return recompute(person_id)
