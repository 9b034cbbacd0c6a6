"""Append to the audit log."""

import hashlib
import json
from typing import Any

from flask import g, has_request_context
from sqlalchemy import select, text

from ideaboard.audit.models import AuditEntry
from ideaboard.data.clock import now
from ideaboard.data.transaction import in_transaction
from ideaboard.extensions import db

GENESIS = "0" * 64
canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode
_CHAIN_LOCK = 7_305_117  # any number that nothing else of ours uses as an advisory lock


def record(
    action: str,
    object_type: str,
    object_id: int | None,
    *,
    actor_id: int | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one row in the open transaction. `before` and `after` hold ids and codes, never personal data."""
    if not in_transaction():
        raise RuntimeError("audit rows are written in the transaction of what they tell about")
    if db.engine.dialect.name == "postgresql":  # SQLite has one writer anyway.
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    entry = AuditEntry(
        at=now(),
        actor_id=actor_id,
        action=action,
        object_type=object_type,
        object_id=object_id,
        before=_as_stored(before),
        after=_as_stored(after),
        request_id=g.get("request_id", "") if has_request_context() else "cli",
        previous_hash=head(),
    )
    entry.hash = digest(entry)
    db.session.add(entry)
    db.session.flush()
    return entry


def _as_stored(values: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what the database will give back, so that the hash of a row read later is the same.

    In the order of the hash: the text that is stored is then the text that is hashed, and checking it is fast.
    """
    return None if values is None else json.loads(canonical(values))


def head() -> str:
    """Return the hash of the newest row, or 64 zeros."""
    newest = select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
    return db.session.scalar(newest) or GENESIS


def digest(entry: AuditEntry) -> str:
    """Return the SHA-256 of the row's content and the hash before it, over canonical JSON."""
    content = [
        entry.previous_hash,
        entry.at.isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.action,
        entry.object_type,
        entry.object_id,
        entry.before,
        entry.after,
        entry.request_id,
    ]
    return hashlib.sha256(canonical(content).encode()).hexdigest()
