"""All numbers together. Computed when something happened since they were computed last, and not at every visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from ideaboard.audit.heads.models import AuditHead
from ideaboard.audit.heads.queries import newest_heads
from ideaboard.audit.heads.service import day_of
from ideaboard.audit.models import AuditEntry
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.cases.models import Case
from ideaboard.moderation.judging.agreement import Agreement, agreement
from ideaboard.moderation.numbers.decided import Decided, Volume, decided_in, volume_in
from ideaboard.moderation.numbers.judged import Appeals, appeals_since, reports_since, signals_since
from ideaboard.moderation.numbers.months import Month, last_months
from ideaboard.moderation.numbers.rates import Rate
from ideaboard.moderation.orders.queries import Counts, counts
from ideaboard.moderation.reports.models import Report

HEADS = 14
_KEPT_AS = "moderation-numbers"


@dataclass(frozen=True)
class Head:
    """A published head of the log."""

    day: date
    entries: int
    hash: str


@dataclass(frozen=True)
class Numbers:
    """Everything that the pages of numbers show, without a name in it."""

    months: Sequence[Month]
    decided: Decided
    volume: Volume
    appeals: Appeals
    signals: dict[str, Rate]
    reports: dict[str, Rate]
    agreement: Sequence[Agreement]
    orders: Counts  # of authorities
    heads: Sequence[Head]

    @property
    def alone(self) -> int:
        """Return how many decisions were made by one person that should have been made by two."""
        return self.decided.alone + self.appeals.alone


def numbers() -> Numbers:
    """Return the numbers as they are now: one statement when nothing happened, else a fixed number of them."""
    mark = _mark()
    known = current_app.extensions.get(_KEPT_AS)
    if known is None or known[0] != mark:
        known = current_app.extensions[_KEPT_AS] = (mark, _computed())
    return known[1]  # type: ignore[no-any-return]


def _computed() -> Numbers:
    months = last_months(now())
    begin = months[0].begin
    return Numbers(
        months,
        decided_in(months),
        volume_in(months),
        appeals_since(begin),
        signals_since(begin),
        reports_since(begin),
        agreement(),
        counts(begin),
        [Head(head.day, head.entries, head.hash) for head in newest_heads(HEADS)],
    )


def _mark() -> tuple[Any, ...]:
    """Return what differs as soon as anything of this can: every decision and every head leaves its trace here."""
    log = select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    case = select(Case.opened_at).order_by(Case.id.desc()).limit(1)
    report = select(Report.made_at).order_by(Report.id.desc()).limit(1)
    head = select(func.max(AuditHead.day))
    found = db.session.execute(select(*(each.scalar_subquery() for each in (log, case, report, head)))).one()
    return (*found, day_of(now()))
