"""Updates of challenges, and how many each challenge shows."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "updates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "challenge_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("excerpt", sa.String(length=120), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenges.id"], name=op.f("fk_updates_challenge_id")
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["posts.id"], name=op.f("fk_updates_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_updates")),
    )
    op.create_index(
        "ix_updates_listed",
        "updates",
        ["challenge_id", "id"],
        sqlite_where=sa.text("listed = 1"),
        postgresql_where=sa.text("listed"),
    )
    # Plainly, not in a batch: a batch would copy the whole table and lose what points at it.
    op.add_column(
        "challenges", sa.Column("update_count", sa.Integer(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    """Go back: updates are posts, so their posts go with them."""
    op.drop_column("challenges", "update_count")
    gone = "SELECT id FROM posts WHERE kind = 'update'"
    op.execute(f"UPDATE pictures SET post_id = NULL, attached_at = NULL WHERE post_id IN ({gone})")
    op.execute(f"DELETE FROM post_versions WHERE post_id IN ({gone})")
    op.drop_table("updates")
    op.execute("DELETE FROM posts WHERE kind = 'update'")
