"""Appeals; published heads of the audit log with their guards, and the ways in which admins look the log up."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
REFUSE = "BEGIN SELECT RAISE(ABORT, 'published heads are never changed'); END"
SQLITE_TRIGGERS = (
    f"CREATE TRIGGER audit_heads_no_update BEFORE UPDATE ON audit_heads {REFUSE}",
    f"CREATE TRIGGER audit_heads_no_delete BEFORE DELETE ON audit_heads {REFUSE}",
    "CREATE TRIGGER audit_heads_no_replace BEFORE INSERT ON audit_heads "
    "WHEN EXISTS (SELECT 1 FROM audit_heads WHERE day = NEW.day) BEGIN SELECT RAISE(IGNORE); END",
)
POSTGRESQL_TRIGGERS = (
    "CREATE FUNCTION audit_heads_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'published heads are never changed'; END $$",
    "CREATE TRIGGER audit_heads_no_change BEFORE UPDATE OR DELETE ON audit_heads "
    "FOR EACH ROW EXECUTE FUNCTION audit_heads_refuse()",
    "CREATE TRIGGER audit_heads_no_truncate BEFORE TRUNCATE ON audit_heads "
    "FOR EACH STATEMENT EXECUTE FUNCTION audit_heads_refuse()",
)
INDEXES = {
    "ix_audit_log_actor_id_id": ["actor_id", "id"],
    "ix_audit_log_object": ["object_type", "object_id", "id"],
}


def upgrade() -> None:
    """Go forward."""
    _make_appeals()
    op.create_table(
        "audit_heads",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_audit_heads")),
    )
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_TRIGGERS if on_sqlite else POSTGRESQL_TRIGGERS:
        op.execute(statement)
    for name, columns in INDEXES.items():
        op.create_index(name, "audit_log", columns)


def _make_appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", BIG, nullable=False),
        sa.Column("decision_id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("was_alone", sa.Boolean(), nullable=False),
        sa.Column("new_decision_id", BIG, nullable=True),
        sa.CheckConstraint(
            "outcome IN ('', 'upheld', 'changed', 'overturned', 'moot')", name=op.f("ck_appeals_outcome")
        ),
        sa.CheckConstraint("(outcome = '') = (decided_at IS NULL)", name=op.f("ck_appeals_decided_at")),
        sa.CheckConstraint(
            "(outcome IN ('', 'moot')) = (decided_by_id IS NULL)", name=op.f("ck_appeals_decided_by")
        ),
        sa.CheckConstraint("answer <> '' OR decided_by_id IS NULL", name=op.f("ck_appeals_answer")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_appeals_{column}"), ondelete=then)
            for column, table, then in (
                ("decision_id", "decisions", "CASCADE"),
                ("case_id", "cases", "CASCADE"),
                ("person_id", "users", None),
                ("decided_by_id", "users", None),
                ("new_decision_id", "decisions", "SET NULL"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        *(
            sa.UniqueConstraint(name, name=op.f(f"uq_appeals_{name}"))
            for name in ("decision_id", "case_id", "new_decision_id")
        ),
    )
    op.create_index("ix_appeals_person_id_id", "appeals", ["person_id", "id"])
    op.create_index("ix_appeals_made_at", "appeals", ["made_at"])


def downgrade() -> None:
    """Go back; what was published is in the admins' mail still."""
    for name in INDEXES:
        op.drop_index(name, table_name="audit_log")
    op.drop_table("audit_heads")
    op.drop_table("appeals")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_heads_refuse()")
