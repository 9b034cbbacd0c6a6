"""A verdict on what a post claims, with its evidence."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey
from ideaboard.posts.labels import STANCE_NAMES
from ideaboard.screening.claims.models import FALSE, LONGEST, MISLEADING, VERDICTS

STANCES = tuple(STANCE_NAMES)
LONGEST_RATIONALE = 600
LONGEST_URL = 500
MOST_LINKS = 5
TWO_PEOPLE = (FALSE, MISLEADING)  # verdicts that one moderator alone does not give; their claims are known after
_ACTIVE: Any = text("is_active")
_ACTIVE_SQLITE: Any = text("is_active = 1")


class ClaimLabel(Model):
    """What one decision says about one claim. Shown while `is_active`: the post's own row holds a copy then."""

    __tablename__ = "claim_labels"
    __table_args__: Any = (
        CheckConstraint(f"verdict IN ({', '.join(map(repr, VERDICTS))})", name="verdict"),
        CheckConstraint("claim <> '' AND rationale <> ''", name="words"),
        CheckConstraint("NOT (is_active AND retired_by_id IS NOT NULL)", name="retired"),
        Index(
            "uq_claim_labels_active", "post_id", unique=True, sqlite_where=_ACTIVE_SQLITE, postgresql_where=_ACTIVE
        ),
        Index("ix_claim_labels_post_id_id", "post_id", "id"),
        Index("ix_claim_labels_retired_by_id", "retired_by_id"),
        Index("ix_claim_labels_claim_id", "claim_id"),
    )

    id: Mapped[PrimaryKey]
    decision_id: Mapped[int] = mapped_column(BigId, ForeignKey("decisions.id", ondelete="CASCADE"), unique=True)
    post_id: Mapped[int] = mapped_column(BigId, ForeignKey("posts.id", ondelete="CASCADE"))
    verdict: Mapped[str] = mapped_column(String(12))
    claim: Mapped[str] = mapped_column(String(LONGEST))  # quoted from the post
    rationale: Mapped[str] = mapped_column(String(LONGEST_RATIONALE))
    evidence: Mapped[list[Any]] = mapped_column(JSON)  # [[address, stance], …]
    is_active: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[Moment] = mapped_column(default=now)
    applied_at: Mapped[Moment | None]
    reopened_at: Mapped[Moment | None]  # its author changed the text: somebody looks at the verdict again
    # The decision that took its place or took it away; when that one is undone, the label is back.
    retired_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("decisions.id", ondelete="SET NULL"))
    # The known claim by which copies are recognised, and how that stood before; none for other verdicts.
    claim_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("claims.id"))
    claim_before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
