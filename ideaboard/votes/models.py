"""Support: one row per person and idea, and each person's ballot per challenge."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment


class Vote(Model):
    """A person's support for an idea; the primary key allows one."""

    __tablename__ = "votes"

    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(BigId, ForeignKey("ideas.id"), primary_key=True, index=True)
    # The version the person read: later edits do not change what was supported.
    idea_version: Mapped[int]
    network_hash: Mapped[str] = mapped_column(String(32), default="")
    created_at: Mapped[Moment] = mapped_column(default=now)


class Ballot(Model):
    """How many supports a person has given in a challenge; the database refuses more than the budget."""

    __tablename__ = "ballots"
    __table_args__ = (
        CheckConstraint("used >= 0", name="used"),
        CheckConstraint("budget IS NULL OR used <= budget", name="budget"),
    )

    challenge_id: Mapped[int] = mapped_column(BigId, ForeignKey("challenges.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), primary_key=True)
    used: Mapped[int] = mapped_column(default=0)
    budget: Mapped[int | None]  # 5 under the fair rule, NULL (no limit) under the open one
