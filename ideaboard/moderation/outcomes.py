"""What screening caught and missed lately, by the moderators' decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select

from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.moderation.models import CHANGES, HIDE, KEEP, LABEL, REMOVE, Decision, stands
from ideaboard.moderation.reasons import REASONS
from ideaboard.moderation.screened import signs_of
from ideaboard.posts.models import PostVersion
from ideaboard.screening.engine import HOLD
from ideaboard.screening.models import ScreeningResult

LOOKED_BACK = timedelta(days=30)
GONE = (HIDE, REMOVE)
SHOWN = 10  # of each list
CUT = 200  # letters of a text


@dataclass(frozen=True)
class Outcome:
    """A text that screening judged otherwise than a moderator."""

    post_id: int
    text: str
    signs: tuple[str, ...]  # in the reader's language
    at: datetime
    reason: Any  # why it was removed, or nothing


@dataclass(frozen=True)
class Outcomes:
    """Numbers of the last 30 days, and the newest examples."""

    held: int  # held and decided
    kept: int  # of those: let be shown, a false alarm
    missed: int  # public first, hidden or removed by a moderator
    false_alarms: Sequence[Outcome]
    misses: Sequence[Outcome]


def lately() -> Outcomes:
    """Return what was caught and missed in the last 30 days; three statements."""
    judged = Decision.action.in_((KEEP, *GONE, CHANGES, LABEL))
    since = and_(Decision.made_at > now() - LOOKED_BACK, stands(), judged)
    was_held = ScreeningResult.verdict == HOLD
    alarm, miss = and_(Decision.action == KEEP, was_held), and_(Decision.action.in_(GONE), ~was_held)
    counted = select(func.count().filter(was_held), func.count().filter(alarm), func.count().filter(miss))
    counted = counted.select_from(Decision).join(ScreeningResult, ScreeningResult.post_id == Decision.post_id)
    held, kept, missed = db.session.execute(counted.where(since)).one()
    return Outcomes(held, kept, missed, _newest(since, alarm), _newest(since, miss))


def _newest(*conditions: Any) -> list[Outcome]:
    read = and_(PostVersion.post_id == Decision.post_id, PostVersion.number == Decision.post_version)
    found = (
        select(Decision.post_id, PostVersion.fields, ScreeningResult.signals, Decision.made_at, Decision.reason)
        .join(ScreeningResult, ScreeningResult.post_id == Decision.post_id)
        .join(PostVersion, read)
        .where(*conditions)
        .order_by(Decision.made_at.desc())
        .limit(SHOWN)
    )
    return [_outcome(row) for row in db.session.execute(found)]


def _outcome(row: Any) -> Outcome:
    text = " ".join(str(row.fields.get(name) or "") for name in ("title", "body")).strip()
    signs = tuple(sign.sentence for sign in signs_of(row.signals))
    cut = text if len(text) <= CUT else f"{text[:CUT].rsplit(' ', 1)[0]} …"
    reason = REASONS[row.reason].name if row.reason in REASONS else ""
    return Outcome(row.post_id, cut, signs, row.made_at, reason)
