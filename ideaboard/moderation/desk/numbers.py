"""The numbers above the queue, in three statements: what waits, how long it usually takes, what was reported."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any

from flask import g
from sqlalchemy import and_, func, select

from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.desk.queries import IS_OPEN, MOST_COUNTED, count_waiting, may_decide
from ideaboard.moderation.models import Decision
from ideaboard.moderation.reports.models import Report
from ideaboard.web.formats import zone_info

DAYS = 7
MEASURED = 100  # cases decided last, that the usual time is measured on
ENOUGH = 50  # decisions a day, after which a rest is suggested
MOST_SHOWN = 100  # beside the navigation's link


@dataclass(frozen=True)
class Day:
    """One day of the chart."""

    date: datetime
    count: int


@dataclass(frozen=True)
class Numbers:
    """What stands above the queue."""

    waiting: int  # up to a thousand
    late: int
    decided_today: int  # by this moderator
    usual: timedelta | None  # from opening to decision; None while nothing was decided
    reports: Sequence[Day]

    @property
    def is_enough(self) -> bool:
        """Say whether this moderator decided so much today that a rest is due."""
        return self.decided_today >= ENOUGH


def numbers_for(person: Any) -> Numbers:
    """Return the numbers as this moderator sees them."""
    late = select(Case.id).where(IS_OPEN, Case.due_at < now(), may_decide(person))
    counted = select(
        count_waiting(person, MOST_COUNTED),
        select(func.count()).select_from(late.limit(MOST_COUNTED).subquery()).scalar_subquery(),
        _decided_today(person),
    )
    waiting, overdue, decided = db.session.execute(counted).one()
    g.posts_waiting = min(waiting, MOST_SHOWN)
    return Numbers(waiting, overdue, decided, _usual_time(), _reports_by_day(person.zone))


def waiting_for(person: Any) -> int:
    """Return how many cases wait for this moderator, up to a hundred."""
    return int(db.session.scalar(select(count_waiting(person, MOST_SHOWN))) or 0)


def midnight(zone: str) -> datetime:
    """Return the moment at which today began in a zone."""
    local = now().astimezone(zone_info(zone))
    return datetime.combine(local.date(), time(), zone_info(zone))


def _decided_today(person: Any) -> Any:
    today = (Decision.moderator_id == person.id, Decision.made_at >= midnight(person.zone))
    return select(func.count()).where(*today, Decision.undone_at.is_(None)).scalar_subquery()


def _usual_time() -> timedelta | None:
    lately = select(Case.opened_at, Case.closed_at).where(Case.closed_at.is_not(None))
    rows = db.session.execute(lately.order_by(Case.closed_at.desc()).limit(MEASURED))
    times = [(closed - opened).total_seconds() for opened, closed in rows if closed]
    return timedelta(seconds=statistics.median(times)) if times else None


def _reports_by_day(zone: str) -> list[Day]:
    starts = [midnight(zone) - timedelta(days=back) for back in range(DAYS - 1, -2, -1)]
    pairs = list(pairwise(starts))
    counts = [func.count().filter(and_(Report.made_at >= begin, Report.made_at < end)) for begin, end in pairs]
    counted = db.session.execute(select(*counts).where(Report.made_at >= starts[0])).one()
    return [Day(begin, count) for (begin, _end), count in zip(pairs, counted, strict=True)]
