"""What /metrics says of moderation."""

from typing import Any

from sqlalchemy import func, select, text

from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.web.metrics import number

_OPEN: Any = text("status = 'open'")  # As the indexes say it: a parameter would not find them.


@number("ideaboard_cases_open", "Cases that wait for a decision.")
def open_cases() -> float:
    """Count them."""
    return _count(_OPEN)


@number("ideaboard_cases_overdue", "Open cases whose time is over.")
def overdue_cases() -> float:
    """Count them."""
    return _count(_OPEN, Case.due_at < now())


def _count(*conditions: Any) -> float:
    return float(db.session.scalar(select(func.count()).select_from(Case).where(*conditions)) or 0)
