"""A number for each public page, drawn anew by triggers whenever something that the page shows changes."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

DRAWN = {
    "sqlite": "random()",
    "postgresql": "hashtextextended(pg_current_xact_id()::text || now()::text, 0)",
}
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
ALL = ("INSERT", "UPDATE", "DELETE")
# Name, table, pages it shows on, columns, condition, on what.
WATCHED = (
    (
        "ideas",
        "ideas",
        ("{row}.id", "{row}.challenge_id"),
        "challenge_id, title, excerpt, for_whom_html, why_html, listed, sent, hot, vote_count, comment_count",
        "{row}.listed",
        ALL,
    ),
    ("comments", "comments", ("{row}.idea_id",), "idea_id, reply_to_id, listed, reply_count", "{row}.listed", ALL),
    (
        "posts",
        "posts",
        (
            "CASE {row}.kind WHEN 'idea' THEN {row}.id WHEN 'comment' THEN {row}.parent_id "
            "WHEN 'challenge' THEN 0 END",
            "CASE {row}.kind WHEN 'idea' THEN {row}.parent_id END",
        ),
        "author_id, status, html, version, needs_source, source_url, label, "
        "published_at, edited_at, repair_asked_at",
        "{row}.status <> 'draft'",
        ("UPDATE",),
    ),
    (
        "pictures",
        "pictures",
        ("{row}.post_id", "(SELECT parent_id FROM posts WHERE id = {row}.post_id)"),
        "post_id, name, alt, position, thumb_width, thumb_height, thumb_bytes",
        "{row}.post_id IS NOT NULL",
        ALL,
    ),
    (
        "challenge_counts",
        "challenges",
        ("{row}.id",),
        "idea_count, voter_count, update_count",
        "",
        ("UPDATE",),
    ),
    (
        "challenges",
        "challenges",
        ("0",),
        "business_id, slug, title, sector, city, zone, licence, promise, promise_text, support_rule, opens_at, "
        "ideas_close_at, support_close_at, answers_due_on, prize_headline, listed, cancelled_at",
        "({row}.listed OR {row}.cancelled_at IS NOT NULL)",
        ALL,
    ),
    ("criteria", "criteria", ("{row}.challenge_id",), "challenge_id, position, name, weight", "", ALL),
    ("cancellations", "cancellations", ("{row}.challenge_id",), "reason, at", "", ALL),
    ("businesses", "businesses", ("0",), "slug, name, city, verified_at", "", ("UPDATE",)),
    ("memberships", "memberships", ("0",), "business_id, user_id, role", "", ALL),
    ("users", "users", ("0",), "handle, name, city, closed_at", "", ("UPDATE",)),
)


def _create(
    dialect: str, name: str, table: str, pages: tuple[str, ...], columns: str, condition: str, happens: str
) -> list[str]:
    rows = ROWS[happens]
    shown = dict.fromkeys(page.format(row=row) for row in rows for page in pages)
    work = (
        f"INSERT INTO page_versions (page, version) SELECT page, {DRAWN[dialect]} FROM "  # noqa: S608  our own names
        f"({' UNION '.join(f'SELECT {page} AS page' for page in shown)}) AS shown "
        "WHERE page IS NOT NULL ORDER BY page ON CONFLICT (page) DO UPDATE SET version = excluded.version "
        "WHERE page_versions.version <> excluded.version;"
    )
    when = f"WHEN ({' OR '.join(condition.format(row=row) for row in rows)}) " if condition else ""
    name = f"page_versions_{name}_{happens.lower()}"
    event = f"UPDATE OF {columns}" if happens == "UPDATE" else happens
    if dialect == "sqlite":
        return [f"CREATE TRIGGER {name} AFTER {event} ON {table} {when}BEGIN {work} END"]
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {work} RETURN NULL; END $$",
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} "
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {when}EXECUTE FUNCTION {name}()",
    ]


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "page_versions",
        sa.Column(
            "page", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("page", name=op.f("pk_page_versions")),
    )
    connection = op.get_bind()
    for *watched, events in WATCHED:
        for happens in events:
            for statement in _create(connection.dialect.name, *watched, happens):
                connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Go back."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, *_, events in WATCHED:
        for happens in events:
            trigger = f"page_versions_{name}_{happens.lower()}"
            op.execute(f"DROP TRIGGER {trigger}" if on_sqlite else f"DROP TRIGGER {trigger} ON {table}")
            if not on_sqlite:
                op.execute(f"DROP FUNCTION {trigger}()")
    op.drop_table("page_versions")
