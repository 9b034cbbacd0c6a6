"""What screening said of each text; which posts still need a source."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SUBJECT = (
    "(post_id IS NOT NULL AND user_id IS NULL AND business_id IS NULL)"
    " OR (post_id IS NULL AND user_id IS NOT NULL AND business_id IS NULL)"
    " OR (post_id IS NULL AND user_id IS NULL AND business_id IS NOT NULL)"
)
HELD = sa.text("status = 'held'")


def _subject(column: str, table: str) -> tuple[sa.ForeignKeyConstraint, sa.UniqueConstraint]:
    return (
        sa.ForeignKeyConstraint(
            [column], [f"{table}.id"], name=op.f(f"fk_screening_results_{column}"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint(column, name=op.f(f"uq_screening_results_{column}")),
    )


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "screening_results",
        sa.Column("id", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=True),
        sa.Column("user_id", BIG, nullable=True),
        sa.Column("business_id", BIG, nullable=True),
        sa.Column("verdict", sa.String(length=6), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.Column("masked", sa.JSON(), nullable=False),
        sa.Column("advice", sa.JSON(), nullable=False),
        sa.Column("needs_source", sa.Boolean(), nullable=False),
        sa.Column("engine", sa.String(length=40), nullable=False),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('allow', 'warn', 'hold', 'refuse')", name=op.f("ck_screening_results_verdict")
        ),
        sa.CheckConstraint(SUBJECT, name=op.f("ck_screening_results_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_results")),
        *_subject("post_id", "posts"),
        *_subject("user_id", "users"),
        *_subject("business_id", "businesses"),
    )
    op.create_index("ix_screening_results_at", "screening_results", ["at"])
    # Plainly, not in a batch: a batch would copy the whole table and lose what points at it.
    op.add_column("posts", sa.Column("needs_source", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("posts", sa.Column("source_url", sa.String(length=500), nullable=False, server_default=""))
    op.create_index("ix_posts_held", "posts", ["author_id", "id"], sqlite_where=HELD, postgresql_where=HELD)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_posts_held", table_name="posts")
    op.drop_column("posts", "source_url")
    op.drop_column("posts", "needs_source")
    op.drop_table("screening_results")
