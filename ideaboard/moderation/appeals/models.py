"""An appeal: what an author says against a decision, and how it ended."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey

# How an appeal ends. Moot: there is nothing left to decide, because the decision was taken back by who made it,
# the author took the post back, or closed their account.
UPHELD, CHANGED, OVERTURNED, MOOT = "upheld", "changed", "overturned", "moot"
OUTCOMES = (UPHELD, CHANGED, OVERTURNED)  # what a moderator can say
LEAST_WORDS, LONGEST_WORDS = 20, 1000
LONGEST_ANSWER = 500


class Appeal(Model):
    """One appeal against one decision. There is never a second one."""

    __tablename__ = "appeals"
    __table_args__ = (
        CheckConstraint("outcome IN ('', 'upheld', 'changed', 'overturned', 'moot')", name="outcome"),
        CheckConstraint("(outcome = '') = (decided_at IS NULL)", name="decided_at"),
        CheckConstraint("(outcome IN ('', 'moot')) = (decided_by_id IS NULL)", name="decided_by"),
        CheckConstraint("answer <> '' OR decided_by_id IS NULL", name="answer"),
        Index("ix_appeals_person_id_id", "person_id", "id"),
        Index("ix_appeals_made_at", "made_at"),
    )

    id: Mapped[PrimaryKey]
    decision_id: Mapped[int] = mapped_column(BigId, ForeignKey("decisions.id", ondelete="CASCADE"), unique=True)
    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("cases.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS))  # erased when the account is closed
    made_at: Mapped[Moment] = mapped_column(default=now)
    outcome: Mapped[str] = mapped_column(String(10), default="")
    answer: Mapped[str] = mapped_column(String(LONGEST_ANSWER), default="")  # the reason, for the author
    decided_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    decided_at: Mapped[Moment | None]
    was_alone: Mapped[bool] = mapped_column(default=False)  # there was nobody else to decide
    # The decision that took the place of the one that was wrong.
    new_decision_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("decisions.id", ondelete="SET NULL"), unique=True
    )
