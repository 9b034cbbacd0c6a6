"""The counts at closing, and what was decided about them later."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey


class FrozenBoard(Model):
    """That the counts of a challenge were kept, when, and the hash over all of them."""

    __tablename__ = "frozen_boards"

    challenge_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("challenges.id", ondelete="CASCADE"), primary_key=True
    )
    closed_at: Mapped[Moment]  # when support ended
    frozen_at: Mapped[Moment] = mapped_column(default=now)
    voters: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))


class FrozenCount(Model):
    """One idea that was on the board then: what was counted, and what was being checked."""

    __tablename__ = "frozen_counts"
    __table_args__ = (CheckConstraint("votes >= 0 AND checking >= 0", name="numbers"),)

    challenge_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("frozen_boards.challenge_id", ondelete="CASCADE"), primary_key=True
    )
    idea_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("ideas.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    votes: Mapped[int]
    checking: Mapped[int]


class CountCorrection(Model):
    """A change of a count after closing, because a moderator decided about votes."""

    __tablename__ = "count_corrections"
    __table_args__ = (
        CheckConstraint("step <> 0", name="step"),
        Index("ix_count_corrections_challenge_id_id", "challenge_id", "id"),
    )

    id: Mapped[PrimaryKey]
    challenge_id: Mapped[int] = mapped_column(BigId, ForeignKey("frozen_boards.challenge_id", ondelete="CASCADE"))
    idea_id: Mapped[int] = mapped_column(BigId, ForeignKey("ideas.id", ondelete="CASCADE"), index=True)
    step: Mapped[int]
    at: Mapped[Moment] = mapped_column(default=now)
