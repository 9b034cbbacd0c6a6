"""A report: what somebody says is wrong with a post, and what became of it."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey
from ideaboard.posts.models import LONGEST_SOURCE

FRAUD, GAMBLING, ABUSE, HOAX, COPIED, PERSONAL = "fraud", "gambling", "abuse", "hoax", "copied", "personal"
REASONS = (FRAUD, GAMBLING, ABUSE, HOAX, COPIED, PERSONAL)
# Open; upheld or declined by a decision; void when nobody decides any more: replaced by a newer report of the
# same person, or the author took the post back.
OPEN, UPHELD, DECLINED, VOID = "open", "upheld", "declined", "void"
VISITOR = -1  # the trust of who has no confirmed account
LONGEST_CLAIM = 280
LONGEST_DETAIL = 500
_OPEN: Any = text("state = 'open'")


class Report(Model):
    """What one person says about one version of a post. A person has at most one open report of a post."""

    __tablename__ = "reports"
    __table_args__: Any = (
        CheckConstraint("reason IN ('fraud', 'gambling', 'abuse', 'hoax', 'copied', 'personal')", name="reason"),
        CheckConstraint("state IN ('open', 'upheld', 'declined', 'void')", name="state"),
        CheckConstraint("(state IN ('upheld', 'declined')) = (decision_id IS NOT NULL)", name="decision"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_at"),
        CheckConstraint("trust BETWEEN -1 AND 3", name="trust"),
        CheckConstraint("claim <> '' OR reason <> 'hoax'", name="claim"),
        Index("uq_reports_open", "post_id", "reporter_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        # Again only after an edit.
        Index("uq_reports_version", "post_id", "reporter_id", "post_version", unique=True),
        Index("ix_reports_case_id_id", "case_id", "id"),
        Index("ix_reports_reporter_id_state", "reporter_id", "state"),
        Index("ix_reports_decision_id", "decision_id"),
        Index("ix_reports_voice_id", "voice_id"),
        Index("ix_reports_made_at", "made_at"),
    )

    id: Mapped[PrimaryKey]
    post_id: Mapped[int] = mapped_column(BigId, ForeignKey("posts.id", ondelete="CASCADE"))
    post_version: Mapped[int]  # what was read
    case_id: Mapped[int] = mapped_column(BigId, ForeignKey("cases.id", ondelete="CASCADE"))
    reporter_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("users.id"))  # none: a visitor
    reason: Mapped[str] = mapped_column(String(8))
    is_child: Mapped[bool] = mapped_column(default=False)  # a child may be in danger
    claim: Mapped[str] = mapped_column(String(LONGEST_CLAIM), default="")  # what is not true
    source_url: Mapped[str] = mapped_column(String(LONGEST_SOURCE), default="")  # that says better
    detail: Mapped[str] = mapped_column(String(LONGEST_DETAIL), default="")
    # As they were when it was made: how far the reporter was trusted, on whose side they are, and what it weighs.
    trust: Mapped[int] = mapped_column(SmallInteger)
    is_team: Mapped[bool] = mapped_column(default=False)  # of the business whose challenge the post belongs to
    weight: Mapped[float]
    # The first of the reports that count once together: one network, ten minutes. None for one of its own.
    voice_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("reports.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(8), default=OPEN)
    decision_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("decisions.id", ondelete="CASCADE"))
    made_at: Mapped[Moment] = mapped_column(default=now)
    settled_at: Mapped[Moment | None]


class ReportNetwork(Model):
    """Where a report came from, for a day: a keyed hash, apart from the report so that it can be forgotten."""

    __tablename__ = "report_networks"
    __table_args__ = (
        Index("ix_report_networks_network_hash_at", "network_hash", "at"),
        Index("ix_report_networks_at", "at"),
    )

    report_id: Mapped[int] = mapped_column(BigId, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True)
    network_hash: Mapped[str] = mapped_column(String(32))
    at: Mapped[Moment] = mapped_column(default=now)
