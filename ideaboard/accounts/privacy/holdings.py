"""What each table holds of a person: which of it they get a copy of, and what becomes of it when they leave.

Every package declares its own tables in a file of its own; a test finds the table that nobody has declared.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Table, select

from ideaboard.extensions import db


@dataclass(frozen=True)
class Deleted:
    """Its rows go."""


@dataclass(frozen=True)
class Blanked:
    """Its rows stay, with these columns emptied: `values` are what is written over them."""

    values: dict[str, Any]
    why: str  # the rows stay


@dataclass(frozen=True)
class Kept:
    """Its rows stay as they are: by then they lead to an account that says nothing of anybody."""

    why: str


@dataclass(frozen=True)
class Done:
    """A function of the package sees to it (accounts/closing.py: when_closing)."""

    how: str


Leaving = Deleted | Blanked | Kept | Done
DELETED = Deleted()


@dataclass(frozen=True)
class Holding:
    """Rows of `table` belong to a person by `column`: their id, or (`through`) the id of something of theirs."""

    table: str
    column: str
    title: Any
    leaves: Leaving
    name: str = ""  # of its file in a copy; the table's by default
    through: str = ""  # the holding to whose rows `column` points
    only: tuple[str, ...] = ()  # columns that a copy has, instead of all
    without: tuple[str, ...] = ()  # columns that it has not
    why_without: str = ""
    also: Callable[[Any, int], ColumnElement[bool]] | None = field(default=None, compare=False)

    def columns(self) -> list[Any]:
        """Return the columns that a copy has."""
        own = table_of(self.table).columns
        return [column for column in own if column.name in (self.only or own) and column.name not in self.without]

    def belongs_to(self, person_id: int) -> ColumnElement[bool]:
        """Return the condition that a row belongs to this person."""
        table = table_of(self.table)
        mine: Any = table.c[self.column]
        if not self.through:
            return self.also(table, person_id) if self.also else mine == person_id
        above = HOLDINGS[self.through]
        return mine.in_(select(table_of(above.table).c.id).where(above.belongs_to(person_id)))


HOLDINGS: dict[str, Holding] = {}
# (table, column) that names a person in a row that belongs to somebody else, and why it is in no copy.
MENTIONS: dict[tuple[str, str], str] = {}
IMPERSONAL: dict[str, str] = {}


def holds(table: str, column: str, **more: Any) -> None:
    """Declare what a table holds of a person (the fields of a Holding)."""
    holding = Holding(table, column, **more)
    HOLDINGS[holding.name or table] = holding


def mentions(table: str, column: str, why: str) -> None:
    """Declare that a column names a person in a row of somebody else's, which is in no copy of theirs."""
    MENTIONS[table, column] = why


def not_personal(table: str, why: str) -> None:
    """Declare that a table holds nothing of a person."""
    IMPERSONAL[table] = why


def exported() -> Iterator[tuple[str, Holding]]:
    """Return what a copy consists of, by the names of its files."""
    yield from HOLDINGS.items()


def table_of(name: str) -> Table:
    """Return a table by its name."""
    return db.metadata.tables[name]
