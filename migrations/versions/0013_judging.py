"""Blind second looks, proposals that a second person confirms, and what authors are asked to change."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
PROPOSED = sa.text("state = 'proposed' AND undone_at IS NULL")
KINDS = "('post', 'person', 'votes', 'appeal')"
WITH_SAMPLES = "('post', 'person', 'votes', 'appeal', 'sample')"


def upgrade() -> None:
    """Go forward."""
    # Plainly, not in a batch: a batch would copy the whole table and lose its triggers.
    op.add_column("posts", sa.Column("repair_asked_at", MOMENT, nullable=True))
    _allow_kinds(WITH_SAMPLES)
    op.create_index(
        "uq_decisions_proposed",
        "decisions",
        ["case_id"],
        unique=True,
        sqlite_where=PROPOSED,
        postgresql_where=PROPOSED,
    )
    op.create_table(
        "samples",
        sa.Column("id", BIG, nullable=False),
        sa.Column("decision_id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("second_id", BIG, nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_samples_{column}"), ondelete=then)
            for column, table, then in (
                ("decision_id", "decisions", "CASCADE"),
                ("case_id", "cases", "CASCADE"),
                ("second_id", "decisions", "SET NULL"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
        *(sa.UniqueConstraint(name, name=op.f(f"uq_samples_{name}")) for name in ("decision_id", "case_id")),
    )
    op.create_index("ix_samples_second_id", "samples", ["second_id"])


def downgrade() -> None:
    """Go back; second looks and what waits for a second person cannot be said any more."""
    op.drop_table("samples")
    op.drop_index("uq_decisions_proposed", table_name="decisions")
    op.execute("DELETE FROM decisions WHERE case_id IN (SELECT id FROM cases WHERE kind = 'sample')")
    op.execute("DELETE FROM cases WHERE kind = 'sample'")
    _allow_kinds(KINDS)
    op.drop_column("posts", "repair_asked_at")


def _allow_kinds(kinds: str) -> None:
    with op.batch_alter_table("cases") as batch:
        batch.drop_constraint(op.f("ck_cases_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_cases_kind"), f"kind IN {kinds}")
