"""How often a second moderator, asked blind, decides like the first."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import aliased

from ideaboard.extensions import db
from ideaboard.moderation.judging.models import Sample
from ideaboard.moderation.models import KEEP, LABEL, Decision


@dataclass(frozen=True)
class Agreement:
    """Second looks at decisions with one reason ("" for what was kept)."""

    reason: str
    asked: int
    agreed: int


def agreement() -> list[Agreement]:
    """Return the numbers by the reason of the first decision, the most asked first; one statement.

    Two agree when both leave the post on show, or both act against it for the same reason.
    """
    first, second = aliased(Decision), aliased(Decision)
    alike = and_(_stays(first) == _stays(second), _reason(first) == _reason(second))
    counted: Any = select(_reason(first).label("first_reason"), func.count(), func.sum(case((alike, 1), else_=0)))
    counted = counted.select_from(Sample).join(first, first.id == Sample.decision_id)
    counted = counted.join(second, second.id == Sample.second_id).where(first.undone_at.is_(None))
    rows = db.session.execute(counted.group_by("first_reason"))
    return sorted((Agreement(*row) for row in rows), key=lambda row: (-row.asked, row.reason))


def _stays(decision: Any) -> Any:
    return case((decision.action.in_((KEEP, LABEL)), 1), else_=0)


def _reason(decision: Any) -> Any:
    return case((decision.action.in_((KEEP, LABEL)), ""), else_=decision.reason)
