"""How often somebody may report: people by their quota, visitors by their network."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from ideaboard.accounts.throttles import Limit
from ideaboard.accounts.throttles import take as take_by_network
from ideaboard.extensions import db
from ideaboard.moderation.reports.models import DECLINED, UPHELD, Report
from ideaboard.moderation.trust.queries import judged_reports
from ideaboard.posts.quotas import REPORT, counted, take

VISITORS_HOUR = Limit("report-hour", 5, timedelta(hours=1))
VISITORS_DAY = Limit("report-day", 20, timedelta(days=1))


def limit(person: Any | None, network: str) -> None:
    """Count one report, in the open transaction. Raises TooFast."""
    if person is not None:
        take(person, REPORT)
    elif network:
        take_by_network((VISITORS_HOUR, network), (VISITORS_DAY, network))


@counted(REPORT)
def times_of_reports(person_id: int) -> Select[tuple[datetime]]:
    """Select when this person reported something."""
    made: Any = Report.made_at
    return select(made).where(Report.reporter_id == person_id)


@judged_reports
def judged(ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return, for each of these people, how many of their reports were upheld and how many judged."""
    reporter: Any = Report.reporter_id
    decided = select(reporter, func.count().filter(Report.state == UPHELD), func.count())
    decided = decided.where(reporter.in_(ids), Report.state.in_((UPHELD, DECLINED)))
    return {row[0]: (row[1], row[2]) for row in db.session.execute(decided.group_by(reporter))}
