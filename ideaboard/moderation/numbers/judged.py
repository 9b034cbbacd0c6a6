"""How often signals, reports and decisions were right, by what moderators decided in the end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ideaboard.extensions import db
from ideaboard.moderation.appeals.models import CHANGED, MOOT, OVERTURNED, UPHELD, Appeal
from ideaboard.moderation.models import CHANGES, HIDE, KEEP, LABEL, REMOVE, Decision
from ideaboard.moderation.numbers.decided import STANDS
from ideaboard.moderation.numbers.rates import Rate, Times
from ideaboard.moderation.reports.models import DECLINED, Report
from ideaboard.moderation.reports.models import UPHELD as REPORT_UPHELD
from ideaboard.screening.models import ScreeningResult

MOST = 2_000  # posts whose signals are read, those decided last
_AGAINST = (CHANGES, HIDE, REMOVE, LABEL)


@dataclass(frozen=True)
class Appeals:
    """How appeals ended. An appeal was right when the decision was overturned or became milder."""

    made: int
    by_outcome: dict[str, int]
    alone: int
    times: Times

    @property
    def overturned(self) -> Rate:
        """Return how many of the decided ones were overturned."""
        decided = sum(self.by_outcome.get(outcome, 0) for outcome in (UPHELD, CHANGED, OVERTURNED))
        return Rate(self.by_outcome.get(OVERTURNED, 0), decided)

    @property
    def waiting(self) -> int:
        """Return how many wait."""
        return self.by_outcome.get("", 0)

    @property
    def moot(self) -> int:
        """Return how many ended with nothing left to decide."""
        return self.by_outcome.get(MOOT, 0)


def appeals_since(begin: datetime) -> Appeals:
    """Return the appeals of this time; one statement."""
    columns = (Appeal.outcome, Appeal.was_alone, Appeal.made_at, Appeal.decided_at, Appeal.decided_by_id)
    rows = db.session.execute(select(*columns).where(Appeal.made_at >= begin)).all()
    times = [(row.decided_at - row.made_at).total_seconds() for row in rows if row.decided_by_id]
    outcomes = Counter(row.outcome for row in rows)
    return Appeals(len(rows), dict(outcomes), sum(row.was_alone for row in rows), Times.of(times))


def signals_since(begin: datetime) -> dict[str, Rate]:
    """Return how often a post with a signal was not left as it is; one statement.

    By the signal's name ("gambling.slang") and by its family ("gambling"), the most frequent first.
    """
    decided = select(Decision.action, ScreeningResult.signals).where(STANDS, Decision.action.in_((KEEP, *_AGAINST)))
    decided = decided.join(ScreeningResult, ScreeningResult.post_id == Decision.post_id)
    newest = decided.where(Decision.made_at >= begin).order_by(Decision.made_at.desc()).limit(MOST)
    rates: dict[str, Rate] = {}
    for row in db.session.execute(newest):
        names = {signal["name"] for signal in row.signals}
        for name in names | {name.partition(".")[0] for name in names}:
            rates[name] = rates.get(name, Rate(0, 0)) + Rate(int(row.action in _AGAINST), 1)
    return _by_number(rates)


def reports_since(begin: datetime) -> dict[str, Rate]:
    """Return reason → how many of the decided reports were upheld; one statement."""
    upheld = func.count().filter(Report.state == REPORT_UPHELD)
    settled = (Report.made_at >= begin, Report.state.in_((REPORT_UPHELD, DECLINED)))
    counted: Any = select(Report.reason, upheld, func.count()).where(*settled).group_by(Report.reason)
    return _by_number({row[0]: Rate(row[1], row[2]) for row in db.session.execute(counted)})


def _by_number(rates: dict[str, Rate]) -> dict[str, Rate]:
    return dict(sorted(rates.items(), key=lambda item: (-item[1].of, item[0])))


def own_record(moderator_id: int, begin: datetime) -> Sequence[int]:
    """Return how many decisions one made, how many were appealed against, and how many of these overturned."""
    mine = (Decision.moderator_id == moderator_id, Decision.made_at >= begin, ~Decision.is_sample)
    overturned = func.count().filter(Appeal.outcome == OVERTURNED)
    counted = select(func.count(Decision.id), func.count(Appeal.id), overturned).where(*mine)
    return tuple(db.session.execute(counted.outerjoin(Appeal, Appeal.decision_id == Decision.id)).one())
