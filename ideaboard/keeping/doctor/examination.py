"""All checks, one after the other; one that fails is a finding too."""

from collections.abc import Iterator

from ideaboard.extensions import db
from ideaboard.keeping.doctor import counters, database, page, pictures, places, queues, running
from ideaboard.keeping.doctor.findings import Check, Finding

CHECKS: dict[str, Check] = {
    "settings": running.settings,
    "folders": places.folders,
    "room": places.room,
    "migrations": database.migrations,
    "database": database.integrity,
    "posts": database.orphan_posts,
    "counters": counters.drifted_counters,
    "log": database.audit_chain,
    "clock": database.clock,
    "pictures": pictures.picture_files,
    "outbox": queues.outbox,
    "queue": queues.queue,
    "headers": page.headers,
    "assets": page.assets,
    "backups": places.backups,
    "moderators": running.moderators,
}


def examine() -> Iterator[Finding]:
    """Run every check and give what each finds. Nothing is changed."""
    for name, check in CHECKS.items():
        try:
            for line in check():
                yield Finding(name, line)
        except Exception as error:
            first_line = str(getattr(error, "orig", None) or error).partition("\n")[0]
            yield Finding(
                name, f"this cannot be looked at ({type(error).__name__}: {first_line}): repair that first"
            )
        finally:
            db.session.rollback()
