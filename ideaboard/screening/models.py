"""What screening said: the newest result of every post, and of what people and businesses say of themselves."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey


class ScreeningResult(Model):
    """The newest result of one post, person or business. Places are those of the text as typed, field by field."""

    __tablename__ = "screening_results"
    __table_args__ = (
        CheckConstraint("verdict IN ('allow', 'warn', 'hold', 'refuse')", name="verdict"),
        CheckConstraint(
            "(post_id IS NOT NULL AND user_id IS NULL AND business_id IS NULL)"
            " OR (post_id IS NULL AND user_id IS NOT NULL AND business_id IS NULL)"
            " OR (post_id IS NULL AND user_id IS NULL AND business_id IS NOT NULL)",
            name="subject",
        ),
        Index("ix_screening_results_at", "at"),
    )

    id: Mapped[PrimaryKey]
    post_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("posts.id", ondelete="CASCADE"), unique=True)
    user_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    business_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("businesses.id", ondelete="CASCADE"), unique=True
    )
    verdict: Mapped[str] = mapped_column(String(6))
    score: Mapped[float]  # the highest of `scores`
    scores: Mapped[dict[str, float]] = mapped_column(JSON)  # by kind
    # [{"name", "strength", "certain", "places": [[field, begin, end], …], "words": "as typed, cut"}, …]
    signals: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    masked: Mapped[dict[str, list[list[int]]]] = mapped_column(JSON)  # personal data: {field: [[begin, end], …]}
    advice: Mapped[dict[str, float]] = mapped_column(JSON)  # of models in shadow; acted on nothing
    needs_source: Mapped[bool] = mapped_column(default=False)
    engine: Mapped[str] = mapped_column(String(40))  # version of rules and models
    warned_at: Mapped[Moment | None]  # asked to reword, and sent as it was
    at: Mapped[Moment] = mapped_column(default=now)
