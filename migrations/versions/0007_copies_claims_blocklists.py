"""Copies of posts, known claims, and blocklists."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    _create_copies()
    _create_claims()
    _create_blocklists()


def _create_copies() -> None:
    op.create_table(
        "copy_sketches",
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("letters", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_copy_sketches_post_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_copy_sketches")),
    )
    op.create_index("ix_copy_sketches_letters", "copy_sketches", ["letters", "post_id"])
    op.create_table(
        "copy_keys",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["copy_sketches.post_id"], name=op.f("fk_copy_keys_post_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "post_id", name=op.f("pk_copy_keys")),
    )
    op.create_index("ix_copy_keys_post_id", "copy_keys", ["post_id"])


def _create_claims() -> None:
    op.create_table(
        "list_versions",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_list_versions")),
    )
    op.create_table(
        "claims",
        sa.Column("id", BIG, nullable=False),
        sa.Column("text", sa.String(length=280), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("source_url", sa.String(length=500), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("labelled_by_id", BIG, nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "verdict IN ('true', 'context', 'misleading', 'false', 'satire', 'unproven')",
            name=op.f("ck_claims_verdict"),
        ),
        sa.ForeignKeyConstraint(["labelled_by_id"], ["users.id"], name=op.f("fk_claims_labelled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
        sa.UniqueConstraint("key", name=op.f("uq_claims_key")),
    )


def _create_blocklists() -> None:
    op.create_table(
        "blocklist_entries",
        sa.Column("id", BIG, nullable=False),
        sa.Column("mode", sa.String(length=5), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("text", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("action", sa.String(length=6), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("created_by_id", BIG, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("shadow_until", MOMENT, nullable=True),
        sa.Column("dropped_at", MOMENT, nullable=True),
        sa.CheckConstraint("mode IN ('block', 'allow')", name=op.f("ck_blocklist_entries_mode")),
        sa.CheckConstraint(
            "kind IN ('word', 'pattern', 'domain', 'network')", name=op.f("ck_blocklist_entries_kind")
        ),
        sa.CheckConstraint(
            "action IN ('log', 'warn', 'hold', 'refuse')", name=op.f("ck_blocklist_entries_action")
        ),
        sa.CheckConstraint("action <> 'refuse' OR kind = 'domain'", name=op.f("ck_blocklist_entries_refuse")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_blocklist_entries_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocklist_entries")),
        sa.UniqueConstraint("mode", "kind", "key", name=op.f("uq_blocklist_entries_mode_kind_key")),
    )
    op.create_table(
        "blocklist_hits",
        sa.Column("entry_id", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("action", sa.String(length=6), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["blocklist_entries.id"], name=op.f("fk_blocklist_hits_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_blocklist_hits_post_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "post_id", name=op.f("pk_blocklist_hits")),
    )
    op.create_index("ix_blocklist_hits_post_id", "blocklist_hits", ["post_id"])


def downgrade() -> None:
    """Go back."""
    for name in ("blocklist_hits", "blocklist_entries", "claims", "list_versions", "copy_keys", "copy_sketches"):
        op.drop_table(name)
