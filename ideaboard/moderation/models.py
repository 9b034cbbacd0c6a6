"""A decision about a post: who, when, why, and what it taught. Kept for its author, for undo and for numbers."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey

KEEP, REMOVE = "keep", "remove"
LONGEST_MESSAGE = 500


class Decision(Model):
    """What a moderator decided about one version of a held post. Taken back, the row stays with the moment."""

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint("action IN ('keep', 'remove')", name="action"),
        CheckConstraint("(action = 'remove') = (reason <> '')", name="reason"),
        Index("ix_decisions_post_id_id", "post_id", "id"),
        Index("ix_decisions_moderator_id_made_at", "moderator_id", "made_at"),
        Index("ix_decisions_made_at", "made_at"),
    )

    id: Mapped[PrimaryKey]
    post_id: Mapped[int] = mapped_column(BigId, ForeignKey("posts.id", ondelete="CASCADE"))
    post_version: Mapped[int]  # what was read: the next version is another matter
    moderator_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    action: Mapped[str] = mapped_column(String(6))
    reason: Mapped[str] = mapped_column(String(10), default="")  # of moderation/reasons.py
    message: Mapped[str] = mapped_column(String(LONGEST_MESSAGE), default="")  # the moderator's words to the author
    was_new: Mapped[bool] = mapped_column(default=False)  # never public before it
    # What the classifier was taught by it: kind → id of the example. Undo takes exactly this back.
    taught: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    made_at: Mapped[Moment] = mapped_column(default=now)
    undone_at: Mapped[Moment | None]
    settled_at: Mapped[Moment | None]  # what a removal does for good (support goes back) is done
