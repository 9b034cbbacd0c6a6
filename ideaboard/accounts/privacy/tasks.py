"""What the clock does for people's own data."""

from sqlalchemy import delete, text

from ideaboard.accounts.privacy.models import DataExport
from ideaboard.accounts.privacy.service import delete_expired
from ideaboard.data.clock import now
from ideaboard.data.retention import kept_for
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.queue import periodic

NOTE_KEPT = kept_for("asked exports")
STEP = 200  # pages of the search index that are merged at a time, so that writers get their turn


@periodic("sweep-exports", minute="7")
def sweep() -> None:
    """Delete copies that ran out, and later the note that they were asked for."""
    while delete_expired():
        pass
    old = delete(DataExport).where(DataExport.asked_at <= now() - NOTE_KEPT, DataExport.file == "")
    with transaction():
        db.session.execute(old.execution_options(synchronize_session=False))


@periodic("scrub-database", minute="51")
def scrub() -> None:
    """Leave nothing of deleted rows in SQLite's files: neither in the search index nor in the write-ahead log.

    PostgreSQL does the like with every vacuum.
    """
    if db.engine.dialect.name != "sqlite":
        return
    while _merge_some():
        pass
    db.session.commit()
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(
            "PRAGMA wal_checkpoint(TRUNCATE)"
        )


def _merge_some() -> bool:
    """Merge parts of the index, which drops words of deleted entries; say whether there is more to do."""
    with transaction():
        before = db.session.scalar(text("SELECT total_changes()")) or 0
        db.session.execute(
            text("INSERT INTO search_fts (search_fts, rank) VALUES ('merge', :step)"), {"step": -STEP}
        )
        return (db.session.scalar(text("SELECT total_changes()")) or 0) - before >= 2
