"""What decisions taught so far, and how often screening was right by the last 200 of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select

from ideaboard.extensions import db
from ideaboard.moderation.cases.topics import TOPICS
from ideaboard.moderation.models import CHANGES, HIDE, KEEP, LABEL, REMOVE, Decision, stands
from ideaboard.moderation.reasons import REASONS
from ideaboard.posts.models import Post
from ideaboard.screening.learning.models import LearningExample
from ideaboard.screening.models import ScreeningResult
from ideaboard.screening.signals import ABUSE, FRAUD, GAMBLING, HOAX, PERSONAL, SPAM, WEAK

LOOKED_AT = 200  # decisions
_KINDS = (FRAUD, GAMBLING, ABUSE, HOAX, SPAM, PERSONAL)
_POSTS: Any = Post.__table__


@dataclass(frozen=True)
class Share:
    """How often one kind was noticed, and a moderator acted for that reason."""

    name: Any
    noticed: int
    right: int

    @property
    def percent(self) -> int:
        """The share in whole percent."""
        return round(100 * self.right / self.noticed)


@dataclass(frozen=True)
class Measured:
    """The decisions that were looked at, and the examples that all of them left behind."""

    decided: int
    examples: int  # of the kinds
    ordinary: int  # of ordinary talk
    shares: Sequence[Share]  # of what was noticed at all


def measured() -> Measured:
    """Return what was taught, and the precision of what screening notices; two statements."""
    rows = db.session.execute(_last()).all()
    counts = {kind: [0, 0] for kind in _KINDS}
    for row in rows:
        for kind in _noticed(row.signals) & counts.keys():
            counts[kind][0] += 1
            counts[kind][1] += row.action != KEEP and _kind_of(row.reason) == kind
    shares = [Share(TOPICS[kind].name, *counts[kind]) for kind in _KINDS if counts[kind][0]]
    of_kind, ordinary = db.session.execute(_examples()).one()
    return Measured(len(rows), of_kind, ordinary, shares)


def _last() -> Any:
    """Select the newest decisions about texts as they are now: what was noticed in others is not known any more."""
    as_read = and_(_POSTS.c.id == Decision.post_id, _POSTS.c.version == Decision.post_version)
    found = select(Decision.action, Decision.reason, ScreeningResult.signals).join(_POSTS, as_read)
    found = found.join(ScreeningResult, ScreeningResult.post_id == Decision.post_id)
    judged = Decision.action.in_((KEEP, CHANGES, HIDE, REMOVE, LABEL))
    return found.where(stands(), judged).order_by(Decision.made_at.desc(), Decision.id.desc()).limit(LOOKED_AT)


def _noticed(signals: Sequence[dict[str, Any]]) -> set[str]:
    """Return the kinds of which screening found more than a weak sign."""
    return {signal["name"].partition(".")[0] for signal in signals if signal["strength"] != WEAK}


def _kind_of(reason: str) -> str:
    return (REASONS[reason].teaches or reason) if reason in REASONS else ""


def _examples() -> Any:
    valid = LearningExample.taken_back_at.is_(None), LearningExample.undoes_id.is_(None)
    counts = func.count().filter(LearningExample.is_kind), func.count().filter(~LearningExample.is_kind)
    return select(*counts).where(*valid)
