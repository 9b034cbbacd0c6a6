"""What screening learns: one model for each kind, and the examples it learns from."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "learned_models",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("version", BIG, nullable=False),
        sa.Column("kind_count", sa.Integer(), nullable=False),
        sa.Column("kept_count", sa.Integer(), nullable=False),
        sa.Column("base_kind_count", sa.Integer(), nullable=False),
        sa.Column("base_kept_count", sa.Integer(), nullable=False),
        sa.Column("calibration", sa.JSON(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("in_shadow", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("rebuilt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weights", sa.LargeBinary(), nullable=True),
        sa.Column("base", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_learned_models")),
    )
    op.create_table(
        "learning_examples",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_kind", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("moderator_id", BIG, nullable=True),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("undoes_id", BIG, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("weight > 0", name=op.f("ck_learning_examples_weight")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_learning_examples_post_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["users.id"], name=op.f("fk_learning_examples_moderator_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"],
            ["learning_examples.id"],
            name=op.f("fk_learning_examples_undoes_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_examples")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_learning_examples_kind_number")),
    )
    op.create_index("ix_learning_examples_kind_digest", "learning_examples", ["kind", "digest"])
    op.create_index("ix_learning_examples_created_at", "learning_examples", ["created_at"])
    op.create_index("ix_learning_examples_post_id", "learning_examples", ["post_id"])
    op.create_index("ix_learning_examples_moderator_id", "learning_examples", ["moderator_id"])
    op.create_index("ix_learning_examples_undoes_id", "learning_examples", ["undoes_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("learning_examples")
    op.drop_table("learned_models")
