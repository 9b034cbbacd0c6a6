"""Are the pictures there that rows name, and no others?"""

import time
from collections.abc import Iterator

from sqlalchemy import select

from ideaboard.extensions import db
from ideaboard.keeping.doctor.findings import some
from ideaboard.media.models import Picture
from ideaboard.media.service import files_of, store
from ideaboard.media.storage import StoreAway

FAR = 10**11  # seconds: later than any file
YOUNG = 12 * 3600  # seconds: the job that deletes lost files runs every six hours


def picture_files() -> Iterator[str]:
    """Find rows without their files, files without a row that no job took away, and a store that is away."""
    try:
        there = set(store().old_names(FAR))
        old = set(store().old_names(time.time() - YOUNG))
    except StoreAway as error:
        yield f"the store of pictures is away ({error}): check IDEABOARD_MEDIA_URL and its server"
        return
    known = {file for name in db.session.scalars(select(Picture.name)) for file in files_of(name)}
    missing, lost = sorted(known - there), sorted(old - known)
    if missing:
        yield f"{len(missing)} picture files are missing ({some(missing)}): copy them from a backup's pictures/"
    if lost:
        yield f"{len(lost)} picture files belong to no row ({some(lost)}): let a worker run, it deletes them"
