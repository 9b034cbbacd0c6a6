"""Cases, and decisions of every kind about them. Every held post gets its case."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("status = 'open'")
ACTIONS = "('keep', 'changes', 'hide', 'remove', 'label', 'second', 'void', 'clear')"
MEASURES = "('', 'trust', 'warn', 'day', 'week', 'month', 'suspend')"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "cases",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("post_id", BIG, nullable=True),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("topic", sa.String(length=10), nullable=False),
        sa.Column("is_child", sa.Boolean(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("rank", sa.Double(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=7), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("claimed_by_id", BIG, nullable=True),
        sa.Column("claimed_until", MOMENT, nullable=True),
        sa.Column("asked_by_id", BIG, nullable=True),
        sa.CheckConstraint("kind IN ('post', 'person', 'votes', 'appeal')", name=op.f("ck_cases_kind")),
        sa.CheckConstraint("status IN ('open', 'decided')", name=op.f("ck_cases_status")),
        sa.CheckConstraint("(status = 'decided') = (closed_at IS NOT NULL)", name=op.f("ck_cases_closed_at")),
        sa.CheckConstraint("post_id IS NOT NULL OR kind = 'person'", name=op.f("ck_cases_subject")),
        sa.CheckConstraint("(claimed_by_id IS NULL) = (claimed_until IS NULL)", name=op.f("ck_cases_claimed")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_cases_post_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_cases_person_id")),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["users.id"], name=op.f("fk_cases_claimed_by_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name=op.f("fk_cases_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.create_index(
        "uq_cases_post", "cases", ["post_id", "kind"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index("ix_cases_queue", "cases", ["rank", "id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_cases_due", "cases", ["due_at", "id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_cases_post_id_id", "cases", ["post_id", "id"])
    op.create_index("ix_cases_person_id_id", "cases", ["person_id", "id"])
    op.create_index("ix_cases_closed_at", "cases", ["closed_at"])
    _give_each_post_its_case()
    _widen_decisions()


def _give_each_post_its_case() -> None:
    """Open a case for what waits, and a decided one for what was decided before there were cases."""
    link = op.get_bind()
    posts = sa.table(
        "posts", sa.column("id", BIG), sa.column("author_id", BIG), sa.column("status"), sa.column("created_at", MOMENT)
    )
    decided = sa.table(
        "decisions", sa.column("id", BIG), sa.column("post_id", BIG), sa.column("made_at", MOMENT)
    )
    cases = sa.table(
        "cases",
        *(sa.column(name) for name in ("kind", "topic", "is_child", "is_urgent", "weight", "rank", "reports", "status")),
        *(sa.column(name, BIG) for name in ("post_id", "person_id")),
        *(sa.column(name, MOMENT) for name in ("opened_at", "due_at", "closed_at")),
    )
    rows = []
    for post in link.execute(sa.select(posts).where(posts.c.status == "held").order_by(posts.c.id)):
        rows.append(_case(post, post.created_at, None))
    newest = sa.select(decided.c.post_id, sa.func.max(decided.c.made_at).label("made_at")).group_by(decided.c.post_id)
    found = newest.subquery()
    for post in link.execute(sa.select(posts, found.c.made_at).join(found, found.c.post_id == posts.c.id)):
        rows.append(_case(post, post.created_at, post.made_at))
    if rows:
        op.bulk_insert(cases, rows)


def _case(post: sa.Row, opened: datetime, closed: datetime | None) -> dict[str, object]:
    moment = opened if opened.tzinfo else opened.replace(tzinfo=UTC)
    return {
        **{"kind": "post", "topic": "other", "is_child": False, "is_urgent": False, "weight": 1.0, "reports": 0},
        "post_id": post.id,
        "person_id": post.author_id,
        "rank": moment.timestamp() / 3600,
        "status": "decided" if closed else "open",
        "opened_at": opened,
        "due_at": opened + timedelta(hours=24),
        "closed_at": closed,
    }


def _widen_decisions() -> None:
    with op.batch_alter_table("decisions") as batch:
        batch.drop_constraint(op.f("ck_decisions_action"), type_="check")
        batch.drop_constraint(op.f("ck_decisions_reason"), type_="check")
        batch.add_column(sa.Column("case_id", BIG, nullable=True))
        batch.add_column(sa.Column("person_id", BIG, nullable=True))
        batch.add_column(sa.Column("measure", sa.String(length=7), nullable=False, server_default=""))
        batch.add_column(sa.Column("state", sa.String(length=8), nullable=False, server_default="applied"))
        batch.add_column(sa.Column("facts", sa.String(length=1000), nullable=False, server_default=""))
        batch.add_column(sa.Column("second_id", BIG, nullable=True))
        batch.add_column(sa.Column("was_alone", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("is_sample", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("before", sa.String(length=10), nullable=False, server_default="held"))
    op.execute(
        "UPDATE decisions SET"
        " person_id = (SELECT author_id FROM posts WHERE posts.id = decisions.post_id),"
        " case_id = (SELECT max(cases.id) FROM cases"
        " WHERE cases.post_id = decisions.post_id AND cases.status = 'decided')"
    )
    new = ("measure", "state", "facts", "was_alone", "is_sample", "before")
    with op.batch_alter_table("decisions") as batch:
        for name in new:
            batch.alter_column(name, server_default=None)
        batch.alter_column("action", existing_type=sa.String(length=6), type_=sa.String(length=7))
        batch.alter_column("post_id", existing_type=BIG, nullable=True)
        batch.alter_column("case_id", existing_type=BIG, nullable=False)
        batch.alter_column("person_id", existing_type=BIG, nullable=False)
        batch.create_foreign_key(op.f("fk_decisions_case_id"), "cases", ["case_id"], ["id"], ondelete="CASCADE")
        batch.create_foreign_key(op.f("fk_decisions_person_id"), "users", ["person_id"], ["id"])
        batch.create_foreign_key(op.f("fk_decisions_second_id"), "users", ["second_id"], ["id"])
        batch.create_check_constraint(op.f("ck_decisions_action"), f"action IN {ACTIONS}")
        batch.create_check_constraint(op.f("ck_decisions_measure"), f"measure IN {MEASURES}")
        batch.create_check_constraint(op.f("ck_decisions_state"), "state IN ('proposed', 'applied', 'declined')")
        batch.create_check_constraint(
            op.f("ck_decisions_reason"), "reason <> '' OR action IN ('keep', 'clear', 'second', 'label')"
        )
    op.create_index("ix_decisions_case_id_id", "decisions", ["case_id", "id"])
    op.create_index("ix_decisions_person_id_id", "decisions", ["person_id", "id"])


def downgrade() -> None:
    """Go back; what the two kinds of before cannot say is left out."""
    op.drop_index("ix_decisions_person_id_id", table_name="decisions")
    op.drop_index("ix_decisions_case_id_id", table_name="decisions")
    op.execute("DELETE FROM decisions WHERE action NOT IN ('keep', 'remove') OR state <> 'applied' OR is_sample")
    op.execute("UPDATE decisions SET reason = '' WHERE action = 'keep'")
    with op.batch_alter_table("decisions") as batch:
        for name in ("action", "measure", "state", "reason"):
            batch.drop_constraint(op.f(f"ck_decisions_{name}"), type_="check")
        for name in ("case_id", "person_id", "second_id"):
            batch.drop_constraint(op.f(f"fk_decisions_{name}"), type_="foreignkey")
    with op.batch_alter_table("decisions") as batch:
        for name in ("case_id", "person_id", "measure", "state", "facts", "second_id", "was_alone", "is_sample", "before"):
            batch.drop_column(name)
        batch.alter_column("action", existing_type=sa.String(length=7), type_=sa.String(length=6))
        batch.alter_column("post_id", existing_type=BIG, nullable=False)
        batch.create_check_constraint(op.f("ck_decisions_action"), "action IN ('keep', 'remove')")
        batch.create_check_constraint(op.f("ck_decisions_reason"), "(action = 'remove') = (reason <> '')")
    op.drop_table("cases")
