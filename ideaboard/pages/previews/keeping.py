"""Which preview a challenge or idea has, and where it is kept: one file per content, made at the first ask."""

import hashlib
import logging
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from ideaboard.accounts.mails import site_address
from ideaboard.businesses.sectors import SECTORS
from ideaboard.data.retention import kept_for
from ideaboard.extensions import db
from ideaboard.jobs.queue import periodic
from ideaboard.media.storage import FolderStorage, PictureMissing
from ideaboard.pages.previews.drawing import VERSION, Words, draw_preview
from ideaboard.posts.labels import view_of
from ideaboard.posts.models import PUBLISHED

log = logging.getLogger("ideaboard.previews")

CHALLENGE, IDEA = "tantangan", "ide"  # as they stand in addresses
KEPT = kept_for("previews").total_seconds()  # a drawing that is asked for again is made again
_one_at_a_time = threading.Lock()


def words_of(shared: Any) -> Words:
    """Return what the preview of a challenge or idea says, entity or row; its business must be loaded."""
    if shared.kind == "idea":
        challenge = shared.challenge
        above = _with_verdict(shared, challenge.business.name)
        return Words(above, shared.title, challenge.title, SECTORS[challenge.sector].motif)
    where = f"{shared.business.name}, {shared.city}" if shared.city else shared.business.name
    return Words(_with_verdict(shared, where), shared.title, shared.prize_headline, SECTORS[shared.sector].motif)


def _with_verdict(shared: Any, above: str) -> str:
    """Let the verdict on a claim come first, in the language of the site: one picture is drawn for everybody."""
    if not shared.label:
        return above
    with force_locale(current_app.config["LOCALE"]):
        label = view_of(shared.label)
        return _("Checked: %(verdict)s. %(place)s", verdict=label.name, place=above) if label else above


def digest_of(words: Words) -> str:
    """Return the hash of what is drawn: another title, another address."""
    text = "\0".join((str(VERSION), words.above, words.title, words.foot, words.motif))
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=8).hexdigest()


def preview_address(shared: Any) -> str:
    """Return the whole address of the preview, or "" for what is not public."""
    if not _is_public(shared):
        return ""
    kind = IDEA if shared.kind == "idea" else CHALLENGE
    return site_address("pages.preview", kind=kind, post_id=shared.id, digest=digest_of(words_of(shared)))


def preview_of(words: Words, digest: str) -> bytes:
    """Return the PNG, kept or drawn now."""
    name = f"{digest}-preview.png"
    with suppress(PictureMissing):
        return _store().open(name)
    db.session.commit()  # No connection is held while it is drawn.
    with _one_at_a_time:
        with suppress(PictureMissing):  # Somebody else drew it while we waited.
            return _store().open(name)
        data = draw_preview(words)
        try:
            _store().put(name, data)
        except OSError:
            log.exception("a preview could not be kept")
        return data


@periodic("sweep-previews", minute="52", hour="3")
def sweep() -> int:
    """Delete drawings that are a month old: most are of titles that changed; return how many."""
    latest, swept = time.time() - KEPT, 0  # The age of a file is the disk's.
    for file in _folder().glob("*/*/*"):
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < latest:
                file.unlink()
                swept += 1
    return swept


def _is_public(shared: Any) -> bool:
    if shared.kind == "idea":
        return shared.listed and shared.challenge.status == PUBLISHED
    return shared.status == PUBLISHED


def _folder() -> Path:
    return Path(current_app.config["INSTANCE"], "previews")


def _store() -> FolderStorage:
    return FolderStorage(_folder())
