"""The second step of signing in; notices about a person's own account."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
SUBJECT = "post_id IS NOT NULL OR business_id IS NOT NULL"
ACCOUNT_TOO = f"{SUBJECT} OR substr(kind, 1, 8) = 'account-'"


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "two_steps",
        sa.Column("user_id", BIG, autoincrement=False, nullable=False),
        sa.Column("sealed", sa.String(length=80), nullable=False),
        sa.Column("key_mark", sa.String(length=16), nullable=False),
        sa.Column("last_used", sa.BigInteger(), nullable=False),
        sa.Column("session_id", BIG, nullable=True),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        _of_person("two_steps"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_two_steps_session_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_two_steps")),
    )
    op.create_index("ix_two_steps_key_mark", "two_steps", ["key_mark"])
    op.create_index("ix_two_steps_session_id", "two_steps", ["session_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        _of_person("recovery_codes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("user_id", "code_hash", name=op.f("uq_recovery_codes_user_id_code_hash")),
    )
    op.create_table(
        "half_sign_ins",
        sa.Column("id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("carrying", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        _of_person("half_sign_ins"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_half_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_half_sign_ins_token_hash")),
    )
    op.create_index("ix_half_sign_ins_user_id", "half_sign_ins", ["user_id"])
    op.create_index("ix_half_sign_ins_expires_at", "half_sign_ins", ["expires_at"])
    _let_notices_be_about(ACCOUNT_TOO)


def downgrade() -> None:
    """Go back: whoever signed in in two steps signs in with the password alone again."""
    unread = "SELECT COUNT(*) FROM notices WHERE user_id = users.id AND substr(kind, 1, 8) = 'account-' AND read_at IS NULL"
    op.execute(f"UPDATE users SET unread_count = unread_count - ({unread}) WHERE unread_count > 0")
    op.execute("DELETE FROM notices WHERE substr(kind, 1, 8) = 'account-'")
    _let_notices_be_about(SUBJECT)
    op.drop_table("half_sign_ins")
    op.drop_table("recovery_codes")
    op.drop_table("two_steps")


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id"), ondelete="CASCADE")


def _let_notices_be_about(condition: str) -> None:
    with op.batch_alter_table("notices") as batch:
        batch.drop_constraint(op.f("ck_notices_subject"), type_="check")
        batch.create_check_constraint(op.f("ck_notices_subject"), condition)
