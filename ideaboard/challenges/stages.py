"""The stages of a challenge: computed from its schedule, never stored."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

from ideaboard.data.clock import now

OPEN, FAIR = "open", "fair"


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


class Staged:
    """What follows from schedule and rule: for a challenge as an entity and as a row that was read."""

    if TYPE_CHECKING:  # Columns there, values here; Declarative would look for them.
        slug: Any
        status: Any
        support_rule: Any
        opens_at: Any
        ideas_close_at: Any
        support_close_at: Any
        cancelled_at: Any

    @property
    def path(self) -> str:
        """Return the address of the board."""
        return f"/t/{self.slug}"

    def stage(self, at: datetime | None = None) -> Stage:
        """Return the stage at a moment (now by default)."""
        return stage_at(self, at or now())

    def next_stage_at(self, at: datetime) -> datetime | None:
        """Return when the clock changes the stage next after `at`; None when it never does."""
        ahead = (moment for moment in (self.opens_at, self.ideas_close_at, self.support_close_at) if moment)
        return min((moment for moment in ahead if moment > at), default=None)

    @property
    def is_fair(self) -> bool:
        """Say whether the fair rule holds (budget, sealed counts)."""
        return self.support_rule == FAIR

    @property
    def accepts_ideas(self) -> bool:
        """Say whether ideas can be sent now."""
        return self.stage() is Stage.IDEAS

    @property
    def accepts_votes(self) -> bool:
        """Say whether support can be given or taken back now."""
        stage = self.stage()
        return stage is Stage.SUPPORT or (stage is Stage.IDEAS and not self.is_fair)

    @property
    def counts_are_sealed(self) -> bool:
        """Say whether per-idea counts and orders by support are hidden from everybody.

        A fair challenge that is cancelled before its support closes stays sealed: its count was never finished.
        """
        finished = self.support_close_at is not None and now() >= self.support_close_at
        return self.is_fair and (self.cancelled_at is not None or not finished)
