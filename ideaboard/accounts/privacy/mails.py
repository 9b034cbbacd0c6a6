"""Mails to somebody who leaves: what waits in the outbox goes, and what development keeps in a folder."""

import email
import logging
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Text, cast, delete, func, or_, select

from ideaboard.accounts.models import User
from ideaboard.accounts.privacy.erasing import before_erasing
from ideaboard.data.transaction import when_committed
from ideaboard.extensions import db
from ideaboard.jobs.models import OutboxMessage

log = logging.getLogger("ideaboard.accounts")


def mails_to(table: Any, person_id: int) -> ColumnElement[bool]:
    """Return the condition that a waiting message is for this person: it has their address, or their number."""
    text = func.lower(cast(table.c.payload, Text))
    named = (f'"{_address(person_id)}"', f'"user_id":{person_id},', f'"user_id":{person_id}}}')
    return or_(*(text.contains(words, autoescape=True) for words in named))


@before_erasing
def forget_mails(person_id: int) -> None:
    """Delete what the outbox still has for this person, and how its delivery failed."""
    address = _address(person_id)
    table: Any = OutboxMessage.__table__
    named = mails_to(table, person_id)
    failed = func.lower(table.c.last_error).contains(address, autoescape=True)
    db.session.execute(delete(OutboxMessage).where(named | failed).execution_options(synchronize_session=False))
    folder = Path(current_app.config["INSTANCE"], "outbox")
    if folder.is_dir():
        when_committed(lambda: _forget_printed(folder, address))


def _address(person_id: int) -> str:
    return (db.session.scalar(select(User.email).where(User.id == person_id)) or "").lower()


def _forget_printed(folder: Path, address: str) -> None:
    """Delete what development printed for this address (jobs/mail.py)."""
    for file in folder.glob("*.eml"):
        try:
            if email.message_from_bytes(file.read_bytes())["To"].lower() == address:
                file.unlink()
        except OSError:
            log.warning("a printed mail could not be deleted", exc_info=True)
