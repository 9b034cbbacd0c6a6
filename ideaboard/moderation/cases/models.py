"""A case gathers everything about one post, person or pattern of votes until somebody decides."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey

# What a case is about. An appeal is a case of its own: the post may be reported again meanwhile.
POST, PERSON, VOTES, APPEAL = "post", "person", "votes", "appeal"
SAMPLE = "sample"  # a decision that a second moderator is asked about blind; what they decide changes nothing
OPEN, DECIDED = "open", "decided"
_OPEN: Any = text("status = 'open'")


class Case(Model):
    """What waits for a decision, or did. A post has at most one open case of each kind."""

    __tablename__ = "cases"
    __table_args__: Any = (
        CheckConstraint("kind IN ('post', 'person', 'votes', 'appeal', 'sample')", name="kind"),
        CheckConstraint("status IN ('open', 'decided')", name="status"),
        CheckConstraint("(status = 'decided') = (closed_at IS NOT NULL)", name="closed_at"),
        CheckConstraint("post_id IS NOT NULL OR kind = 'person'", name="subject"),
        CheckConstraint("(claimed_by_id IS NULL) = (claimed_until IS NULL)", name="claimed"),
        Index("uq_cases_post", "post_id", "kind", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        # The queue: what weighs most first, whatever its number.
        Index("ix_cases_queue", "rank", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_cases_due", "due_at", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_cases_post_id_id", "post_id", "id"),
        Index("ix_cases_person_id_id", "person_id", "id"),
        Index("ix_cases_closed_at", "closed_at"),
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[str] = mapped_column(String(6))
    post_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("posts.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))  # the author, or whom it is about
    topic: Mapped[str] = mapped_column(String(10))  # the gravest of cases/topics.py
    is_child: Mapped[bool] = mapped_column(default=False)  # somebody says that a child is in danger
    is_urgent: Mapped[bool] = mapped_column(default=False)  # hidden in an emergency: an admin was told
    weight: Mapped[float] = mapped_column(default=1.0)  # severity × reach × confidence
    rank: Mapped[float]  # smaller comes first; stored, for it does not change with time (cases/topics.py)
    reports: Mapped[int] = mapped_column(default=0)  # of different people, since it was opened
    status: Mapped[str] = mapped_column(String(7), default=OPEN)
    opened_at: Mapped[Moment] = mapped_column(default=now)
    due_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]
    # Who reads it now; nobody else may decide until the time is over.
    claimed_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    claimed_until: Mapped[Moment | None]
    # Who asked for a second opinion: it is not offered to them again.
    asked_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
