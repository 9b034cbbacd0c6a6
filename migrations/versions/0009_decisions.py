"""Decisions about held posts, what waits for one, and the operating points that admins chose."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
HELD = sa.text("status = 'held'")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "decisions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("post_version", sa.Integer(), nullable=False),
        sa.Column("moderator_id", BIG, nullable=False),
        sa.Column("action", sa.String(length=6), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("was_new", sa.Boolean(), nullable=False),
        sa.Column("taught", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.CheckConstraint("action IN ('keep', 'remove')", name=op.f("ck_decisions_action")),
        sa.CheckConstraint("(action = 'remove') = (reason <> '')", name=op.f("ck_decisions_reason")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_decisions_post_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["moderator_id"], ["users.id"], name=op.f("fk_decisions_moderator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index("ix_decisions_post_id_id", "decisions", ["post_id", "id"])
    op.create_index("ix_decisions_moderator_id_made_at", "decisions", ["moderator_id", "made_at"])
    op.create_index("ix_decisions_made_at", "decisions", ["made_at"])
    op.create_table(
        "screening_choices",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("warn", sa.String(length=8), nullable=False),
        sa.Column("hold", sa.String(length=8), nullable=False),
        sa.Column("refuse", sa.String(length=8), nullable=False),
        sa.Column("changed_by_id", BIG, nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["users.id"], name=op.f("fk_screening_choices_changed_by_id")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_screening_choices")),
    )
    op.create_index("ix_posts_waiting", "posts", ["id"], sqlite_where=HELD, postgresql_where=HELD)


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_posts_waiting", table_name="posts")
    op.drop_table("screening_choices")
    op.drop_table("decisions")
