"""Pictures on their way in: received, stored, attached to what they show, taken away again."""

import logging
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, literal, or_, select, update
from werkzeug.datastructures import FileStorage

from ideaboard.data.clock import now
from ideaboard.data.transaction import in_transaction, transaction
from ideaboard.data.types import UtcDateTime
from ideaboard.extensions import db
from ideaboard.jobs.outbox import handles, post_message
from ideaboard.media.images import MAX_BYTES, EncodedPicture, PictureRefused, Refusal, check_and_encode
from ideaboard.media.messages import sentence
from ideaboard.media.models import ALT_LENGTH, Picture
from ideaboard.media.storage import FolderStorage, Storage, new_name, storage_from_url
from ideaboard.web.health import add_warning
from ideaboard.web.problems import Problem, WrongState

log = logging.getLogger("ideaboard.media")

# One picture needs up to 250 MB and a second. The line is shorter than the server's row of threads, so that
# many large pictures at once never keep everybody else from being answered.
ENCODERS = 2
LINE = 3
BEFORE_LINE = 0.5  # seconds that somebody may wait for a place in that line
PATIENCE = 8  # seconds in it
NAME = re.compile(r"[0-9a-f]{32}")
MOST_WAITING = 20  # pictures a person may have received and not yet used
_limits: list[Callable[[int], None]] = []
_encoders = threading.BoundedSemaphore(ENCODERS)
_line = threading.BoundedSemaphore(LINE)


class Busy(Exception):
    """Too many pictures arrive at this moment."""


@dataclass(frozen=True)
class Refused:
    """A file that was not taken, and the sentence for who sent it."""

    sentence: str
    is_too_large: bool = False


def init_media(app: Flask) -> None:
    """Open the store that IDEABOARD_MEDIA_URL names; /readyz says so when one on another machine is away."""
    where, key, secret = (app.config[name] for name in ("MEDIA_URL", "MEDIA_KEY", "MEDIA_SECRET"))
    app.extensions["pictures"] = kept = storage_from_url(where, key, secret)
    if not isinstance(kept, FolderStorage):
        add_warning(app, "pictures", kept.state)  # type: ignore[attr-defined]


def store() -> Storage:
    """Return the store of this app's picture files."""
    found: Storage = current_app.extensions["pictures"]
    return found


def before_keeping(limit: Callable[[int], None]) -> Callable[[int], None]:
    """Register who may refuse one more picture of a person, in the transaction that keeps it: raises a Problem."""
    _limits.append(limit)
    return limit


def files_of(name: str) -> tuple[str, str]:
    """Return the names of a picture's two files: whole and small."""
    return f"{name}.webp", f"{name}-480.webp"


def receive(files: Sequence[FileStorage], owner_id: int) -> tuple[list[Picture], list[str]]:
    """Take what was chosen in file inputs. Returns the pictures and one sentence per refused file."""
    results = [receive_one(file, owner_id) for file in files if file and file.filename]
    pictures = [result for result in results if isinstance(result, Picture)]
    return pictures, [result.sentence for result in results if isinstance(result, Refused)]


def receive_one(file: FileStorage, owner_id: int) -> Picture | Refused:
    """Check, re-encode and keep one file: its two files first, then its row, not yet attached to anything."""
    if in_transaction():
        raise RuntimeError("image work never happens inside a transaction")
    if _waiting_of(owner_id) >= MOST_WAITING:
        return Refused(_("You have added many pictures without using them. Send what you wrote first."))
    with transaction():
        no_room = _refusal(owner_id)  # Asked once more when it is kept; drawing it for nothing costs a second.
    if no_room:
        return no_room
    try:
        encoded = _encode(file.stream.read(MAX_BYTES + 1))
    except PictureRefused as refusal:
        return Refused(str(sentence(refusal.reason)), is_too_large=refusal.reason is Refusal.TOO_LARGE)
    except Busy:
        return Refused(_("Many pictures are arriving right now. Add this one again in a moment."))
    try:
        return _keep(encoded, owner_id)
    except OSError as error:
        log.error("a picture could not be stored: %s", error)
        return Refused(_("The picture could not be stored. Your text is safe, try again soon."))


def own_unattached(names: Sequence[str], owner_id: int) -> list[Picture]:
    """Return a person's received, unattached pictures among `names`, in that order; others are left out."""
    asked = [name for name in names if NAME.fullmatch(name)][:MOST_WAITING]
    mine = select(Picture).where(
        Picture.name.in_(asked), Picture.owner_id == owner_id, Picture.attached_at.is_(None)
    )
    found = {picture.name: picture for picture in db.session.scalars(mine)}
    return [found[name] for name in dict.fromkeys(names) if name in found]


def pictures_of(post_id: int) -> list[Picture]:
    """Return the pictures of a post in their order."""
    attached = select(Picture).where(Picture.post_id == post_id).order_by(Picture.position, Picture.id).limit(20)
    return list(db.session.scalars(attached))


def attach(pictures: Sequence[tuple[Picture, str]], post_id: int | None) -> None:
    """Attach pictures with their descriptions, in this order, to a post or (None) to a public thing.

    Pictures that are attached there already get the new description and place. Raises WrongState when one
    was used elsewhere or swept meanwhile.
    """
    _must_write()
    for position, (picture, alt) in enumerate(pictures, start=1):
        values = {"post_id": post_id, "position": position, "alt": alt[:ALT_LENGTH]}
        free = or_(Picture.attached_at.is_(None), Picture.post_id.is_not_distinct_from(post_id))
        moved = db.session.execute(
            update(Picture)
            .where(Picture.id == picture.id, free)
            .values(**values, attached_at=func.coalesce(Picture.attached_at, literal(now(), UtcDateTime())))
            .execution_options(synchronize_session=False)
        )
        if not moved.rowcount:  # type: ignore[attr-defined]
            raise WrongState(_l("A picture was used or removed meanwhile. Add it again."))
        db.session.refresh(picture)


def detach(picture: Picture) -> None:
    """Take a picture away for good: its row now, its files once the transaction is committed.

    Whatever refers to it (a cover, a logo) must have let go of it before.
    """
    _must_write()
    db.session.flush()
    db.session.execute(delete(Picture).where(Picture.id == picture.id))
    post_message("delete-picture", {"name": picture.name})


@handles("delete-picture")
def delete_files(payload: dict[str, Any]) -> None:
    """Delete the files of a picture whose row is gone."""
    for file in files_of(payload["name"]):
        store().delete(file)


def _waiting_of(owner_id: int) -> int:
    waiting = select(func.count()).where(Picture.owner_id == owner_id, Picture.attached_at.is_(None))
    return db.session.scalar(waiting) or 0


def _encode(data: bytes) -> EncodedPicture:
    with _place_in_line():
        return check_and_encode(data)


@contextmanager
def _place_in_line() -> Iterator[None]:
    if not _line.acquire(timeout=BEFORE_LINE):
        raise Busy
    try:
        if not _encoders.acquire(timeout=PATIENCE):
            raise Busy
        try:
            yield
        finally:
            _encoders.release()
    finally:
        _line.release()


def _keep(encoded: EncodedPicture, owner_id: int) -> Picture | Refused:
    picture = Picture(
        name=new_name(),
        owner_id=owner_id,
        width=encoded.width,
        height=encoded.height,
        thumb_width=encoded.thumb_width,
        thumb_height=encoded.thumb_height,
        full_bytes=len(encoded.full),
        thumb_bytes=len(encoded.thumb),
    )
    whole, small = files_of(picture.name)
    # Should we stop between the files and the row, the nightly sweep finds files that no row names.
    store().put(whole, encoded.full)
    store().put(small, encoded.thumb)
    with transaction():
        refusal = _refusal(owner_id)
        if refusal is None:
            db.session.add(picture)
    if refusal:
        delete_files({"name": picture.name})
    return refusal or picture


def _refusal(owner_id: int) -> Refused | None:
    """Ask whoever may refuse one more; nothing is rolled back, so that the page keeps what it loaded."""
    try:
        for limit in _limits:
            limit(owner_id)
    except Problem as problem:
        return Refused(str(problem.message))
    return None


def _must_write() -> None:
    if not in_transaction():
        raise RuntimeError("pictures are attached and detached inside `with transaction()`")
