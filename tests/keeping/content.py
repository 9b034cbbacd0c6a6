"""Content of every type of column, and a look at everything that a board holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert

from ideaboard.audit.heads.service import publish_head
from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.jobs.models import OutboxMessage
from ideaboard.keeping.proof import proof_of
from ideaboard.screening.copies.models import CopySketch
from ideaboard.screening.versions import ListVersion
from tests.factories import make_challenge, make_idea, make_update, make_user
from tests.pictures import make_picture

HUGE = 2**62 + 1
EARLY = datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
TEXT = "Keripik 💡 é \u202e 'kutip' \\n \\ \t baris\r\nbaru \x7f \ufffd"
BYTES = bytes(range(256)) + b"\\x00\x00"


def fill(app: Flask) -> Idea:
    """Write something into a board, with what is hard to copy; return its idea."""
    with app.app_context():
        challenge = make_challenge()
        idea = make_idea(challenge, title=TEXT[:40], body=TEXT)
        make_update(challenge, make_user(TEXT[:50]))
        make_picture(post_id=idea.id)
        make_picture(attached=True)
        with transaction():
            record("test", "user", 1, actor_id=None, before={"b": [1, None, 2.5], "a": TEXT}, after={})
            _add_odd_rows(idea.id)
        publish_head()
        return idea


def _add_odd_rows(idea_id: int) -> None:
    marks = [{"name": "huge", "mark": HUGE}, {"name": "low", "mark": -HUGE}]
    db.session.execute(insert(ListVersion), marks)
    db.session.execute(insert(CopySketch), [{"post_id": idea_id, "letters": -HUGE, "size": 1, "hashes": BYTES}])
    waiting = {"kind": "mail", "attempts": 0, "created_at": EARLY, "due_at": now() + timedelta(days=3650)}
    payloads: list[Any] = [{}, {"z": 1, "a": [True, None, 1e-9, "\x00", TEXT]}, []]
    db.session.execute(insert(OutboxMessage), [{**waiting, "payload": payload} for payload in payloads])


def contents(app: Flask) -> dict[str, str]:
    """Return rows and hash of every table."""
    with app.app_context():
        db.session.remove()
        with db.engine.connect() as connection:
            return {table.name: str(proof_of(connection, table)) for table in db.metadata.sorted_tables}


def besides_log(held: dict[str, str]) -> dict[str, str]:
    """Leave out the log, to which a restore adds a row."""
    return {table: proof for table, proof in held.items() if table != "audit_log"}
