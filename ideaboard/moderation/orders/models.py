"""A legal order, and the sealed copy of what it hides."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey

HOURS = (4, 24)
LONGEST_REFERENCE = 80
LONGEST_AUTHORITY = 120
LONGEST_GROUND = 600
LONGEST_OBJECTION = 1000
LONGEST_OUTCOME = 600
_IN_FORCE: Any = text("lifted_at IS NULL")


class LegalOrder(Model):
    """An order of an authority about one post. In force until it is lifted; a post has one in force at most."""

    __tablename__ = "legal_orders"
    __table_args__: Any = (
        CheckConstraint("hours IN (4, 24)", name="hours"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted"),
        CheckConstraint("(objection = '') = (objected_at IS NULL)", name="objection"),
        Index(
            "uq_legal_orders_in_force", "post_id", unique=True, sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE
        ),
        Index("ix_legal_orders_post_id_id", "post_id", "id"),
        Index("ix_legal_orders_person_id", "person_id"),
        Index("ix_legal_orders_applied_at", "applied_at"),
    )

    id: Mapped[PrimaryKey]
    post_id: Mapped[int] = mapped_column(BigId, ForeignKey("posts.id"))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))  # the author, who is told
    reference: Mapped[str] = mapped_column(String(LONGEST_REFERENCE))
    authority: Mapped[str] = mapped_column(String(LONGEST_AUTHORITY))
    ground: Mapped[str] = mapped_column(String(LONGEST_GROUND))  # the law and the reason, as the author reads it
    hours: Mapped[int]
    received_at: Mapped[Moment]  # from when the clock runs
    due_at: Mapped[Moment]
    applied_at: Mapped[Moment] = mapped_column(default=now)
    entered_by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    before: Mapped[str] = mapped_column(String(10))  # the post's status; lifting gives it back
    objection: Mapped[str] = mapped_column(String(LONGEST_OBJECTION), default="")  # of the author
    objected_at: Mapped[Moment | None]
    lifted_at: Mapped[Moment | None]
    lifted_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    outcome: Mapped[str] = mapped_column(String(LONGEST_OUTCOME), default="")  # why it was lifted, for the author

    @property
    def is_in_force(self) -> bool:
        """Say whether it still hides the post."""
        return self.lifted_at is None

    @property
    def is_in_time(self) -> bool:
        """Say whether the post was hidden before the clock ran out."""
        return self.applied_at <= self.due_at


class SealedCopy(Model):
    """What an ordered post said when it was hidden. Only admins open it, and each opening is in the audit log."""

    __tablename__ = "sealed_copies"

    order_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("legal_orders.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(20))
    versions: Mapped[list[Any]] = mapped_column(JSON)  # [{"number", "at", "fields"}, …], the oldest first
    pictures: Mapped[list[Any]] = mapped_column(JSON)  # [{"name", "alt"}, …]; the files stay in their store
    digest: Mapped[str] = mapped_column(String(64))  # of both, so that a later change would show
    made_at: Mapped[Moment] = mapped_column(default=now)
