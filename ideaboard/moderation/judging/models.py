"""A blind second look: one decision in ten is asked of another moderator, who does not see the first."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey


class Sample(Model):
    """Which decision is asked again, the case that asks, and what the second moderator decided."""

    __tablename__ = "samples"

    id: Mapped[PrimaryKey]
    decision_id: Mapped[int] = mapped_column(BigId, ForeignKey("decisions.id", ondelete="CASCADE"), unique=True)
    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("cases.id", ondelete="CASCADE"), unique=True)
    second_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("decisions.id", ondelete="SET NULL"), index=True
    )
    asked_at: Mapped[Moment] = mapped_column(default=now)
