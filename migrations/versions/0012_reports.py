"""Reports of posts, and for a day where they came from."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("state = 'open'")
REASONS = "('fraud', 'gambling', 'abuse', 'hoax', 'copied', 'personal')"
INDEXES = (
    ("ix_reports_case_id_id", ["case_id", "id"]),
    ("ix_reports_reporter_id_state", ["reporter_id", "state"]),
    ("ix_reports_decision_id", ["decision_id"]),
    ("ix_reports_voice_id", ["voice_id"]),
    ("ix_reports_made_at", ["made_at"]),
)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "reports",
        sa.Column("id", BIG, nullable=False),
        sa.Column("post_id", BIG, nullable=False),
        sa.Column("post_version", sa.Integer(), nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("reporter_id", BIG, nullable=True),
        sa.Column("reason", sa.String(length=8), nullable=False),
        sa.Column("is_child", sa.Boolean(), nullable=False),
        sa.Column("claim", sa.String(length=280), nullable=False),
        sa.Column("source_url", sa.String(length=500), nullable=False),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.Column("trust", sa.SmallInteger(), nullable=False),
        sa.Column("is_team", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("voice_id", BIG, nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("decision_id", BIG, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.CheckConstraint(f"reason IN {REASONS}", name=op.f("ck_reports_reason")),
        sa.CheckConstraint("state IN ('open', 'upheld', 'declined', 'void')", name=op.f("ck_reports_state")),
        sa.CheckConstraint(
            "(state IN ('upheld', 'declined')) = (decision_id IS NOT NULL)", name=op.f("ck_reports_decision")
        ),
        sa.CheckConstraint("(state = 'open') = (settled_at IS NULL)", name=op.f("ck_reports_settled_at")),
        sa.CheckConstraint("trust BETWEEN -1 AND 3", name=op.f("ck_reports_trust")),
        sa.CheckConstraint("claim <> '' OR reason <> 'hoax'", name=op.f("ck_reports_claim")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_reports_post_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_reports_case_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reporter_id"], ["users.id"], name=op.f("fk_reports_reporter_id")),
        sa.ForeignKeyConstraint(
            ["voice_id"], ["reports.id"], name=op.f("fk_reports_voice_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_reports_decision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    both = ["post_id", "reporter_id"]
    op.create_index("uq_reports_open", "reports", both, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("uq_reports_version", "reports", [*both, "post_version"], unique=True)
    for name, columns in INDEXES:
        op.create_index(name, "reports", columns)
    _networks()


def _networks() -> None:
    op.create_table(
        "report_networks",
        sa.Column("report_id", BIG, nullable=False),
        sa.Column("network_hash", sa.String(length=32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_report_networks_report_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_report_networks")),
    )
    op.create_index("ix_report_networks_network_hash_at", "report_networks", ["network_hash", "at"])
    op.create_index("ix_report_networks_at", "report_networks", ["at"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("report_networks")
    op.drop_table("reports")
