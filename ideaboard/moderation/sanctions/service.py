"""Impose and lift sanctions; call inside `with transaction()`. The person's row says what holds now."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update

from ideaboard.accounts.models import User
from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.inserts import insert_if_new
from ideaboard.data.transaction import in_transaction
from ideaboard.extensions import db
from ideaboard.moderation.models import SILENCE_DAY, SILENCE_MONTH, SILENCE_WEEK, SUSPEND, WARN
from ideaboard.moderation.sanctions.models import SILENCED, SUSPENDED, WARNED, Sanction
from ideaboard.web.problems import NotAllowed

LENGTHS = {SILENCE_DAY: timedelta(days=1), SILENCE_WEEK: timedelta(days=7), SILENCE_MONTH: timedelta(days=30)}
KINDS = {WARN: WARNED, SUSPEND: SUSPENDED, **dict.fromkeys(LENGTHS, SILENCED)}


def impose(person_id: int, measure: str, *, decision_id: int | None, moderator_id: int) -> None:
    """Warn, silence or suspend a person; the same decision imposes its measure once.

    Raises NotAllowed for admins, who must lose that role first: a board without one could not be led any more.
    """
    person = _locked(person_id)
    kind = KINDS[measure]
    if person.is_admin and kind != WARNED:
        raise NotAllowed(_l("An admin cannot be silenced or suspended. Take the role away first."))
    moment = now()
    until = moment + LENGTHS[measure] if kind == SILENCED else None
    values = {"person_id": person_id, "decision_id": decision_id, "kind": kind, "until": until}
    if not insert_if_new(Sanction, created_at=moment, **values):
        return
    _bring_up_to_date(person)
    after = {"measure": measure, "decision": decision_id, "until": until.isoformat() if until else None}
    record(f"person.{kind}", "user", person_id, actor_id=moderator_id, after=after)


def lift(decision_id: int, *, moderator_id: int) -> None:
    """Take back exactly what this decision imposed; what others imposed stays. Nothing to lift is no mistake."""
    found = select(Sanction.person_id).where(Sanction.decision_id == decision_id, Sanction.lifted_at.is_(None))
    person_id = db.session.scalar(found)
    if person_id is None:
        return
    person = _locked(person_id)
    standing = (Sanction.decision_id == decision_id, Sanction.lifted_at.is_(None))
    lifting = update(Sanction).where(*standing).values(lifted_at=now()).returning(Sanction.kind)
    kind = db.session.scalar(lifting.execution_options(synchronize_session=False))
    if kind is None:
        return
    _bring_up_to_date(person)
    record("person.lift", "user", person_id, actor_id=moderator_id, before={"kind": kind, "decision": decision_id})


def _locked(person_id: int) -> User:
    if not in_transaction():
        raise RuntimeError("sanctions are imposed and lifted in the transaction of their decision")
    # Not against key shares: whatever names the person as its author need not wait.
    held = select(User).where(User.id == person_id).with_for_update(key_share=True)
    return db.session.scalars(held.execution_options(populate_existing=True)).one()


def _bring_up_to_date(person: User) -> None:
    """Write into the person's row what the sanctions that stand come to."""
    table: Any = Sanction.__table__
    stands = select(func.max(table.c.until), func.min(table.c.created_at).filter(table.c.kind == SUSPENDED))
    found = stands.where(table.c.person_id == person.id, table.c.lifted_at.is_(None))
    person.silenced_until, person.suspended_at = db.session.execute(found).one()
    db.session.flush()
