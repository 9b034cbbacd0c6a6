"""Which state of the database a public page shows: a number per page that every change of what it shows replaces.

Triggers draw the new numbers in the transaction of the change itself, so that no way of writing (a form, a job, a
command, a bulk load) can leave a kept page behind, and every process learns of it with its next look. The numbers
are drawn, not counted: a restored backup brings back the number that belongs to its state.

A page is named by the id of the post it is about; page 0 stands for what all of them show.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, bindparam, event, select
from sqlalchemy.orm import Mapped, mapped_column

from ideaboard.data.base import Model
from ideaboard.data.kept import Read
from ideaboard.data.types import BigId
from ideaboard.extensions import db

EVERYWHERE = 0
INSERT, UPDATE, DELETE = "INSERT", "UPDATE", "DELETE"
# What a change draws. On PostgreSQL the same number for a whole transaction, so that many changes write it once.
_DRAWN = {
    "sqlite": "random()",
    "postgresql": "hashtextextended(pg_current_xact_id()::text || now()::text, 0)",
}


class PageVersion(Model):
    """The number of one page; a page without one has not changed since there are numbers."""

    __tablename__ = "page_versions"

    page: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger)


@dataclass(frozen=True)
class Watched:
    """A table whose rows are shown: on which pages, by SQL about `{row}`, and under which condition.

    `columns` are those whose change is a change of the page; without `whole` rows may come and go unnoticed.
    """

    table: str
    pages: tuple[str, ...]
    columns: tuple[str, ...]
    condition: str = ""
    whole: bool = True
    name: str = ""

    def triggers(self, dialect: str) -> list[str]:
        """Return the statements that create the triggers of this table."""
        happenings = [(INSERT, ("NEW",)), (UPDATE, ("OLD", "NEW")), (DELETE, ("OLD",))]
        if not self.whole:
            happenings = happenings[1:2]
        make = _sqlite_trigger if dialect == "sqlite" else _postgresql_trigger
        return [part for what, rows in happenings for part in make(self, what, rows)]

    def named(self, what: str) -> str:
        """Return the name of a trigger."""
        return f"page_versions_{self.name or self.table}_{what.lower()}"

    def when(self, rows: tuple[str, ...]) -> str:
        """Return the clause that leaves out rows nobody sees."""
        each = " OR ".join(self.condition.format(row=row) for row in rows)
        return f"WHEN ({each}) " if self.condition else ""

    def happens(self, what: str) -> str:
        """Return on what a trigger fires."""
        return f"{what} OF {', '.join(self.columns)}" if what == UPDATE else what

    def work(self, dialect: str, rows: tuple[str, ...]) -> str:
        """Return the statement that draws new numbers; in the order of the pages, as everybody locks them."""
        shown = dict.fromkeys(page.format(row=row) for row in rows for page in self.pages)
        pages = " UNION ".join(f"SELECT {page} AS page" for page in shown)
        return (
            f"INSERT INTO page_versions (page, version) SELECT page, {_DRAWN[dialect]} FROM ({pages}) AS shown "  # noqa: S608
            "WHERE page IS NOT NULL ORDER BY page ON CONFLICT (page) DO UPDATE SET version = excluded.version "
            "WHERE page_versions.version <> excluded.version;"
        )


WATCHED: list[Watched] = []


def watch(*tables: Watched) -> None:
    """Have the database draw new numbers when these change; call when the module of their models is imported."""
    WATCHED.extend(tables)


def _sqlite_trigger(watched: Watched, what: str, rows: tuple[str, ...]) -> list[str]:
    head = f"CREATE TRIGGER {watched.named(what)} AFTER {watched.happens(what)} ON {watched.table}"
    return [f"{head} {watched.when(rows)}BEGIN {watched.work('sqlite', rows)} END"]


def _postgresql_trigger(watched: Watched, what: str, rows: tuple[str, ...]) -> list[str]:
    """Deferred to the commit: the row of a page that everybody votes on is locked for as short as can be."""
    name = watched.named(what)
    work = watched.work("postgresql", rows)
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {work} RETURN NULL; END $$",
        f"CREATE CONSTRAINT TRIGGER {name} AFTER {watched.happens(what)} ON {watched.table} "
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {watched.when(rows)}EXECUTE FUNCTION {name}()",
    ]


@event.listens_for(db.metadata, "after_create")
def _create(target: Any, connection: Connection, tables: list[Any], **more: Any) -> None:
    """Add the triggers once all tables are there (tests; elsewhere the migration does it)."""
    if PageVersion.__table__ in tables:
        for statement in (part for watched in WATCHED for part in watched.triggers(connection.dialect.name)):
            connection.exec_driver_sql(statement)


_OF_PAGE = Read(
    lambda: select(PageVersion.page, PageVersion.version).where(
        PageVersion.page.in_([bindparam("everywhere"), bindparam("page")])
    )
)


def versions_of(page: int) -> tuple[int, int]:
    """Return the numbers of what all pages show and of this page; 0 where there is none."""
    found = dict(_OF_PAGE.rows(everywhere=EVERYWHERE, page=page))
    return found.get(EVERYWHERE, 0), found.get(page, 0)
