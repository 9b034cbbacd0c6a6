"""Search index: one row per thing that can be found, kept by triggers; FTS5 on SQLite, tsvector on PostgreSQL."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE VIRTUAL TABLE search_fts USING fts5(title, body, challenge_id, content='search_entries', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
    "CREATE TRIGGER search_entries_insert AFTER INSERT ON search_entries BEGIN INSERT INTO search_fts (rowid, title, body, challenge_id) VALUES (NEW.id, NEW.title, NEW.body, NEW.challenge_id); END",
    "CREATE TRIGGER search_entries_update AFTER UPDATE ON search_entries BEGIN INSERT INTO search_fts (search_fts, rowid, title, body, challenge_id) VALUES ('delete', OLD.id, OLD.title, OLD.body, OLD.challenge_id); INSERT INTO search_fts (rowid, title, body, challenge_id) VALUES (NEW.id, NEW.title, NEW.body, NEW.challenge_id); END",
    "CREATE TRIGGER search_entries_delete AFTER DELETE ON search_entries BEGIN INSERT INTO search_fts (search_fts, rowid, title, body, challenge_id) VALUES ('delete', OLD.id, OLD.title, OLD.body, OLD.challenge_id); END",
    "CREATE VIRTUAL TABLE search_fts_words USING fts5vocab(search_fts, row)",
    "CREATE TRIGGER search_business_insert AFTER INSERT ON businesses BEGIN DELETE FROM search_entries WHERE kind = 'business' AND object_id = NEW.id AND NOT EXISTS (SELECT 'business', b.id, NULL, b.name, b.city || ' ' || b.about FROM businesses b WHERE true AND b.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'business', b.id, NULL, b.name, b.city || ' ' || b.about FROM businesses b WHERE true AND b.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; END",
    "CREATE TRIGGER search_business_businesses AFTER UPDATE OF name, city, about ON businesses BEGIN DELETE FROM search_entries WHERE kind = 'business' AND object_id = NEW.id AND NOT EXISTS (SELECT 'business', b.id, NULL, b.name, b.city || ' ' || b.about FROM businesses b WHERE true AND b.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'business', b.id, NULL, b.name, b.city || ' ' || b.about FROM businesses b WHERE true AND b.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; END",
    "CREATE TRIGGER search_business_delete AFTER DELETE ON businesses BEGIN DELETE FROM search_entries WHERE kind = 'business' AND object_id = OLD.id; END",
    "CREATE TRIGGER search_challenge_insert AFTER INSERT ON challenges BEGIN DELETE FROM search_entries WHERE kind = 'challenge' AND object_id = NEW.id AND NOT EXISTS (SELECT 'challenge', c.id, c.id, c.title, p.source || ' ' || c.problem || ' ' || c.limits || ' ' || c.city FROM challenges c JOIN posts p ON p.id = c.id WHERE p.status = 'published' AND c.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'challenge', c.id, c.id, c.title, p.source || ' ' || c.problem || ' ' || c.limits || ' ' || c.city FROM challenges c JOIN posts p ON p.id = c.id WHERE p.status = 'published' AND c.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; END",
    "CREATE TRIGGER search_challenge_challenges AFTER UPDATE OF title, problem, limits, city ON challenges BEGIN DELETE FROM search_entries WHERE kind = 'challenge' AND object_id = NEW.id AND NOT EXISTS (SELECT 'challenge', c.id, c.id, c.title, p.source || ' ' || c.problem || ' ' || c.limits || ' ' || c.city FROM challenges c JOIN posts p ON p.id = c.id WHERE p.status = 'published' AND c.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'challenge', c.id, c.id, c.title, p.source || ' ' || c.problem || ' ' || c.limits || ' ' || c.city FROM challenges c JOIN posts p ON p.id = c.id WHERE p.status = 'published' AND c.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; END",
    "CREATE TRIGGER search_challenge_posts AFTER UPDATE OF status, source ON posts BEGIN DELETE FROM search_entries WHERE kind = 'challenge' AND object_id = NEW.id AND NOT EXISTS (SELECT 'challenge', c.id, c.id, c.title, p.source || ' ' || c.problem || ' ' || c.limits || ' ' || c.city FROM challenges c JOIN posts p ON p.id = c.id WHERE p.status = 'published' AND c.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'challenge', c.id, c.id, c.title, p.source || ' ' || c.problem || ' ' || c.limits || ' ' || c.city FROM challenges c JOIN posts p ON p.id = c.id WHERE p.status = 'published' AND c.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; END",
    "CREATE TRIGGER search_challenge_delete AFTER DELETE ON challenges BEGIN DELETE FROM search_entries WHERE kind = 'challenge' AND object_id = OLD.id; END",
    "CREATE TRIGGER search_idea_insert AFTER INSERT ON ideas BEGIN DELETE FROM search_entries WHERE kind = 'idea' AND object_id = NEW.id AND NOT EXISTS (SELECT 'idea', i.id, i.challenge_id, i.title, p.source || ' ' || i.for_whom || ' ' || i.why FROM ideas i JOIN posts p ON p.id = i.id WHERE p.status = 'published' AND i.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'idea', i.id, i.challenge_id, i.title, p.source || ' ' || i.for_whom || ' ' || i.why FROM ideas i JOIN posts p ON p.id = i.id WHERE p.status = 'published' AND i.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; END",
    "CREATE TRIGGER search_idea_ideas AFTER UPDATE OF title, for_whom, why ON ideas BEGIN DELETE FROM search_entries WHERE kind = 'idea' AND object_id = NEW.id AND NOT EXISTS (SELECT 'idea', i.id, i.challenge_id, i.title, p.source || ' ' || i.for_whom || ' ' || i.why FROM ideas i JOIN posts p ON p.id = i.id WHERE p.status = 'published' AND i.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'idea', i.id, i.challenge_id, i.title, p.source || ' ' || i.for_whom || ' ' || i.why FROM ideas i JOIN posts p ON p.id = i.id WHERE p.status = 'published' AND i.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; END",
    "CREATE TRIGGER search_idea_posts AFTER UPDATE OF status, source ON posts BEGIN DELETE FROM search_entries WHERE kind = 'idea' AND object_id = NEW.id AND NOT EXISTS (SELECT 'idea', i.id, i.challenge_id, i.title, p.source || ' ' || i.for_whom || ' ' || i.why FROM ideas i JOIN posts p ON p.id = i.id WHERE p.status = 'published' AND i.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'idea', i.id, i.challenge_id, i.title, p.source || ' ' || i.for_whom || ' ' || i.why FROM ideas i JOIN posts p ON p.id = i.id WHERE p.status = 'published' AND i.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; END",
    "CREATE TRIGGER search_idea_delete AFTER DELETE ON ideas BEGIN DELETE FROM search_entries WHERE kind = 'idea' AND object_id = OLD.id; END",
)
POSTGRESQL = (
    "ALTER TABLE search_entries ADD COLUMN words tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple', regexp_replace(normalize(translate(title, '-_./@+~&=?#<>:', '              '), NFD), '[\\u0300-\\u036f]', '', 'g')) || to_tsvector('indonesian', regexp_replace(normalize(translate(title, '-_./@+~&=?#<>:', '              '), NFD), '[\\u0300-\\u036f]', '', 'g')), 'A') || setweight(to_tsvector('simple', regexp_replace(normalize(translate(body, '-_./@+~&=?#<>:', '              '), NFD), '[\\u0300-\\u036f]', '', 'g')) || to_tsvector('indonesian', regexp_replace(normalize(translate(body, '-_./@+~&=?#<>:', '              '), NFD), '[\\u0300-\\u036f]', '', 'g')), 'C')) STORED",
    "CREATE INDEX ix_search_entries_words ON search_entries USING gin (words)",
    "CREATE FUNCTION search_business_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM search_entries WHERE kind = 'business' AND object_id = NEW.id AND NOT EXISTS (SELECT 'business', b.id, NULL, b.name, b.city || ' ' || b.about FROM businesses b WHERE true AND b.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'business', b.id, NULL, b.name, b.city || ' ' || b.about FROM businesses b WHERE true AND b.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; RETURN NULL; END $$",
    "CREATE TRIGGER search_business_insert AFTER INSERT ON businesses FOR EACH ROW EXECUTE FUNCTION search_business_insert()",
    "CREATE FUNCTION search_business_businesses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM search_entries WHERE kind = 'business' AND object_id = NEW.id AND NOT EXISTS (SELECT 'business', b.id, NULL, b.name, b.city || ' ' || b.about FROM businesses b WHERE true AND b.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'business', b.id, NULL, b.name, b.city || ' ' || b.about FROM businesses b WHERE true AND b.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; RETURN NULL; END $$",
    "CREATE TRIGGER search_business_businesses AFTER UPDATE OF name, city, about ON businesses FOR EACH ROW EXECUTE FUNCTION search_business_businesses()",
    "CREATE FUNCTION search_business_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM search_entries WHERE kind = 'business' AND object_id = OLD.id; RETURN NULL; END $$",
    "CREATE TRIGGER search_business_delete AFTER DELETE ON businesses FOR EACH ROW EXECUTE FUNCTION search_business_delete()",
    "CREATE FUNCTION search_challenge_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM search_entries WHERE kind = 'challenge' AND object_id = NEW.id AND NOT EXISTS (SELECT 'challenge', c.id, c.id, c.title, p.source || ' ' || c.problem || ' ' || c.limits || ' ' || c.city FROM challenges c JOIN posts p ON p.id = c.id WHERE p.status = 'published' AND c.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'challenge', c.id, c.id, c.title, p.source || ' ' || c.problem || ' ' || c.limits || ' ' || c.city FROM challenges c JOIN posts p ON p.id = c.id WHERE p.status = 'published' AND c.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; RETURN NULL; END $$",
    "CREATE TRIGGER search_challenge_insert AFTER INSERT ON challenges FOR EACH ROW EXECUTE FUNCTION search_challenge_insert()",
    "CREATE FUNCTION search_challenge_challenges() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM search_entries WHERE kind = 'challenge' AND object_id = NEW.id AND NOT EXISTS (SELECT 'challenge', c.id, c.id, c.title, p.source || ' ' || c.problem || ' ' || c.limits || ' ' || c.city FROM challenges c JOIN posts p ON p.id = c.id WHERE p.status = 'published' AND c.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'challenge', c.id, c.id, c.title, p.source || ' ' || c.problem || ' ' || c.limits || ' ' || c.city FROM challenges c JOIN posts p ON p.id = c.id WHERE p.status = 'published' AND c.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; RETURN NULL; END $$",
    "CREATE TRIGGER search_challenge_challenges AFTER UPDATE OF title, problem, limits, city ON challenges FOR EACH ROW EXECUTE FUNCTION search_challenge_challenges()",
    "CREATE FUNCTION search_challenge_posts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM search_entries WHERE kind = 'challenge' AND object_id = NEW.id AND NOT EXISTS (SELECT 'challenge', c.id, c.id, c.title, p.source || ' ' || c.problem || ' ' || c.limits || ' ' || c.city FROM challenges c JOIN posts p ON p.id = c.id WHERE p.status = 'published' AND c.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'challenge', c.id, c.id, c.title, p.source || ' ' || c.problem || ' ' || c.limits || ' ' || c.city FROM challenges c JOIN posts p ON p.id = c.id WHERE p.status = 'published' AND c.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; RETURN NULL; END $$",
    "CREATE TRIGGER search_challenge_posts AFTER UPDATE OF status, source ON posts FOR EACH ROW EXECUTE FUNCTION search_challenge_posts()",
    "CREATE FUNCTION search_challenge_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM search_entries WHERE kind = 'challenge' AND object_id = OLD.id; RETURN NULL; END $$",
    "CREATE TRIGGER search_challenge_delete AFTER DELETE ON challenges FOR EACH ROW EXECUTE FUNCTION search_challenge_delete()",
    "CREATE FUNCTION search_idea_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM search_entries WHERE kind = 'idea' AND object_id = NEW.id AND NOT EXISTS (SELECT 'idea', i.id, i.challenge_id, i.title, p.source || ' ' || i.for_whom || ' ' || i.why FROM ideas i JOIN posts p ON p.id = i.id WHERE p.status = 'published' AND i.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'idea', i.id, i.challenge_id, i.title, p.source || ' ' || i.for_whom || ' ' || i.why FROM ideas i JOIN posts p ON p.id = i.id WHERE p.status = 'published' AND i.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; RETURN NULL; END $$",
    "CREATE TRIGGER search_idea_insert AFTER INSERT ON ideas FOR EACH ROW EXECUTE FUNCTION search_idea_insert()",
    "CREATE FUNCTION search_idea_ideas() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM search_entries WHERE kind = 'idea' AND object_id = NEW.id AND NOT EXISTS (SELECT 'idea', i.id, i.challenge_id, i.title, p.source || ' ' || i.for_whom || ' ' || i.why FROM ideas i JOIN posts p ON p.id = i.id WHERE p.status = 'published' AND i.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'idea', i.id, i.challenge_id, i.title, p.source || ' ' || i.for_whom || ' ' || i.why FROM ideas i JOIN posts p ON p.id = i.id WHERE p.status = 'published' AND i.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; RETURN NULL; END $$",
    "CREATE TRIGGER search_idea_ideas AFTER UPDATE OF title, for_whom, why ON ideas FOR EACH ROW EXECUTE FUNCTION search_idea_ideas()",
    "CREATE FUNCTION search_idea_posts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM search_entries WHERE kind = 'idea' AND object_id = NEW.id AND NOT EXISTS (SELECT 'idea', i.id, i.challenge_id, i.title, p.source || ' ' || i.for_whom || ' ' || i.why FROM ideas i JOIN posts p ON p.id = i.id WHERE p.status = 'published' AND i.id = NEW.id); INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'idea', i.id, i.challenge_id, i.title, p.source || ' ' || i.for_whom || ' ' || i.why FROM ideas i JOIN posts p ON p.id = i.id WHERE p.status = 'published' AND i.id = NEW.id ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body; RETURN NULL; END $$",
    "CREATE TRIGGER search_idea_posts AFTER UPDATE OF status, source ON posts FOR EACH ROW EXECUTE FUNCTION search_idea_posts()",
    "CREATE FUNCTION search_idea_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM search_entries WHERE kind = 'idea' AND object_id = OLD.id; RETURN NULL; END $$",
    "CREATE TRIGGER search_idea_delete AFTER DELETE ON ideas FOR EACH ROW EXECUTE FUNCTION search_idea_delete()",
)
# What is there already is found too.
FILL = (
    "INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'business', b.id, NULL, b.name, b.city || ' ' || b.about FROM businesses b WHERE true ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body",
    "INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'challenge', c.id, c.id, c.title, p.source || ' ' || c.problem || ' ' || c.limits || ' ' || c.city FROM challenges c JOIN posts p ON p.id = c.id WHERE p.status = 'published' ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body",
    "INSERT INTO search_entries (kind, object_id, challenge_id, title, body) SELECT 'idea', i.id, i.challenge_id, i.title, p.source || ' ' || i.for_whom || ' ' || i.why FROM ideas i JOIN posts p ON p.id = i.id WHERE p.status = 'published' ON CONFLICT (kind, object_id) DO UPDATE SET challenge_id = excluded.challenge_id, title = excluded.title, body = excluded.body",
)
# The triggers on tables that stay; those of search_entries go with it.
TRIGGERS = (
    "search_business_insert ON businesses",
    "search_business_businesses ON businesses",
    "search_business_delete ON businesses",
    "search_challenge_insert ON challenges",
    "search_challenge_challenges ON challenges",
    "search_challenge_posts ON posts",
    "search_challenge_delete ON challenges",
    "search_idea_insert ON ideas",
    "search_idea_ideas ON ideas",
    "search_idea_posts ON posts",
    "search_idea_delete ON ideas",
)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "search_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("object_id", sa.BigInteger(), nullable=False),
        sa.Column("challenge_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entries")),
        sa.UniqueConstraint("kind", "object_id", name=op.f("uq_search_entries_kind_object_id")),
    )
    with op.batch_alter_table("search_entries", schema=None) as batch_op:
        batch_op.create_index("ix_search_entries_challenge_id", ["challenge_id", "id"], unique=False)

    connection = op.get_bind()
    for statement in (*(SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL), *FILL):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Go back."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for trigger in TRIGGERS:
        name = trigger.partition(" ")[0]
        op.execute(f"DROP TRIGGER {name}" if on_sqlite else f"DROP TRIGGER {trigger}")
        if not on_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    if on_sqlite:
        op.execute("DROP TABLE search_fts_words")
        op.execute("DROP TABLE search_fts")
    op.drop_table("search_entries")
