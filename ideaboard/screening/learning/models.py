"""What was learned, and from what: one model for each kind, and every example that a decision gave."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey


class LearnedModel(Model):
    """The model of one kind as it was last put together; newer examples are learned on top of it when it is read.

    A decision therefore writes one small row, never a megabyte of weights.
    """

    __tablename__ = "learned_models"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    version: Mapped[int] = mapped_column(BigId, default=0)  # examples with a higher number are not in it yet
    kind_count: Mapped[int] = mapped_column(default=0)  # examples of the kind that are in it
    kept_count: Mapped[int] = mapped_column(default=0)  # and of posts that were kept
    base_kind_count: Mapped[int] = mapped_column(default=0)  # of these, taught from files
    base_kept_count: Mapped[int] = mapped_column(default=0)
    calibration: Mapped[dict[str, float]] = mapped_column(JSON, default=dict)
    points: Mapped[dict[str, float]] = mapped_column(JSON, default=dict)  # share of false alarms → probability
    in_shadow: Mapped[bool] = mapped_column(default=True, server_default=true())  # it only advises
    rebuilt_at: Mapped[Moment | None]
    updated_at: Mapped[Moment] = mapped_column(default=now)
    # Last, because SQLite walks through a big value to reach what stands behind it.
    weights: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    base: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # taught from files; rebuilds start here

    def __repr__(self) -> str:
        return f"<LearnedModel {self.kind} {self.version}>"


class LearningExample(Model):
    """One text that a moderator judged. Long numbers in it are blanked: what it is learned from needs no names."""

    __tablename__ = "learning_examples"
    __table_args__: Any = (
        UniqueConstraint("kind", "number"),
        CheckConstraint("weight > 0", name="weight"),
        Index("ix_learning_examples_kind_digest", "kind", "digest"),
        Index("ix_learning_examples_created_at", "created_at"),
        Index("ix_learning_examples_post_id", "post_id"),
        Index("ix_learning_examples_moderator_id", "moderator_id"),
        Index("ix_learning_examples_undoes_id", "undoes_id"),
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int] = mapped_column(BigId)  # counts up for each kind, in the order of the commits
    post_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("posts.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))  # of the letters alone: the same text teaches once
    text: Mapped[str] = mapped_column(Text)
    is_kind: Mapped[bool]
    weight: Mapped[float] = mapped_column(default=1.0)
    moderator_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id", ondelete="SET NULL"))
    waits: Mapped[bool] = mapped_column(default=False)  # over the day's limit: learned at the next rebuild
    undoes_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("learning_examples.id", ondelete="CASCADE")
    )  # a step back: the opposite of that example
    created_at: Mapped[Moment] = mapped_column(default=now)
    taken_back_at: Mapped[Moment | None]

    def __repr__(self) -> str:
        return f"<LearningExample {self.kind} {self.number}>"
