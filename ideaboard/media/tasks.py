"""Jobs that clear away pictures nobody uses and files nobody knows."""

import time
from contextlib import suppress
from datetime import timedelta
from itertools import islice

from sqlalchemy import delete, select

from ideaboard.accounts.privacy.models import DataExport
from ideaboard.data.clock import now
from ideaboard.data.retention import kept_for
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.queue import periodic
from ideaboard.media.models import Picture
from ideaboard.media.service import files_of, store
from ideaboard.media.storage import StoreAway

KEPT_UNATTACHED = kept_for("unused pictures")
# A picture's files exist some moments before its row does; nothing this young is called lost.
KEPT_WITHOUT_ROW = timedelta(hours=1)
BATCH = 200


@periodic("sweep-pictures", minute="23")
def sweep() -> int:
    """Delete pictures that were sent a day ago and never used; return how many."""
    swept = 0
    with suppress(StoreAway):  # Files whose rows are gone are found by the other sweep once it is back.
        while names := _delete_unattached():
            swept += len(names)
            for file in (file for name in names for file in files_of(name)):
                store().delete(file)
    return swept


@periodic("sweep-picture-files", minute="41", hour="*/6")
def sweep_files() -> int:
    """Delete files that no row names, as a crash leaves them; return how many."""
    before = (
        time.time() - KEPT_WITHOUT_ROW.total_seconds()
    )  # A store has a clock of its own, the tests' has no say.
    swept, names = store().clear_parts(before), store().old_names(before)
    with suppress(StoreAway):
        while batch := list(islice(names, BATCH)):
            known = _known({_stem(name) for name in batch})
            for name in (name for name in batch if _stem(name) not in known):
                store().delete(name)
                swept += 1
    return swept


def _delete_unattached() -> list[str]:
    """Delete one batch of rows. Asked again in the DELETE: one may have been attached in this moment."""
    old = Picture.attached_at.is_(None) & (Picture.created_at < now() - KEPT_UNATTACHED)
    some = select(Picture.id).where(old).order_by(Picture.created_at).limit(BATCH)
    with transaction():
        ids = list(db.session.scalars(some))
        if not ids:
            return []
        doomed = delete(Picture).where(Picture.id.in_(ids), old).returning(Picture.name)
        return list(db.session.scalars(doomed.execution_options(synchronize_session=False)))


def _stem(name: str) -> str:
    return name.partition(".")[0].removesuffix("-480")


def _known(stems: set[str]) -> set[str]:
    known = set(db.session.scalars(select(Picture.name).where(Picture.name.in_(stems))))
    copies = select(DataExport.file).where(DataExport.file.in_(f"{stem}.zip" for stem in stems))
    known |= {_stem(name) for name in db.session.scalars(copies)}
    db.session.commit()
    return known
