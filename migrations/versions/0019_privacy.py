"""Copies of people's data, what was given out about them, consents that can be withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
CLEARED_AWAY = (
    ("ix_posts_drafts", "created_at", sa.text("status = 'draft'")),
    ("ix_posts_withdrawn_at", "withdrawn_at", sa.text("withdrawn_at IS NOT NULL")),
)


def upgrade() -> None:
    """Go forward. Everybody has agreed to the newest terms that they agreed to so far."""
    op.add_column("consents", sa.Column("withdrawn_at", MOMENT, nullable=True))
    # Plainly, not in a batch: a batch would make the table of people anew.
    op.add_column("users", sa.Column("terms", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("users", sa.Column("answer_mails", sa.Boolean(), nullable=False, server_default=sa.true()))
    newest = (
        "SELECT version FROM consents WHERE consents.user_id = users.id AND purpose = 'terms' "
        "ORDER BY id DESC LIMIT 1"
    )
    op.execute(f"UPDATE users SET terms = coalesce(({newest}), '')")
    op.add_column("posts", sa.Column("withdrawn_at", MOMENT, nullable=True))
    op.execute("UPDATE posts SET withdrawn_at = CURRENT_TIMESTAMP WHERE status = 'withdrawn'")
    for name, column, where in CLEARED_AWAY:
        op.create_index(name, "posts", [column], sqlite_where=where, postgresql_where=where)
    _make_exports()
    _make_disclosures()


def _make_exports() -> None:
    op.create_table(
        "data_exports",
        sa.Column("id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("ready_at", MOMENT, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("failed_at", MOMENT, nullable=True),
        sa.CheckConstraint("(ready_at IS NULL) = (expires_at IS NULL)", name=op.f("ck_data_exports_expires_at")),
        sa.CheckConstraint("ready_at IS NULL OR failed_at IS NULL", name=op.f("ck_data_exports_outcome")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_data_exports_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_exports")),
    )
    op.create_index("ix_data_exports_user_id_id", "data_exports", ["user_id", "id"])
    op.create_index("ix_data_exports_expires_at", "data_exports", ["expires_at"])


def _make_disclosures() -> None:
    op.create_table(
        "disclosures",
        sa.Column("id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("by_id", BIG, nullable=True),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("reason <> '' AND recipient <> ''", name=op.f("ck_disclosures_words")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_disclosures_user_id")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_disclosures_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
    )
    op.create_index("ix_disclosures_user_id", "disclosures", ["user_id"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("disclosures")
    op.drop_table("data_exports")
    for name, _column, _where in CLEARED_AWAY:
        op.drop_index(name, "posts")
    op.drop_column("posts", "withdrawn_at")
    op.drop_column("users", "answer_mails")
    op.drop_column("users", "terms")
    op.drop_column("consents", "withdrawn_at")
