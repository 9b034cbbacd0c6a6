"""The search index: one row per thing that can be found, written by the database itself.

Triggers keep it, so that no way of writing (a form, a command, a bulk load) can leave it behind. The packages
say with `Source` what of theirs can be found; whether a reader may see it is asked again when it is read.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, Index, String, Text, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.types import PrimaryKey
from ideaboard.extensions import db

COLUMNS = "kind, object_id, challenge_id, title, body"
# unicode61 keeps letters and digits; PostgreSQL's own parser would keep "asam/manis" as the name of a file.
_PUNCTUATION = "-_./@+~&=?#<>:"


class Entry(Model):
    """What can be found of one challenge, idea or business; a higher id came to light later."""

    __tablename__ = "search_entries"
    __table_args__ = (
        UniqueConstraint("kind", "object_id"),
        Index("ix_search_entries_challenge_id", "challenge_id", "id"),
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[str] = mapped_column(String(10))
    object_id: Mapped[int] = mapped_column(BigInteger)
    challenge_id: Mapped[int | None] = mapped_column(BigInteger)  # its own for a challenge, none for a business
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found.

    `select` gives the columns of an entry (see COLUMNS) and ends in a condition on what is public; `key` is the
    column of its id there. `watched` holds the columns of each table whose change is a change of the entry.
    """

    kind: str
    table: str
    key: str
    select: str
    watched: dict[str, tuple[str, ...]]

    def fill(self, condition: str = "") -> str:
        """Return the statement that writes the entries, or those under `condition`."""
        changed = ", ".join(f"{name} = excluded.{name}" for name in ("challenge_id", "title", "body"))
        return (
            f"INSERT INTO search_entries ({COLUMNS}) {self.select}{condition} "
            f"ON CONFLICT (kind, object_id) DO UPDATE SET {changed}"
        )

    def refresh(self) -> str:
        """Return the statements that bring the entry of the row NEW up to date."""
        mine = f" AND {self.key} = NEW.id"
        gone = f"DELETE FROM search_entries WHERE kind = '{self.kind}' AND object_id = NEW.id"  # noqa: S608
        return f"{gone} AND NOT EXISTS ({self.select}{mine}); {self.fill(mine)};"


SOURCES: dict[str, Source] = {}


def make_searchable(source: Source) -> None:
    """Have the database keep entries of this kind; call when the module of its models is imported."""
    SOURCES[source.kind] = source


def triggers(source: Source, dialect: str) -> list[str]:
    """Return the statements that create what keeps the entries of `source`."""
    removal = f"DELETE FROM search_entries WHERE kind = '{source.kind}' AND object_id = OLD.id;"  # noqa: S608
    name = f"search_{source.kind}"
    parts = [(f"{name}_insert", "INSERT", source.table, source.refresh())]
    for table, columns in source.watched.items():
        parts.append((f"{name}_{table}", f"UPDATE OF {', '.join(columns)}", table, source.refresh()))
    parts.append((f"{name}_delete", "DELETE", source.table, removal))
    make = _sqlite_trigger if dialect == "sqlite" else _postgresql_trigger
    return [statement for part in parts for statement in make(*part)]


def _sqlite_trigger(name: str, happens: str, table: str, work: str) -> list[str]:
    return [f"CREATE TRIGGER {name} AFTER {happens} ON {table} BEGIN {work} END"]


def _postgresql_trigger(name: str, happens: str, table: str, work: str) -> list[str]:
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {work} RETURN NULL; END $$",
        f"CREATE TRIGGER {name} AFTER {happens} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


_IN_FTS = "search_fts (rowid, title, body, challenge_id)"
_OLD = (
    "INSERT INTO search_fts (search_fts, rowid, title, body, challenge_id) "
    "VALUES ('delete', OLD.id, OLD.title, OLD.body, OLD.challenge_id);"
)
_NEW = f"INSERT INTO {_IN_FTS} VALUES (NEW.id, NEW.title, NEW.body, NEW.challenge_id);"  # noqa: S608
SQLITE = (
    "CREATE VIRTUAL TABLE search_fts USING fts5(title, body, challenge_id, content='search_entries', "
    "content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
    f"CREATE TRIGGER search_entries_insert AFTER INSERT ON search_entries BEGIN {_NEW} END",
    f"CREATE TRIGGER search_entries_update AFTER UPDATE ON search_entries BEGIN {_OLD} {_NEW} END",
    f"CREATE TRIGGER search_entries_delete AFTER DELETE ON search_entries BEGIN {_OLD} END",
    "CREATE VIRTUAL TABLE search_fts_words USING fts5vocab(search_fts, row)",
)


def _vectors(column: str, weight: str) -> str:
    """Return the words of a column as they are and by their Indonesian stems, without accents."""
    apart = f"translate({column}, '{_PUNCTUATION}', '{' ' * len(_PUNCTUATION)}')"
    plain = f"regexp_replace(normalize({apart}, NFD), '[\\u0300-\\u036f]', '', 'g')"
    both = " || ".join(f"to_tsvector('{config}', {plain})" for config in ("simple", "indonesian"))
    return f"setweight({both}, '{weight}')"


POSTGRESQL = (
    f"ALTER TABLE search_entries ADD COLUMN words tsvector GENERATED ALWAYS AS "
    f"({_vectors('title', 'A')} || {_vectors('body', 'C')}) STORED",
    "CREATE INDEX ix_search_entries_words ON search_entries USING gin (words)",
)


def leave_alone(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Tell Alembic which parts of the database it compares with the models: all that models can describe."""
    if kind == "table":
        return "_fts" not in (name or "")
    return not (name in ("words", "ix_search_entries_words") and thing.table.name == Entry.__tablename__)


def rebuild_index() -> int:
    """Write every entry anew, in the open transaction, and return how many there are."""
    db.session.execute(text("DELETE FROM search_entries"))
    for source in SOURCES.values():
        db.session.execute(text(source.fill()))
    if db.engine.dialect.name == "sqlite":
        db.session.execute(text("INSERT INTO search_fts (search_fts) VALUES ('rebuild')"))
    return db.session.scalar(text("SELECT count(*) FROM search_entries")) or 0


@event.listens_for(db.metadata, "after_create")
def _create(target: Any, connection: Connection, tables: list[Any], **more: Any) -> None:
    """Add what models cannot describe, once all tables are there (tests; elsewhere the migration does it)."""
    if Entry.__table__ not in tables:
        return
    dialect = connection.dialect.name
    kept = [statement for source in SOURCES.values() for statement in triggers(source, dialect)]
    for statement in (*(SQLITE if dialect == "sqlite" else POSTGRESQL), *kept):
        connection.exec_driver_sql(statement)
