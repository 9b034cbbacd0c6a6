"""A sanction: who, since when, until when, by which decision. Lifted, the row stays with the moment."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey

WARNED, SILENCED, SUSPENDED = "warn", "silence", "suspend"
_STANDS: Any = text("lifted_at IS NULL")


class Sanction(Model):
    """One measure against a person. What it means now is kept in the person's row (service.py)."""

    __tablename__ = "sanctions"
    __table_args__: Any = (
        CheckConstraint("kind IN ('warn', 'silence', 'suspend')", name="kind"),
        CheckConstraint("(kind = 'silence') = (until IS NOT NULL)", name="until"),
        Index("ix_sanctions_person_id_id", "person_id", "id"),
        # A decision imposes one thing, however often it is applied.
        Index(
            "uq_sanctions_decision_id", "decision_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS
        ),
    )

    id: Mapped[PrimaryKey]
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    decision_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("decisions.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(7))
    until: Mapped[Moment | None]  # of a silence
    created_at: Mapped[Moment] = mapped_column(default=now)
    lifted_at: Mapped[Moment | None]
