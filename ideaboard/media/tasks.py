"""Jobs that clear away pictures nobody uses and files nobody knows."""

import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import delete, select

from ideaboard.data.clock import now
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.queue import periodic
from ideaboard.media.models import Picture
from ideaboard.media.service import files_of, store
from ideaboard.media.storage import FolderStorage

KEPT_UNATTACHED = timedelta(hours=24)
# A picture's files exist some moments before its row does; nothing this young is called lost.
KEPT_WITHOUT_ROW = timedelta(hours=1)
BATCH = 200


@periodic("sweep-pictures", minute="23")
def sweep() -> int:
    """Delete pictures that were sent a day ago and never used; return how many."""
    swept = 0
    while names := _delete_unattached():
        for name in names:
            for file in files_of(name):
                store().delete(file)
        swept += len(names)
    return swept


@periodic("sweep-picture-files", minute="41", hour="*/6")
def sweep_files() -> int:
    """Delete files that no row names, as a crash leaves them; return how many."""
    folder = store()
    if not isinstance(folder, FolderStorage):
        return 0
    swept, files = 0, _old_files(folder.root)
    while batch := list(islice(files, BATCH)):
        known = _known({_stem(file) for file in batch})
        lost = [file for file in batch if _stem(file) not in known]
        for file in lost:
            file.unlink(missing_ok=True)
        swept += len(lost)
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


def _old_files(root: Path) -> Iterator[Path]:
    """Yield pictures and half-written parts; the age of a file is the disk's, so its clock is time.time()."""
    latest = time.time() - KEPT_WITHOUT_ROW.total_seconds()
    for file in root.glob("*/*/*"):
        try:
            if file.suffix in {".webp", ".part"} and file.stat().st_mtime < latest:
                yield file
        except FileNotFoundError:  # Deleted by somebody else in this moment.
            continue


def _stem(file: Path) -> str:
    return file.stem.removesuffix("-480")


def _known(stems: set[str]) -> set[str]:
    known = set(db.session.scalars(select(Picture.name).where(Picture.name.in_(stems))))
    db.session.commit()
    return known
