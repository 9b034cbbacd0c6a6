"""Reads of the page about one's own data."""

from flask import abort
from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.accounts.privacy.models import READY, DataExport
from ideaboard.extensions import db

SHOWN = 5


def copies_of(person: User) -> list[DataExport]:
    """Return the copies that a person asked for lately, the newest first."""
    mine = select(DataExport).where(DataExport.user_id == person.id).order_by(DataExport.id.desc()).limit(SHOWN)
    return list(db.session.scalars(mine.execution_options(populate_existing=True)))


def ready_copy_or_404(export_id: int, person: User) -> DataExport:
    """Return a copy of this person's that is there; 404 for everybody else's, and for what ran out."""
    mine = select(DataExport).where(DataExport.id == export_id, DataExport.user_id == person.id)
    found = db.session.scalar(mine.execution_options(populate_existing=True))
    return found if found is not None and found.state == READY else abort(404)
