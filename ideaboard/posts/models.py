"""The hinge: every contribution is a post; each kind adds its own joined table."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideaboard.accounts.models import User
from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey
from ideaboard.screening.claims.models import CONTEXT, FALSE, MISLEADING, UNPROVEN

DRAFT = "draft"  # only its author sees it
HELD = "held"  # screened or under review: author and moderators see it
PUBLISHED = "published"
HIDDEN = "hidden"  # by a moderator, reversible: author and moderators see it
REMOVED = "removed"  # by a moderator
WITHDRAWN = "withdrawn"  # by its author
STATUSES = (DRAFT, HELD, PUBLISHED, HIDDEN, REMOVED, WITHDRAWN)
LONGEST_SOURCE = 500
DAMPED = (CONTEXT, MISLEADING, FALSE, UNPROVEN)  # verdicts on a claim that cost its post its place among the lively
_HELD: Any = text("status = 'held'")
_DRAFT: Any = text("status = 'draft'")
_TO_ERASE: Any = text("withdrawn_at IS NOT NULL")


class Post(Model):
    """Author, status, text and times of one contribution of any kind."""

    __tablename__ = "posts"
    __table_args__: Any = (
        CheckConstraint(
            "status IN ('draft', 'held', 'published', 'hidden', 'removed', 'withdrawn')", name="status"
        ),
        UniqueConstraint("author_id", "idempotency_key"),
        Index("ix_posts_author_id_id", "author_id", "id"),
        Index("ix_posts_parent_id", "parent_id"),
        # What waits for a moderator: few rows of many.
        Index("ix_posts_waiting", "id", sqlite_where=_HELD, postgresql_where=_HELD),
        Index("ix_posts_held", "author_id", "id", sqlite_where=_HELD, postgresql_where=_HELD),
        # What the clock clears away: few rows of many.
        Index("ix_posts_drafts", "created_at", sqlite_where=_DRAFT, postgresql_where=_DRAFT),
        Index("ix_posts_withdrawn_at", "withdrawn_at", sqlite_where=_TO_ERASE, postgresql_where=_TO_ERASE),
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[str] = mapped_column(String(20))
    # What it was sent to: an idea's challenge, a comment's idea. Visible only while its parents are.
    parent_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("posts.id"))
    author_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    status: Mapped[str] = mapped_column(String(10), default=DRAFT)
    source: Mapped[str] = mapped_column(Text, default="")  # Markdown as typed, others' personal data masked
    html: Mapped[str] = mapped_column(Text, default="")  # safe, made once at write time
    renderer: Mapped[int] = mapped_column(default=0)  # version of web/markup.py that made `html`
    version: Mapped[int] = mapped_column(default=1)
    screening_score: Mapped[float | None]
    needs_source: Mapped[bool] = mapped_column(default=False)  # claims something that its author should prove
    source_url: Mapped[str] = mapped_column(String(LONGEST_SOURCE), default="")  # the proof they gave
    # The verdict on its claim as readers see it: a copy of the label's row (moderation/labels), none without one.
    label: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    idempotency_key: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[Moment] = mapped_column(default=now)
    published_at: Mapped[Moment | None]
    edited_at: Mapped[Moment | None]
    # A moderator asked its author to change it: until they do, they may edit it whatever its age and status.
    repair_asked_at: Mapped[Moment | None]
    # Taken back by its author: its text is erased a while later, and this moment with it.
    withdrawn_at: Mapped[Moment | None]

    author: Mapped[User] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"polymorphic_on": "kind", "polymorphic_identity": "post"}  # noqa: RUF012

    @property
    def is_public(self) -> bool:
        """Say whether the post itself is public (its parents are asked elsewhere)."""
        return self.status == PUBLISHED

    @property
    def is_damped(self) -> bool:
        """Say whether a doubtful claim costs the post its place."""
        return self.label is not None and self.label["verdict"] in DAMPED

    def on_status_change(self) -> None:
        """Let the kind keep its own columns in step with `status`; called in the same transaction."""

    def forget_words(self) -> None:
        """Let the kind empty the columns of its own that hold words (posts/erasing.py)."""


class PostVersion(Model):
    """The texts of a post as they stood after one edit; every edit is kept."""

    __tablename__ = "post_versions"
    __table_args__ = (UniqueConstraint("post_id", "number"),)

    id: Mapped[PrimaryKey]
    post_id: Mapped[int] = mapped_column(BigId, ForeignKey("posts.id", ondelete="CASCADE"))
    number: Mapped[int]
    editor_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)  # {"title": …, "body": …}, as typed
    created_at: Mapped[Moment] = mapped_column(default=now)
