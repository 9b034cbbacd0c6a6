"""Ask for a copy of one's data, make it in the background, have it deleted again."""

import logging
from collections.abc import Callable
from datetime import timedelta
from secrets import token_hex
from typing import Any

from flask import current_app
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ideaboard.accounts import throttles
from ideaboard.accounts.links import lock_person
from ideaboard.accounts.models import User, UserSession
from ideaboard.accounts.privacy.archive import write_archive
from ideaboard.accounts.privacy.erasing import before_erasing
from ideaboard.accounts.privacy.models import DataExport
from ideaboard.accounts.sign_in import check_own_password
from ideaboard.audit.service import record
from ideaboard.data.clock import now
from ideaboard.data.retention import kept_for
from ideaboard.data.transaction import transaction
from ideaboard.extensions import db
from ideaboard.jobs.outbox import handles, post_message
from ideaboard.web.problems import TooFast, WrongState

log = logging.getLogger("ideaboard.accounts")

LASTS = kept_for("exports")
PAUSE = timedelta(days=1)
JUST_NOW = timedelta(minutes=15)
MOST_ATTEMPTS = 3
_told: list[Callable[[DataExport], None]] = []


def when_ready(function: Callable[[DataExport], None]) -> Callable[[DataExport], None]:
    """Register who tells the person, in the transaction that notes that the copy is ready."""
    _told.append(function)
    return function


def signed_in_just_now(person: User) -> bool:
    """Say whether this session is young enough to stand for a password that the person does not have."""
    since = select(UserSession.created_at).where(UserSession.id == person.session_id)
    return (db.session.scalar(since) or now() - 2 * JUST_NOW) > now() - JUST_NOW


def ask_for_copy(person: User, password: str | None) -> bool:
    """Note that a person wants a copy of their data. False when the password is wrong.

    Without a password, the sign-in must be young. Raises TooFast (one a day) and WrongState.
    """
    if person.password_hash is None:
        if not signed_in_just_now(person):
            raise WrongState(
                _l("To be sure that it is you, sign out, sign in again with a mailed link, and come back.")
            )
    elif not check_own_password(person, password or ""):
        return False
    with transaction():
        lock_person(person.id)  # Two clicks at once: the second one finds what the first one asked for.
        _must_not_be_too_fast(person.id)
        export = DataExport(user_id=person.id, locale=get_locale().language)
        db.session.add(export)
        db.session.flush()
        post_message("make-export", {"export": export.id}, dedupe_key=f"make-export:{export.id}")
        record("data.export", "user", person.id, actor_id=person.id, after={"export": export.id})
    return True


@handles("make-export")
def make_copy(payload: dict[str, Any]) -> None:
    """Make the ZIP. Whatever fails is tried again a few times; then the person is shown that it failed."""
    export = _begin(payload["export"])
    if export is None:
        return
    name = f"{token_hex(16)}.zip"
    try:
        size = _store(export, name)
    except Exception:
        db.session.rollback()
        if export.attempts < MOST_ATTEMPTS:
            raise
        log.exception("the copy %s could not be made", export.id)
        _settle(export.id, failed_at=now())
        return
    if not _settle(export.id, file=name, size=size, ready_at=now(), expires_at=now() + LASTS):
        copies().delete(name)  # The account was closed meanwhile.


def delete_expired() -> int:
    """Delete the files of copies that ran out, then note that they are gone; return how many."""
    over = select(DataExport.id, DataExport.file).where(DataExport.expires_at <= now(), DataExport.file != "")
    found = db.session.execute(over.limit(500)).all()
    db.session.commit()
    for ident, name in found:
        copies().delete(name)
        with transaction():
            db.session.execute(update(DataExport).where(DataExport.id == ident).values(file="", size=0))
    return len(found)


@handles("delete-export")
def delete_file(payload: dict[str, Any]) -> None:
    """Delete the file of a copy whose row is gone."""
    copies().delete(payload["file"])


@before_erasing
def forget_copies(person_id: int) -> None:
    """Have the files of a person's copies deleted; their rows go with the account."""
    files = select(DataExport.file).where(DataExport.user_id == person_id, DataExport.file != "")
    for name in db.session.scalars(files):
        post_message("delete-export", {"file": name})


def copies() -> Any:
    """Return where copies lie: in the store of pictures, which every machine of a site reaches."""
    return current_app.extensions["pictures"]


def _must_not_be_too_fast(person_id: int) -> None:
    newest = select(DataExport.asked_at).where(DataExport.user_id == person_id, DataExport.failed_at.is_(None))
    asked_at = db.session.scalar(newest.order_by(DataExport.id.desc()).limit(1))
    wait = asked_at + PAUSE - now() if asked_at else timedelta(0)
    if wait > timedelta(0):
        raise TooFast(throttles.too_fast(wait), wait, 1)


def _begin(export_id: int) -> DataExport | None:
    """Count an attempt; None when there is nothing to make any more."""
    waiting = (DataExport.id == export_id, DataExport.ready_at.is_(None), DataExport.failed_at.is_(None))
    counted = update(DataExport).where(*waiting).values(attempts=DataExport.attempts + 1)
    with transaction():
        if not db.session.execute(counted.execution_options(synchronize_session=False)).rowcount:  # type: ignore[attr-defined]
            return None
        return db.session.get(DataExport, export_id, populate_existing=True)


def _store(export: DataExport, name: str) -> int:
    with write_archive(export.user_id, export.locale) as archive:
        db.session.commit()  # Reading is over; nothing is held while the file is stored.
        data = archive.read()
    copies().put(name, data)
    return len(data)


def _settle(export_id: int, **values: Any) -> bool:
    """Note how it ended and have the person told; False when nobody waits for it any more."""
    with transaction():
        waiting = (DataExport.id == export_id, DataExport.ready_at.is_(None), DataExport.failed_at.is_(None))
        settled = update(DataExport).where(*waiting).values(**values)
        if not db.session.execute(settled.execution_options(synchronize_session=False)).rowcount:  # type: ignore[attr-defined]
            return False
        export = db.session.get_one(DataExport, export_id, populate_existing=True)
        for tell in _told if export.ready_at else []:
            tell(export)
    return True
