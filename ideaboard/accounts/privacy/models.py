"""Copies of their data that people asked for, and what was given out about somebody, to whom and why."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey

MAKING, READY, EXPIRED, FAILED = "making", "ready", "expired", "failed"
LONGEST_REASON = 500
LONGEST_RECIPIENT = 120


class DataExport(Model):
    """One copy of a person's data: asked for, made by a job, there for some days, then gone."""

    __tablename__ = "data_exports"
    __table_args__ = (
        CheckConstraint("(ready_at IS NULL) = (expires_at IS NULL)", name="expires_at"),
        CheckConstraint("ready_at IS NULL OR failed_at IS NULL", name="outcome"),
        Index("ix_data_exports_user_id_id", "user_id", "id"),
        Index("ix_data_exports_expires_at", "expires_at"),
    )

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    locale: Mapped[str] = mapped_column(String(2))
    asked_at: Mapped[Moment] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    file: Mapped[str] = mapped_column(String(40), default="")  # in the store of pictures; "" when there is none
    size: Mapped[int] = mapped_column(default=0)  # bytes
    ready_at: Mapped[Moment | None]
    expires_at: Mapped[Moment | None]
    failed_at: Mapped[Moment | None]

    @property
    def state(self) -> str:
        """Where it stands at this moment."""
        if self.failed_at is not None:
            return FAILED
        if self.expires_at is None:
            return MAKING
        return READY if self.file and self.expires_at > now() else EXPIRED


class Disclosure(Model):
    """What an admin gave out about somebody, to whom and why: the words that the audit log does not hold."""

    __tablename__ = "disclosures"
    __table_args__ = (
        CheckConstraint("reason <> '' AND recipient <> ''", name="words"),
        Index("ix_disclosures_user_id", "user_id"),
    )

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))  # none: from the command line
    recipient: Mapped[str] = mapped_column(String(LONGEST_RECIPIENT))
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    at: Mapped[Moment] = mapped_column(default=now)
