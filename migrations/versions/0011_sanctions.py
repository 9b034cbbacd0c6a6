"""Sanctions, trust given by moderators, and what a person may not do meanwhile."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
STANDS = sa.text("lifted_at IS NULL")


def upgrade() -> None:
    """Go forward."""
    # Plainly, not in a batch: a batch would copy the whole table and lose what points at it.
    op.add_column("users", sa.Column("silenced_until", MOMENT, nullable=True))
    op.add_column("users", sa.Column("suspended_at", MOMENT, nullable=True))
    op.create_index("ix_votes_user_id_created_at", "votes", ["user_id", "created_at"])
    op.create_table(
        "sanctions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("decision_id", BIG, nullable=True),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.CheckConstraint("kind IN ('warn', 'silence', 'suspend')", name=op.f("ck_sanctions_kind")),
        sa.CheckConstraint("(kind = 'silence') = (until IS NOT NULL)", name=op.f("ck_sanctions_until")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_sanctions_decision_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_sanctions_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanctions")),
    )
    op.create_index("ix_sanctions_person_id_id", "sanctions", ["person_id", "id"])
    op.create_index(
        "uq_sanctions_decision_id",
        "sanctions",
        ["decision_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    op.create_table(
        "trust_grants",
        sa.Column("id", BIG, nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("decision_id", BIG, nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 3", name=op.f("ck_trust_grants_level")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_trust_grants_decision_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["users.id"], name=op.f("fk_trust_grants_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_grants")),
    )
    op.create_index("ix_trust_grants_person_id", "trust_grants", ["person_id"])
    op.create_index("ix_trust_grants_decision_id", "trust_grants", ["decision_id"])
    _store_what_was_earned()


def _store_what_was_earned() -> None:
    """Make members of those who were counted as members at every post; the first night does the rest."""
    users = sa.table("users", sa.column("id", BIG), sa.column("trust_level"), sa.column("created_at", MOMENT))
    posts = sa.table("posts", sa.column("author_id", BIG), sa.column("status"), sa.column("published_at", MOMENT))
    yesterday = datetime.now(UTC) - timedelta(hours=24)
    stood = sa.select(sa.func.count()).select_from(posts).where(posts.c.author_id == users.c.id)
    stood = stood.where(posts.c.status == "published", posts.c.published_at <= yesterday).scalar_subquery()
    old = (users.c.trust_level == 0, users.c.created_at <= yesterday)
    op.execute(sa.update(users).where(*old, stood >= 2).values(trust_level=1))


def downgrade() -> None:
    """Go back; who was kept from writing may write again, for nothing else knows of it."""
    op.drop_table("trust_grants")
    op.drop_table("sanctions")
    op.drop_index("ix_votes_user_id_created_at", table_name="votes")
    op.drop_column("users", "suspended_at")
    op.drop_column("users", "silenced_until")
