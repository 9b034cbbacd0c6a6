"""Walk the chain of the log and compare it with the published heads."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from typing import Any

from sqlalchemy import Text, cast, func, select

from ideaboard.audit.heads.models import AuditHead
from ideaboard.audit.models import AuditEntry
from ideaboard.audit.service import GENESIS, canonical
from ideaboard.extensions import db

# What can be wrong. A row that was changed; a row that does not follow the one before it, because one between them
# is gone or was written anew; a row that is not the published one; published rows that are gone; a hash that
# somebody kept elsewhere and that no row has.
CHANGED, LOOSE, OTHER, CUT, UNKNOWN = "changed", "loose", "other", "cut", "unknown"
_AT_ONCE = 2000  # rows
_REST = ("actor_id", "action", "object_type", "object_id", "before", "after", "request_id")


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: how many rows hold, the head, and the first broken row if any."""

    rows: int
    head: str
    broken_id: int | None = None
    problem: str = ""
    last_id: int = 0  # the last row that holds
    day: date | None = None  # of the published head that shows it


def verify(known: str = "") -> Verdict:
    """Walk the chain from its start; stop at the first row that does not hold.

    `known` is a hash that somebody kept elsewhere, from a mail: one row must have it.
    """
    heads = _heads()
    rows, last, last_id, seen = 0, GENESIS, 0, not known
    for ident, previous, own, right in _rows():
        if own != right:
            return Verdict(rows, last, ident, CHANGED, last_id)
        if previous != last:
            return Verdict(rows, last, ident, LOOSE, last_id)
        if heads and (head := _contradicted(ident, own, heads)):
            return Verdict(rows, last, ident, OTHER, last_id, head.day)
        rows, last, last_id, seen = rows + 1, own, ident, seen or own == known
    if heads:
        return Verdict(rows, last, heads[0].entry_id, CUT, last_id, heads[0].day)
    return Verdict(rows, last, None, "" if seen else UNKNOWN, last_id)


def _heads() -> list[Any]:
    """Return what was published, in the order of the rows."""
    columns = AuditHead.__table__.columns
    return list(db.session.execute(select(*columns).order_by(columns.entry_id, columns.day)))


def _contradicted(ident: int, own: str, heads: list[Any]) -> Any:
    """Take the heads that this row fulfils; return the first one that it should have fulfilled and does not."""
    while heads and heads[0].entry_id <= ident:
        head = heads.pop(0)
        if (head.entry_id, head.hash) != (ident, own):
            return head
    return None


def _rows() -> Iterator[tuple[int, str, str, str]]:
    """Read the rows as they are stored: id, hash before it, own hash, and the hash that it should have."""
    table: Any = AuditEntry.__table__
    moment = _moment_as_hashed(table.c.at)
    rest = [cast(table.c[name], Text) if name in ("before", "after") else table.c[name] for name in _REST]
    stored = select(table.c.id, table.c.hash, table.c.previous_hash, moment, *rest).order_by(table.c.id)
    with db.session.execute(stored.execution_options(yield_per=_AT_ONCE)) as found:
        for some in found.partitions():
            for ident, own, previous, *content in some:
                yield ident, previous, own, _digest(own, previous, *content)


def _moment_as_hashed(column: Any) -> Any:
    """Return the moment as text, written by the database as `isoformat` writes it."""
    if db.engine.dialect.name == "sqlite":
        return func.replace(cast(column, Text), " ", "T") + "+00:00"
    return func.to_char(func.timezone("UTC", column), 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')


def _digest(own: str, previous: Any, at: Any, actor: Any, action: Any, kind: Any, thing: Any, *rest: Any) -> str:
    """Return the hash that the row should have, put together from parts: most of them stand in many rows."""
    before, after, request = rest
    begin = ",".join((_plain(previous), _plain(at), _part(actor), _part(action), _part(kind), _plain(thing)))
    end = _plain(request)
    # What is stored is canonical already, but for rows from before that was so.
    digest = _hash(begin, before or "null", after or "null", end)
    try:
        return digest if digest == own else _hash(begin, _parsed(before), _parsed(after), end)
    except ValueError:  # What should be JSON is not.
        return ""


def _hash(*parts: str) -> str:
    return hashlib.sha256(f"[{','.join(parts)}]".encode()).hexdigest()


def _plain(value: Any) -> str:
    """Return one value as canonical JSON, the short way for the two kinds that there should be."""
    if type(value) is str:
        return encode_basestring_ascii(value)
    return str(value) if type(value) is int else canonical(value)


@lru_cache(4096)
def _part(value: Any) -> str:
    return canonical(value)


def _parsed(text: str | None) -> str:
    """Return stored JSON as canonical JSON."""
    return canonical(None if text is None else json.loads(text))
