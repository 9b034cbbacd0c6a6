"""An update of a challenge: posts.source holds its text, pictures point at the post."""

from sqlalchemy import ForeignKey, Index, String, text, update
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.challenges.models import Challenge
from ideaboard.data.types import BigId
from ideaboard.extensions import db
from ideaboard.posts.models import PUBLISHED, Post


class Update(Post):
    """News from the people who run a challenge."""

    __tablename__ = "updates"
    __table_args__ = (
        Index(
            "ix_updates_listed",
            "challenge_id",
            "id",
            sqlite_where=text("listed = 1"),
            postgresql_where=text("listed"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    challenge_id: Mapped[int] = mapped_column(BigId, ForeignKey("challenges.id"))
    excerpt: Mapped[str] = mapped_column(String(120), default="")  # plain text, for feeds and titles
    # Shown on the tab: set with the post's status in the same transaction.
    listed: Mapped[bool] = mapped_column(default=False)

    __mapper_args__ = {"polymorphic_identity": "update", "inherit_condition": id == Post.id}  # noqa: RUF012

    def forget_words(self) -> None:
        """Empty the line that feeds show."""
        self.excerpt = ""

    def on_status_change(self) -> None:
        """Keep `listed` in step, and with it the number that the tab shows."""
        before, self.listed = bool(self.listed), self.status == PUBLISHED
        if self.listed != before:
            _count(self.challenge_id, 1 if self.listed else -1)


def _count(challenge_id: int, step: int) -> None:
    changed = update(Challenge).where(Challenge.id == challenge_id)
    changed = changed.values(update_count=Challenge.update_count + step)
    db.session.execute(changed.execution_options(synchronize_session=False))
