"""A comment on an idea, or a reply to one; the text is the post's."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ideaboard.data.types import BigId
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.models import PUBLISHED, Post

# A deleted comment keeps its place while it has replies. Queries say the same words as the index.
THREADS = "comments.reply_to_id IS NULL AND (comments.listed OR comments.reply_count > 0)"
_IN_INDEX = text(THREADS.replace("comments.", ""))
_REPLIES: Any = text("reply_to_id IS NOT NULL")


class Comment(Post):
    """What somebody says about an idea. posts.parent_id is the idea, for replies too."""

    __tablename__ = "comments"
    __table_args__ = (
        CheckConstraint("reply_count >= 0", name="reply_count"),
        CheckConstraint("reply_to_id <> id", name="reply_to"),
        Index("ix_comments_threads", "idea_id", "id", sqlite_where=_IN_INDEX, postgresql_where=_IN_INDEX),
        Index("ix_comments_replies", "reply_to_id", "id", sqlite_where=_REPLIES, postgresql_where=_REPLIES),
        # For the foreign key: without it, deleting an idea would read every comment. The second column keeps it
        # from looking as good as the first index to SQLite, whose row ids would make it a sorted one.
        Index("ix_comments_idea_id", "idea_id", "listed"),
    )

    id: Mapped[int] = mapped_column(BigId, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(BigId, ForeignKey("ideas.id"))
    # The comment that begins the thread; empty when this one does.
    reply_to_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("comments.id"))
    listed: Mapped[bool] = mapped_column(default=False)  # readable: set with the post's status
    reply_count: Mapped[int] = mapped_column(default=0)  # listed replies

    idea: Mapped[Idea] = relationship(lazy="raise_on_sql", foreign_keys=[idea_id])

    __mapper_args__ = {"polymorphic_identity": "comment", "inherit_condition": id == Post.id}  # noqa: RUF012

    @property
    def path(self) -> str:
        """The comment's address on this site."""
        return f"/k/{self.id}"

    def on_status_change(self) -> None:
        """Keep `listed` in step, and with it the counts of the idea and of the thread.

        Everybody locks in one order: post, idea, thread. So the counts come first, before this row is written.
        """
        before, after = bool(self.listed), self.status == PUBLISHED
        if after != before:
            with db.session.no_autoflush:
                _count(Idea.__table__, Idea.__table__.c.comment_count, self.idea_id, 1 if after else -1)
                if self.reply_to_id is not None:
                    replies = Comment.__table__.c.reply_count
                    _count(Comment.__table__, replies, self.reply_to_id, 1 if after else -1)
        self.listed = after


def _count(table: Any, column: Any, ident: int, step: int) -> None:
    db.session.execute(update(table).where(table.c.id == ident).values({column.name: column + step}))
