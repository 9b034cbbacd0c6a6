"""An idea and every key it is listed by."""

import math
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideaboard.challenges.models import Challenge
from ideaboard.data.types import BigId, Moment
from ideaboard.extensions import db
from ideaboard.ideas.paths import idea_path, slug_of
from ideaboard.posts.models import PUBLISHED, Post

SHUFFLES = 8
# A tenfold of support weighs as much as two days of age.
HOT_SECONDS = 2 * 24 * 3600
DAMPED_DAYS = 4  # a labelled claim weighs as much as a hundredfold of support
_LISTED: Any = {"sqlite_where": text("listed = 1"), "postgresql_where": text("listed")}


def _random_place() -> int:
    return secrets.randbelow(2**31)


def hot_at(votes: int, published_at: datetime) -> float:
    """Return the stored hot rank, in days since 1970: newer and more supported is higher, and it never ages."""
    return (published_at.timestamp() + HOT_SECONDS * math.log10(votes + 1)) / 86400


class Idea(Post):
    """An answer to a challenge. posts.source holds the main text."""

    __tablename__ = "ideas"
    __table_args__ = (
        CheckConstraint("vote_count >= 0 AND comment_count >= 0 AND seen_count >= 0", name="counts"),
        *(
            Index(f"ix_ideas_{key}", "challenge_id", key, "id", **_LISTED)
            for key in ("sent", "hot", "vote_count", "seen_count", *(f"shuffle_{n}" for n in range(SHUFFLES)))
        ),
        # For the owner and for erasure; the partial ones above serve the board.
        Index(
            "ix_ideas_challenge_id_unlisted",
            "challenge_id",
            "id",
            sqlite_where=text("listed = 0"),
            postgresql_where=text("NOT listed"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    challenge_id: Mapped[int] = mapped_column(BigId, ForeignKey("challenges.id"))
    title: Mapped[str] = mapped_column(String(80))
    excerpt: Mapped[str] = mapped_column(String(240), default="")  # plain text, cut for cards
    for_whom: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(Text, default="")
    for_whom_html: Mapped[str] = mapped_column(Text, default="")
    why_html: Mapped[str] = mapped_column(Text, default="")
    licence: Mapped[str] = mapped_column(String(6))
    licence_version: Mapped[str] = mapped_column(String(20))
    licence_agreed_at: Mapped[Moment | None]
    # Shown on boards: set with the post's status in the same transaction.
    listed: Mapped[bool] = mapped_column(default=False)
    # When it was sent, in days since 1970: a draft may be much older than that.
    sent: Mapped[float] = mapped_column(default=0.0)
    hot: Mapped[float] = mapped_column(default=0.0)
    vote_count: Mapped[int] = mapped_column(default=0)
    # Support closed and the counts are kept as they were then: no vote comes or goes any more.
    frozen: Mapped[bool] = mapped_column(default=False)
    comment_count: Mapped[int] = mapped_column(default=0)
    seen_count: Mapped[int] = mapped_column(default=0)
    shuffle_0: Mapped[int] = mapped_column(default=_random_place)
    shuffle_1: Mapped[int] = mapped_column(default=_random_place)
    shuffle_2: Mapped[int] = mapped_column(default=_random_place)
    shuffle_3: Mapped[int] = mapped_column(default=_random_place)
    shuffle_4: Mapped[int] = mapped_column(default=_random_place)
    shuffle_5: Mapped[int] = mapped_column(default=_random_place)
    shuffle_6: Mapped[int] = mapped_column(default=_random_place)
    shuffle_7: Mapped[int] = mapped_column(default=_random_place)

    challenge: Mapped[Challenge] = relationship(lazy="raise_on_sql", foreign_keys=[challenge_id])

    __mapper_args__ = {"polymorphic_identity": "idea", "inherit_condition": id == Post.id}  # noqa: RUF012

    @property
    def slug(self) -> str:
        """The readable end of the idea's address."""
        return slug_of(self.title)

    @property
    def path(self) -> str:
        """The idea's address on this site."""
        return idea_path(self.id, self.slug)

    def forget_words(self) -> None:
        """Empty every text; a title has to be there."""
        self.title, self.excerpt, self.licence_version = "–", "", ""
        self.for_whom = self.why = self.for_whom_html = self.why_html = ""

    def on_status_change(self) -> None:
        """Keep `listed` in step, and with it the number of listed ideas of the challenge."""
        before, self.listed = bool(self.listed), self.status == PUBLISHED
        if self.published_at:
            self.sent = hot_at(0, self.published_at)
        if self.listed and not before and self.published_at:
            # Nobody gives or takes support back meanwhile, and a held idea loses nothing by having waited.
            self.hot = hot_at(self.vote_count or 0, self.published_at) - (DAMPED_DAYS if self.is_damped else 0)
        if self.listed != before:
            _count_idea(self.challenge_id, 1 if self.listed else -1)


def _count_idea(challenge_id: int, step: int) -> None:
    changed = update(Challenge).where(Challenge.id == challenge_id).values(idea_count=Challenge.idea_count + step)
    db.session.execute(changed.execution_options(synchronize_session=False))
