"""A claim that somebody examined, and what came out."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey

LONGEST = 280  # letters of a claim
TRUE, CONTEXT, MISLEADING, FALSE, SATIRE, UNPROVEN = "true", "context", "misleading", "false", "satire", "unproven"
VERDICTS = (TRUE, CONTEXT, MISLEADING, FALSE, SATIRE, UNPROVEN)


class Claim(Model):
    """One claim with its verdict. Without `labelled_by_id` it was imported."""

    __tablename__ = "claims"
    __table_args__: Any = (
        CheckConstraint(
            "verdict IN ('true', 'context', 'misleading', 'false', 'satire', 'unproven')", name="verdict"
        ),
    )

    id: Mapped[PrimaryKey]
    text: Mapped[str] = mapped_column(String(LONGEST))
    # The letters of the text: the same claim is kept once, however it is written.
    key: Mapped[str] = mapped_column(String(64), unique=True)
    verdict: Mapped[str] = mapped_column(String(12))
    source_url: Mapped[str] = mapped_column(String(500), default="")
    decided_on: Mapped[date | None]
    labelled_by_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[Moment] = mapped_column(default=now)
    updated_at: Mapped[Moment] = mapped_column(default=now, onupdate=now)

    @property
    def is_imported(self) -> bool:
        """Say whether it came from a file and nobody here labelled it."""
        return self.labelled_by_id is None
