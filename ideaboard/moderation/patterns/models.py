"""Why votes were taken out of the count, and which; and until when each challenge was looked at."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey

OPEN, VOID, CLEARED, DROPPED = "open", "void", "cleared", "dropped"  # dropped: the idea went, and its support back


class Pattern(Model):
    """A group that seems to support an idea together: only numbers; its votes are rows of their own."""

    __tablename__ = "vote_patterns"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'void', 'cleared', 'dropped')", name="state"),
        CheckConstraint("people > 0 AND pairs > 0", name="numbers"),
    )

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    idea_id: Mapped[int] = mapped_column(BigId, ForeignKey("ideas.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(7), default=OPEN)
    people: Mapped[int]  # in the whole group, also those whose votes were dealt with before
    pairs: Mapped[int]
    signs: Mapped[dict[str, Any]] = mapped_column(JSON)  # sign of votes/rings → pairs that show it
    found_at: Mapped[Moment] = mapped_column(default=now)


class PatternVote(Model):
    """One vote of a pattern. A vote is questioned once: what a moderator cleared is not asked about again."""

    __tablename__ = "pattern_votes"

    idea_id: Mapped[int] = mapped_column(BigId, ForeignKey("ideas.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), primary_key=True)
    pattern_id: Mapped[int] = mapped_column(BigId, ForeignKey("vote_patterns.id", ondelete="CASCADE"), index=True)


class PatternLook(Model):
    """Up to when the votes of a challenge were looked at."""

    __tablename__ = "pattern_looks"

    challenge_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("challenges.id", ondelete="CASCADE"), primary_key=True
    )
    looked_at: Mapped[Moment]
