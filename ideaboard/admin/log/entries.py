"""Rows of the log as the page shows them: with the names that people have now, which the log itself never holds."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.audit.models import AuditEntry
from ideaboard.extensions import db


@dataclass(frozen=True)
class Line:
    """One row: who ("" for the site itself), what, to which object, and the values before and after."""

    id: int
    at: datetime
    actor_id: int | None
    actor: str
    action: str
    thing: str
    before: str
    after: str
    hash: str


def lines_of(entries: Sequence[AuditEntry]) -> list[Line]:
    """Return the rows for reading; one statement for the names."""
    ids = {entry.actor_id for entry in entries if entry.actor_id}
    known = db.session.execute(select(User.id, User.name).where(User.id.in_(ids))) if ids else ()
    names = {row.id: row.name for row in known}
    return [_line(entry, names) for entry in entries]


def _line(entry: AuditEntry, names: dict[int, str]) -> Line:
    actor = names.get(entry.actor_id, f"#{entry.actor_id}") if entry.actor_id else ""
    thing = entry.object_type if entry.object_id is None else f"{entry.object_type} {entry.object_id}"
    values = (_in_words(entry.before), _in_words(entry.after))
    return Line(entry.id, entry.at, entry.actor_id, actor, entry.action, thing, *values, entry.hash)


def _in_words(values: dict[str, Any] | None) -> str:
    """Write {"status": "held"} as "status: held"."""
    if not values:
        return ""
    words = {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}
    return ", ".join(f"{name}: {value}" for name, value in words.items() if value)
