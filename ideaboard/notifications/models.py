"""A notice: one line behind the bell of one person. It keeps ids, never texts, so that nothing hidden shows."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideaboard.accounts.models import User
from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey


class Notice(Model):
    """What one person is told of a post, a business or their account; users.unread_count counts what is unread."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),  # The same event tells nobody twice.
        CheckConstraint(
            "post_id IS NOT NULL OR business_id IS NOT NULL OR substr(kind, 1, 8) = 'account-'", name="subject"
        ),
        Index("ix_notices_user_id_id", "user_id", "id"),
        Index("ix_notices_created_at", "created_at"),
        # For the foreign keys: without them, deleting what a notice is about would read every notice.
        Index("ix_notices_post_id", "post_id"),
        Index("ix_notices_business_id", "business_id"),
    )

    id: Mapped[PrimaryKey]
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(80))
    actor_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    post_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("posts.id", ondelete="CASCADE"))
    business_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("businesses.id", ondelete="CASCADE"))
    created_at: Mapped[Moment] = mapped_column(default=now)
    read_at: Mapped[Moment | None]

    actor: Mapped[User | None] = relationship(lazy="raise_on_sql", foreign_keys=[actor_id])

    @property
    def subject_id(self) -> int:
        """What the notice is about: a post, else a business."""
        return self.post_id or self.business_id or 0
