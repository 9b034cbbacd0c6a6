"""Support: one row per person and idea, and each person's ballot per challenge."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment

COUNTED, QUARANTINED, VOID = "counted", "quarantined", "void"


class Vote(Model):
    """A person's support for an idea; the primary key allows one."""

    __tablename__ = "votes"
    __table_args__ = (
        CheckConstraint("state IN ('counted', 'quarantined', 'void')", name="state"),
        # How many lately: support has a pace (posts/quotas.py).
        Index("ix_votes_user_id_created_at", "user_id", "created_at"),
        # What is new: it is looked at for patterns while support is open.
        Index("ix_votes_created_at", "created_at"),
    )

    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(BigId, ForeignKey("ideas.id"), primary_key=True, index=True)
    # The version the person read: later edits do not change what was supported.
    idea_version: Mapped[int]
    # Only what is counted shows in counts and orders; the voter sees no difference, and the ballot stays used.
    state: Mapped[str] = mapped_column(String(11), default=COUNTED)
    # Where it came from, as keyed hashes; deleted after 30 days, and with the account.
    network_hash: Mapped[str] = mapped_column(String(32), default="")
    device_hash: Mapped[str] = mapped_column(String(32), default="")
    created_at: Mapped[Moment] = mapped_column(default=now)


class Ballot(Model):
    """How many supports a person has given in a challenge; the database refuses more than the budget."""

    __tablename__ = "ballots"
    __table_args__ = (
        CheckConstraint("used >= 0", name="used"),
        CheckConstraint("held >= 0 AND held <= used", name="held"),
        CheckConstraint("budget IS NULL OR used <= budget", name="budget"),
    )

    challenge_id: Mapped[int] = mapped_column(BigId, ForeignKey("challenges.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), primary_key=True)
    used: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)  # of them, those that are not counted
    budget: Mapped[int | None]  # 5 under the fair rule, NULL (no limit) under the open one
