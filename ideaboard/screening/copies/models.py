"""What is kept of every post so that its copies are found."""

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.types import BigId


class CopySketch(Model):
    """The sketch of one post; a post that says too little has none."""

    __tablename__ = "copy_sketches"
    __table_args__ = (Index("ix_copy_sketches_letters", "letters", "post_id"),)

    post_id: Mapped[int] = mapped_column(BigId, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    letters: Mapped[int] = mapped_column(BigInteger)
    size: Mapped[int]
    hashes: Mapped[bytes] = mapped_column(LargeBinary)


class CopyKey(Model):
    """One of the few hashes under which a post is looked up: whoever shares one is compared."""

    __tablename__ = "copy_keys"
    # For the foreign key, and to forget a post.
    __table_args__ = (Index("ix_copy_keys_post_id", "post_id"),)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    post_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("copy_sketches.post_id", ondelete="CASCADE"), primary_key=True
    )
