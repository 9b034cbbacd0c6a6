"""Is the database whole, current and on the same clock?"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, text

from ideaboard.audit.commands import wrong
from ideaboard.audit.models import AuditEntry
from ideaboard.audit.verification import verify
from ideaboard.data.clock import now
from ideaboard.data.migrations import newest_revision, present_revision
from ideaboard.data.search import is_sqlite
from ideaboard.extensions import db
from ideaboard.jobs.models import OutboxMessage
from ideaboard.keeping.doctor.findings import some
from ideaboard.posts.models import Post

FARTHEST = timedelta(minutes=2)  # that two clocks may differ


def migrations() -> Iterator[str]:
    """Find a database that is not at the newest migration."""
    present, newest = present_revision(), newest_revision()
    if present != newest:
        yield f"the database is at migration {present}, this version needs {newest}: run `ideaboard db upgrade`"


def integrity() -> Iterator[str]:
    """Find a damaged file and rows that refer to nothing."""
    if not is_sqlite():  # PostgreSQL checks its references itself, and its pages with data checksums.
        return
    said = db.session.scalar(text("PRAGMA integrity_check(1)"))
    if said != "ok":
        yield f"the database file is damaged ({said}): stop the server and restore a backup"
    lost = db.session.execute(text("PRAGMA foreign_key_check")).all()
    if lost:
        rows = some(f"{row[0]} row {row[1]}" for row in lost)
        yield f"{len(lost)} rows refer to rows that are not there ({rows}): restore a backup or delete them"


def orphan_posts() -> Iterator[str]:
    """Find contributions whose own row is gone."""
    for mapper in Post.__mapper__.self_and_descendants:
        own: Any = mapper.local_table
        if own is Post.__table__:
            continue
        alone = select(Post.__table__.c.id).where(
            Post.__table__.c.kind == mapper.polymorphic_identity,
            ~select(own.c.id).where(own.c.id == Post.__table__.c.id).exists(),
        )
        if ids := list(db.session.scalars(alone)):
            yield f"{len(ids)} posts have no row in {own.name} (id {some(ids)}): restore a backup or delete them"


def audit_chain() -> Iterator[str]:
    """Find a log that was changed."""
    found = verify()
    if found.problem:
        yield f"{wrong(found)}: keep a copy and find out who could write to the database"


def clock() -> Iterator[str]:
    """Find a clock of ours that is far from the database's, or behind what was written."""
    mine = now()
    if not is_sqlite():
        apart = abs(db.session.scalars(select(func.clock_timestamp())).one() - mine)
        if apart > FARTHEST:
            yield f"the clocks of this machine and the database are {_seconds(apart)} apart: start NTP on both"
    newest = (select(func.max(column)) for column in (AuditEntry.at, OutboxMessage.created_at))
    ahead = max((at - mine for at in map(db.session.scalar, newest) if at), default=timedelta())
    if ahead > FARTHEST:
        yield f"the newest row was written {_seconds(ahead)} in the future: set this machine's clock, start NTP"


def _seconds(span: timedelta) -> str:
    return f"{span.total_seconds():.0f} s"
