"""What holds against a person now, and what did before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from ideaboard.accounts.policies import says_why
from ideaboard.extensions import db
from ideaboard.moderation.models import Decision
from ideaboard.moderation.reasons import REASONS
from ideaboard.moderation.sanctions.models import SILENCED, SUSPENDED, Sanction


@dataclass(frozen=True)
class Measure:
    """One sanction, with the reason of its decision ("" when there is none)."""

    kind: str
    reason: str
    created_at: datetime
    until: datetime | None
    lifted_at: datetime | None
    decision_id: int | None


def standing(person_id: int) -> list[Measure]:
    """Return every sanction of a person that was not lifted, the newest first; one statement."""
    return _measures(Sanction.person_id == person_id, Sanction.lifted_at.is_(None))


def history(person_id: int) -> list[Measure]:
    """Return every sanction of a person, lifted ones too, the newest first; one statement."""
    return _measures(Sanction.person_id == person_id)


@says_why
def reason_of(person_id: int) -> str:
    """Say why a person may not write: the reason of the gravest sanction that stands."""
    found = [each for each in standing(person_id) if each.kind in (SILENCED, SUSPENDED)]
    gravest = max(found, key=lambda each: (each.kind == SUSPENDED, each.until or each.created_at), default=None)
    reason = REASONS.get(gravest.reason) if gravest else None
    return _("The reason, about something you wrote: %(reason)s.", reason=reason.because) if reason else ""


def _measures(*conditions: Any) -> list[Measure]:
    columns = (Sanction.created_at, Sanction.until, Sanction.lifted_at, Sanction.decision_id)
    found = select(Sanction.kind, Decision.reason, *columns).outerjoin(
        Decision, Decision.id == Sanction.decision_id
    )
    newest = found.where(*conditions).order_by(Sanction.id.desc()).limit(50)
    return [Measure(row[0], row[1] or "", *row[2:]) for row in db.session.execute(newest)]
