"""A challenge, its criteria, its prizes and its cancellation; the stage follows from the clock."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideaboard.businesses.models import Business
from ideaboard.challenges.stages import FAIR, OPEN, Staged  # noqa: F401  the rules are part of the model
from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey
from ideaboard.media.models import Picture
from ideaboard.posts.models import PUBLISHED, Post

BUDGET = 5  # supports per person per challenge under the fair rule
PROMISES = ("inform", "consult", "involve", "collaborate", "empower")
LICENCES = ("permit", "buyout", "cc_by")


class Challenge(Staged, Post):  # type: ignore[misc]  # columns take the places of plain fields
    """A question of a business to its customers. Draft columns may be empty until it is published."""

    __tablename__ = "challenges"
    __table_args__ = (
        CheckConstraint("support_rule IN ('open', 'fair')", name="support_rule"),
        CheckConstraint("promise IN ('inform', 'consult', 'involve', 'collaborate', 'empower')", name="promise"),
        CheckConstraint("licence IN ('permit', 'buyout', 'cc_by')", name="licence"),
        CheckConstraint("audience IN ('anyone', 'city', 'group')", name="audience"),
        CheckConstraint("ideas_close_at > opens_at AND support_close_at >= ideas_close_at", name="order"),
        CheckConstraint("voter_count >= 0 AND idea_count >= 0", name="counts"),
        Index("ix_challenges_business_id", "business_id"),
        Index(
            "ix_challenges_listed",
            "opens_at",
            "id",
            sqlite_where=text("listed = 1"),
            postgresql_where=text("listed"),
        ),
        Index(
            "ix_challenges_closing",
            "support_close_at",
            "id",
            sqlite_where=text("listed = 1"),
            postgresql_where=text("listed"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    business_id: Mapped[int] = mapped_column(BigId, ForeignKey("businesses.id"))
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(80), default="")
    sector: Mapped[str] = mapped_column(String(12))
    city: Mapped[str] = mapped_column(String(60), default="")
    zone: Mapped[str] = mapped_column(String(4), default="WIB")
    # posts.source holds the brief.
    problem: Mapped[str] = mapped_column(Text, default="")
    limits: Mapped[str] = mapped_column(Text, default="")  # one limit a line
    good_example: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[str] = mapped_column(String(6), default="anyone")
    audience_note: Mapped[str] = mapped_column(String(120), default="")  # which city or community
    licence: Mapped[str] = mapped_column(String(6), default="permit")
    promise: Mapped[str] = mapped_column(String(11), default="consult")
    promise_text: Mapped[str] = mapped_column(String(400), default="")  # the owner's own words, optional
    support_rule: Mapped[str] = mapped_column(String(4), default=OPEN)
    opens_at: Mapped[Moment | None]
    ideas_close_at: Mapped[Moment | None]
    support_close_at: Mapped[Moment | None]  # equals ideas_close_at under the open rule
    answers_due_on: Mapped[date | None]
    prize_due_on: Mapped[date | None]
    prize_headline: Mapped[str] = mapped_column(String(160), default="")  # made from the prizes when they are saved
    wizard_step: Mapped[int] = mapped_column(default=1)  # how far the draft has come, 1-5
    # Public and not cancelled: set with the post's status, so that lists need no other table.
    listed: Mapped[bool] = mapped_column(default=False)
    idea_count: Mapped[int] = mapped_column(default=0)  # listed ideas
    voter_count: Mapped[int] = mapped_column(default=0)  # people who support anything here
    update_count: Mapped[int] = mapped_column(default=0)  # listed updates
    cancelled_at: Mapped[Moment | None]  # copied from the cancellation row: lists and stages read it
    cover_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("pictures.id"))

    business: Mapped[Business] = relationship(lazy="raise_on_sql")
    cover: Mapped[Picture | None] = relationship(lazy="raise_on_sql", foreign_keys=[cover_id])

    __mapper_args__ = {"polymorphic_identity": "challenge", "inherit_condition": id == Post.id}  # noqa: RUF012

    def forget_words(self) -> None:
        """Empty every text, and let go of the cover."""
        self.title = self.problem = self.limits = self.good_example = ""
        self.audience_note = self.promise_text = self.prize_headline = ""
        self.cover_id = None

    def on_status_change(self) -> None:
        """Keep `listed` in step."""
        self.listed = self.status == PUBLISHED and self.cancelled_at is None


class Criterion(Model):
    """One thing the ideas are judged by; the weights of a published challenge sum to 100."""

    __tablename__ = "criteria"
    __table_args__ = (
        UniqueConstraint("challenge_id", "position"),
        CheckConstraint("weight BETWEEN 0 AND 100", name="weight"),
    )

    id: Mapped[PrimaryKey]
    challenge_id: Mapped[int] = mapped_column(BigId, ForeignKey("challenges.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    weight: Mapped[int]


class Prize(Model):
    """One prize: money or something else."""

    __tablename__ = "prizes"
    __table_args__ = (
        UniqueConstraint("challenge_id", "position"),
        CheckConstraint("kind IN ('money', 'goods')", name="kind"),
        CheckConstraint("amount IS NULL OR amount > 0", name="amount"),
    )

    id: Mapped[PrimaryKey]
    challenge_id: Mapped[int] = mapped_column(BigId, ForeignKey("challenges.id", ondelete="CASCADE"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(5))
    amount: Mapped[int | None]  # whole rupiah
    description: Mapped[str] = mapped_column(String(120), default="")


class Cancellation(Model):
    """A cancelled challenge: by whom, when, and the reason everybody reads."""

    __tablename__ = "cancellations"

    challenge_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("challenges.id", ondelete="CASCADE"), primary_key=True
    )
    by_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[Moment] = mapped_column(default=now)
