"""Pictures: rows that say whose a stored file is and what it belongs to."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.clock import now
from ideaboard.data.types import BigId, Moment, PrimaryKey

ALT_LENGTH = 200


class Picture(Model):
    """A re-encoded picture. Files: `<name>.webp` and `<name>-480.webp`.

    Unattached (`attached_at` is NULL): only its owner sees it, and it is swept after a day.
    Attached with a post: seen by whoever may see the post. Attached without one: public (a logo).
    """

    __tablename__ = "pictures"
    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0", name="size"),
        Index("ix_pictures_post_id", "post_id", "position"),
        Index(
            "ix_pictures_unattached",
            "created_at",
            sqlite_where=text("attached_at IS NULL"),
            postgresql_where=text("attached_at IS NULL"),
        ),
    )

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(String(32), unique=True)
    owner_id: Mapped[int] = mapped_column(BigId, ForeignKey("users.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("posts.id"))
    position: Mapped[int] = mapped_column(default=0)
    alt: Mapped[str] = mapped_column(String(ALT_LENGTH), default="")
    width: Mapped[int]
    height: Mapped[int]
    thumb_width: Mapped[int]
    thumb_height: Mapped[int]
    full_bytes: Mapped[int]
    thumb_bytes: Mapped[int]
    created_at: Mapped[Moment] = mapped_column(default=now)
    attached_at: Mapped[Moment | None]
