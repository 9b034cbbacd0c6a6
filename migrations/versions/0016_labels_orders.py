"""Claim labels, legal orders and their sealed copies."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
VERDICTS = "('true', 'context', 'misleading', 'false', 'satire', 'unproven')"
IN_FORCE = sa.text("lifted_at IS NULL")


def upgrade() -> None:
    """Go forward."""
    # Plainly, not in a batch: a batch would copy the whole table and lose its triggers.
    op.add_column("posts", sa.Column("label", sa.JSON(), nullable=True))
    _make_labels()
    _make_orders()


def _make_labels() -> None:
    keys = (("decision_id", "decisions", "CASCADE"), ("post_id", "posts", "CASCADE"))
    keys += (("retired_by_id", "decisions", "SET NULL"), ("claim_id", "claims", None))
    op.create_table(
        "claim_labels",
        sa.Column("id", BIG, nullable=False),
        sa.Column("decision_id", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("claim", sa.String(length=280), nullable=False),
        sa.Column("rationale", sa.String(length=600), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("applied_at", MOMENT, nullable=True),
        sa.Column("reopened_at", MOMENT, nullable=True),
        sa.Column("retired_by_id", BIG, nullable=True),
        sa.Column("claim_id", BIG, nullable=True),
        sa.Column("claim_before", sa.JSON(), nullable=True),
        sa.CheckConstraint(f"verdict IN {VERDICTS}", name=op.f("ck_claim_labels_verdict")),
        sa.CheckConstraint("claim <> '' AND rationale <> ''", name=op.f("ck_claim_labels_words")),
        sa.CheckConstraint("NOT (is_active AND retired_by_id IS NOT NULL)", name=op.f("ck_claim_labels_retired")),
        *_foreign_keys("claim_labels", keys),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_labels")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_claim_labels_decision_id")),
    )
    op.create_index(
        "uq_claim_labels_active",
        "claim_labels",
        ["post_id"],
        unique=True,
        sqlite_where=sa.text("is_active = 1"),
        postgresql_where=sa.text("is_active"),
    )
    op.create_index("ix_claim_labels_post_id_id", "claim_labels", ["post_id", "id"])
    for name in ("retired_by_id", "claim_id"):
        op.create_index(f"ix_claim_labels_{name}", "claim_labels", [name])


def _make_orders() -> None:
    people = ("person_id", "entered_by_id", "lifted_by_id")
    keys = (("post_id", "posts", None), *((name, "users", None) for name in people))
    op.create_table(
        "legal_orders",
        sa.Column("id", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("authority", sa.String(length=120), nullable=False),
        sa.Column("ground", sa.String(length=600), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("applied_at", MOMENT, nullable=False),
        sa.Column("entered_by_id", BIG, nullable=False),
        sa.Column("before", sa.String(length=10), nullable=False),
        sa.Column("objection", sa.String(length=1000), nullable=False),
        sa.Column("objected_at", MOMENT, nullable=True),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.Column("lifted_by_id", BIG, nullable=True),
        sa.Column("outcome", sa.String(length=600), nullable=False),
        sa.CheckConstraint("hours IN (4, 24)", name=op.f("ck_legal_orders_hours")),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name=op.f("ck_legal_orders_lifted")),
        sa.CheckConstraint("(objection = '') = (objected_at IS NULL)", name=op.f("ck_legal_orders_objection")),
        *_foreign_keys("legal_orders", keys),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_orders")),
    )
    op.create_index(
        "uq_legal_orders_in_force",
        "legal_orders",
        ["post_id"],
        unique=True,
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )
    op.create_index("ix_legal_orders_post_id_id", "legal_orders", ["post_id", "id"])
    for name in ("person_id", "applied_at"):
        op.create_index(f"ix_legal_orders_{name}", "legal_orders", [name])
    op.create_table(
        "sealed_copies",
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("pictures", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        *_foreign_keys("sealed_copies", (("order_id", "legal_orders", "CASCADE"),)),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_sealed_copies")),
    )


def _foreign_keys(table: str, keys: tuple[tuple[str, str, str | None], ...]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"), ondelete=then)
        for name, other, then in keys
    ]


def downgrade() -> None:
    """Go back; posts that orders hide stay hidden, labels are no longer shown."""
    op.drop_table("sealed_copies")
    op.drop_table("legal_orders")
    op.drop_table("claim_labels")
    op.drop_column("posts", "label")
