"""Reads of the audit log: what admins and moderators look up, a page at a time, the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from ideaboard.audit.models import AuditEntry
from ideaboard.data.paging import Cursor, Page
from ideaboard.extensions import db

PAGE_SIZE = 50
_AT_ONCE = 1000  # rows of an export


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. An action may be its beginning: "post" finds "post.keep" too."""

    action: str = ""
    object_type: str = ""
    object_id: int | None = None
    person_id: int | None = None  # who did it, or to whom it was done

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what the rows must fulfil."""
        found = []
        if self.action:
            found.append(AuditEntry.action.startswith(self.action, autoescape=True))
        if self.object_type:
            found.append(AuditEntry.object_type == self.object_type)
        if self.object_id is not None:
            found.append(AuditEntry.object_id == self.object_id)
        if self.person_id is not None:
            found.append(_about(self.person_id))
        return found


def page_of(asked: Asked, cursor: Cursor | None, *scope: ColumnElement[bool]) -> Page[AuditEntry]:
    """Return a page of the rows that were asked for; `scope` narrows what this reader may see. One statement."""
    found = _found(asked, *scope)
    if cursor:
        found = found.where(AuditEntry.id < cursor.id)
    rows = db.session.scalars(found.limit(PAGE_SIZE + 1)).all()
    return Page(rows[:PAGE_SIZE], Cursor(0, rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else None)


def all_of(asked: Asked) -> Iterator[AuditEntry]:
    """Go through all rows that were asked for, some at a time."""
    with db.session.scalars(_found(asked).execution_options(yield_per=_AT_ONCE)) as rows:
        yield from rows


def _found(asked: Asked, *scope: ColumnElement[bool]) -> Any:
    return select(AuditEntry).where(*asked.conditions(), *scope).order_by(AuditEntry.id.desc())


def _about(person_id: int) -> ColumnElement[bool]:
    of_person = and_(AuditEntry.object_type == "user", AuditEntry.object_id == person_id)
    return or_(AuditEntry.actor_id == person_id, of_person)
