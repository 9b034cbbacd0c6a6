"""What was decided in the last twelve months: by topic and outcome, how soon, and how often alone.

A decision that an appeal changed was made all the same: it is counted here, and among the appeals.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, extract, func, or_, select

from ideaboard.extensions import db
from ideaboard.moderation.appeals.models import Appeal
from ideaboard.moderation.cases.models import APPEAL, OPEN, SAMPLE, Case
from ideaboard.moderation.models import APPLIED, SECOND, Decision
from ideaboard.moderation.numbers.months import Month
from ideaboard.moderation.numbers.rates import Rate, Times
from ideaboard.moderation.reports.models import Report

MOST = 5_000  # decisions whose times are looked at, the newest
_TOOK_EFFECT = and_(Decision.state == APPLIED, ~Decision.is_sample, Decision.action != SECOND)
STANDS = and_(_TOOK_EFFECT, Decision.undone_at.is_(None))
_RULED_ON = select(Appeal.decision_id).where(Appeal.decided_by_id.is_not(None))
_MADE = and_(_TOOK_EFFECT, or_(Decision.undone_at.is_(None), Decision.id.in_(_RULED_ON)))


@dataclass(frozen=True)
class Decided:
    """The decisions that nobody took back by themselves."""

    count: int
    by_topic: dict[str, Counter[str]]  # topic → action → how many; the most frequent topic first
    times: Times
    times_by_topic: dict[str, Times]
    times_by_month: list[Times]
    in_time: Rate  # decided before the clock of the case ran out
    alone: int


@dataclass(frozen=True)
class Volume:
    """What came in, month by month, and what waits now."""

    opened: list[int]
    reported: list[int]
    waiting: int


def decided_in(months: Sequence[Month]) -> Decided:
    """Return what was decided in these months; two statements."""
    by_topic: dict[str, Counter[str]] = {}
    in_time, alone = Rate(0, 0), 0
    for row in db.session.execute(_counts(months)):
        by_topic.setdefault(row.topic, Counter())[row.action] += row.number
        in_time, alone = in_time + Rate(row.in_time, row.number), alone + row.alone
    by_number = dict(sorted(by_topic.items(), key=lambda item: (-item[1].total(), item[0])))
    return Decided(in_time.of, by_number, *_times(months), in_time, alone)


def _counts(months: Sequence[Month]) -> Any:
    in_time = func.count().filter(Decision.made_at <= Case.due_at).label("in_time")
    alone = func.count().filter(Decision.was_alone).label("alone")
    columns = (Case.topic, Decision.action, func.count().label("number"), in_time, alone)
    return _in(months, *columns).group_by(Case.topic, Decision.action)


def _times(months: Sequence[Month]) -> tuple[Times, dict[str, Times], list[Times]]:
    """Return how long the newest decisions took: all of them, by topic and by month."""
    # As numbers: reading them as moments would take longer than everything else.
    made, opened = extract("epoch", Decision.made_at), extract("epoch", Case.opened_at)
    found = _in(months, Case.topic, made.label("made"), opened.label("opened"))
    ends = [month.end.timestamp() for month in months]
    by_topic: dict[str, list[float]] = {}
    by_month: list[list[float]] = [[] for _ in (*months, "later")]
    for topic, at, since in db.session.execute(found.order_by(Decision.made_at.desc()).limit(MOST)):
        took = float(at) - float(since)
        by_topic.setdefault(topic, []).append(took)
        by_month[bisect_right(ends, float(at))].append(took)
    together = Times.of([took for some in by_topic.values() for took in some])
    return (
        together,
        {name: Times.of(some) for name, some in by_topic.items()},
        [Times.of(each) for each in by_month[:-1]],
    )


def _in(months: Sequence[Month], *columns: Any) -> Any:
    found = select(*columns).join(Case, Case.id == Decision.case_id)
    return found.where(_MADE, Case.kind != APPEAL, Decision.made_at >= months[0].begin)


def volume_in(months: Sequence[Month]) -> Volume:
    """Return how many cases were opened and reports made in each month; three statements."""
    cases = _by_month(Case.opened_at, months, Case.kind.not_in((APPEAL, SAMPLE)))
    reports = _by_month(Report.made_at, months)
    waiting = select(func.count()).where(Case.status == OPEN, Case.kind != SAMPLE)
    return Volume(cases, reports, db.session.scalar(waiting) or 0)


def _by_month(column: Any, months: Sequence[Month], *conditions: Any) -> list[int]:
    counts = [func.count().filter(and_(column >= month.begin, column < month.end)) for month in months]
    return list(db.session.execute(select(*counts).where(column >= months[0].begin, *conditions)).one())
