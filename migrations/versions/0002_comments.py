"""Comments on ideas, with their threads."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

THREADS = sa.text("reply_to_id IS NULL AND (listed OR reply_count > 0)")
REPLIES = sa.text("reply_to_id IS NOT NULL")


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "comments",
        sa.Column("id", _id(), nullable=False),
        sa.Column("idea_id", _id(), nullable=False),
        sa.Column("reply_to_id", _id(), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("reply_count >= 0", name=op.f("ck_comments_reply_count")),
        sa.CheckConstraint("reply_to_id <> id", name=op.f("ck_comments_reply_to")),
        sa.ForeignKeyConstraint(["id"], ["posts.id"], name=op.f("fk_comments_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_comments_idea_id")),
        sa.ForeignKeyConstraint(["reply_to_id"], ["comments.id"], name=op.f("fk_comments_reply_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_comments_threads", ["idea_id", "id"], sqlite_where=THREADS, postgresql_where=THREADS
        )
        batch_op.create_index(
            "ix_comments_replies", ["reply_to_id", "id"], sqlite_where=REPLIES, postgresql_where=REPLIES
        )
        batch_op.create_index("ix_comments_idea_id", ["idea_id", "listed"], unique=False)


def downgrade() -> None:
    """Go back; comments are contributions of a kind that the older code does not know, so their posts go too."""
    with op.batch_alter_table("comments", schema=None) as batch_op:
        batch_op.drop_index("ix_comments_idea_id")
        batch_op.drop_index("ix_comments_replies", sqlite_where=REPLIES, postgresql_where=REPLIES)
        batch_op.drop_index("ix_comments_threads", sqlite_where=THREADS, postgresql_where=THREADS)
    op.drop_table("comments")
    op.execute("DELETE FROM post_versions WHERE post_id IN (SELECT id FROM posts WHERE kind = 'comment')")
    op.execute("DELETE FROM posts WHERE kind = 'comment'")
    op.execute("UPDATE ideas SET comment_count = 0")
