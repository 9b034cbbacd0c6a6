"""Votes that are not counted and why, where votes came from, and the counts at closing."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("votes") as batch:
        batch.add_column(sa.Column("state", sa.String(length=11), nullable=False, server_default="counted"))
        batch.add_column(sa.Column("device_hash", sa.String(length=32), nullable=False, server_default=""))
        batch.create_check_constraint(op.f("ck_votes_state"), "state IN ('counted', 'quarantined', 'void')")
        batch.create_index("ix_votes_created_at", ["created_at"])
    with op.batch_alter_table("ballots") as batch:
        batch.add_column(sa.Column("held", sa.Integer(), nullable=False, server_default="0"))
        batch.create_check_constraint(op.f("ck_ballots_held"), "held >= 0 AND held <= used")
    # Plainly, not in a batch: a batch would copy the whole table and lose its triggers.
    op.add_column("ideas", sa.Column("frozen", sa.Boolean(), nullable=False, server_default=sa.false()))
    _make_patterns()
    _make_counts()


def _make_patterns() -> None:
    op.create_table(
        "vote_patterns",
        sa.Column("id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('open', 'void', 'cleared', 'dropped')", name=op.f("ck_vote_patterns_state")),
        sa.CheckConstraint("people > 0 AND pairs > 0", name=op.f("ck_vote_patterns_numbers")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_vote_patterns_case_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_vote_patterns_idea_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_patterns")),
    )
    op.create_index("ix_vote_patterns_case_id", "vote_patterns", ["case_id"])
    op.create_index("ix_vote_patterns_idea_id", "vote_patterns", ["idea_id"])
    op.create_table(
        "pattern_votes",
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("pattern_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_pattern_votes_idea_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_pattern_votes_user_id")),
        sa.ForeignKeyConstraint(
            ["pattern_id"], ["vote_patterns.id"], name=op.f("fk_pattern_votes_pattern_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("idea_id", "user_id", name=op.f("pk_pattern_votes")),
    )
    op.create_index("ix_pattern_votes_pattern_id", "pattern_votes", ["pattern_id"])
    op.create_table(
        "pattern_looks",
        sa.Column("challenge_id", BIG, nullable=False),
        sa.Column("looked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenges.id"], name=op.f("fk_pattern_looks_challenge_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("challenge_id", name=op.f("pk_pattern_looks")),
    )


def _make_counts() -> None:
    op.create_table(
        "frozen_boards",
        sa.Column("challenge_id", BIG, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=False),
        sa.Column("frozen_at", MOMENT, nullable=False),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenges.id"], name=op.f("fk_frozen_boards_challenge_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("challenge_id", name=op.f("pk_frozen_boards")),
    )
    op.create_table(
        "frozen_counts",
        sa.Column("challenge_id", BIG, nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("checking", sa.Integer(), nullable=False),
        sa.CheckConstraint("votes >= 0 AND checking >= 0", name=op.f("ck_frozen_counts_numbers")),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["frozen_boards.challenge_id"],
            name=op.f("fk_frozen_counts_challenge_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_frozen_counts_idea_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("challenge_id", "idea_id", name=op.f("pk_frozen_counts")),
    )
    op.create_index("ix_frozen_counts_idea_id", "frozen_counts", ["idea_id"])
    op.create_table(
        "count_corrections",
        sa.Column("id", BIG, nullable=False),
        sa.Column("challenge_id", BIG, nullable=False),
        sa.Column("idea_id", BIG, nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("step <> 0", name=op.f("ck_count_corrections_step")),
        sa.ForeignKeyConstraint(
            ["challenge_id"],
            ["frozen_boards.challenge_id"],
            name=op.f("fk_count_corrections_challenge_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["idea_id"], ["ideas.id"], name=op.f("fk_count_corrections_idea_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_corrections")),
    )
    op.create_index("ix_count_corrections_challenge_id_id", "count_corrections", ["challenge_id", "id"])
    op.create_index("ix_count_corrections_idea_id", "count_corrections", ["idea_id"])


def downgrade() -> None:
    """Go back; what was not counted is gone, as its counters have it."""
    for name in ("count_corrections", "frozen_counts", "frozen_boards"):
        op.drop_table(name)
    for name in ("pattern_looks", "pattern_votes", "vote_patterns"):
        op.drop_table(name)
    op.execute("UPDATE ballots SET used = used - held, held = 0 WHERE held > 0")
    op.execute("DELETE FROM votes WHERE state <> 'counted'")
    op.drop_column("ideas", "frozen")
    with op.batch_alter_table("ballots") as batch:
        batch.drop_constraint(op.f("ck_ballots_held"), type_="check")
        batch.drop_column("held")
    with op.batch_alter_table("votes") as batch:
        batch.drop_constraint(op.f("ck_votes_state"), type_="check")
        batch.drop_index("ix_votes_created_at")
        batch.drop_column("device_hash")
        batch.drop_column("state")
