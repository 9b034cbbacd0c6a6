"""The log as a table for other programs, sent while it is read."""

import csv
import io
import json
from collections.abc import Iterator

from ideaboard.audit.models import AuditEntry
from ideaboard.audit.queries import Asked, all_of

COLUMNS = (
    *("id", "at", "actor_id", "action", "object_type", "object_id", "before", "after", "request_id"),
    *("previous_hash", "hash"),
)


def as_csv(asked: Asked) -> Iterator[str]:
    """Write the rows that were asked for, line by line, the newest first."""
    yield _line(COLUMNS)
    for entry in all_of(asked):
        yield _line([_cell(entry, name) for name in COLUMNS])


def _cell(entry: AuditEntry, name: str) -> object:
    value = getattr(entry, name)
    if name in ("before", "after"):
        return "" if value is None else json.dumps(value)
    return value.isoformat() if name == "at" else value


def _line(cells: object) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)  # type: ignore[arg-type]
    return written.getvalue()
