"""The stages of a challenge: computed from its schedule, never stored."""

from datetime import datetime
from enum import Enum
from typing import Protocol


class Stage(Enum):
    """Where a challenge stands. Decision and results follow from recorded rows, not from the clock."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    IDEAS = "ideas"
    SUPPORT = "support"
    REVIEW = "review"
    CANCELLED = "cancelled"


class Scheduled(Protocol):
    """What a stage is computed from."""

    status: str
    opens_at: datetime | None
    ideas_close_at: datetime | None
    support_close_at: datetime | None
    cancelled_at: datetime | None


def stage_at(challenge: Scheduled, moment: datetime) -> Stage:
    """Return the stage of `challenge` at `moment` (aware UTC)."""
    opens, ideas_close, support_close = (
        challenge.opens_at,
        challenge.ideas_close_at,
        challenge.support_close_at,
    )
    if challenge.cancelled_at is not None:
        return Stage.CANCELLED
    if challenge.status == "draft" or opens is None or ideas_close is None or support_close is None:
        return Stage.DRAFT
    if moment < opens:
        return Stage.SCHEDULED
    if moment < ideas_close:
        return Stage.IDEAS
    return Stage.SUPPORT if moment < support_close else Stage.REVIEW
