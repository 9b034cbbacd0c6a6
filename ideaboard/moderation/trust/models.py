"""Trust that a moderator gave: it holds until something of the person is hidden or removed."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey


class TrustGrant(Model):
    """A level that a person has at least. One whose decision is taken back counts no more."""

    __tablename__ = "trust_grants"
    __table_args__ = (CheckConstraint("level BETWEEN 1 AND 3", name="level"),)

    id: Mapped[PrimaryKey]
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    decision_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("decisions.id", ondelete="CASCADE"), index=True
    )
    level: Mapped[int]
    created_at: Mapped[Moment] = mapped_column(default=now)
