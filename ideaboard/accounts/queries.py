"""Reads about people."""

from sqlalchemy import select

from ideaboard.accounts.identity import fold_email
from ideaboard.accounts.models import User
from ideaboard.extensions import db


def person_by_email(email: str) -> User | None:
    """Return the open account with this address, however it is written."""
    return db.session.scalar(select(User).where(User.email_key == fold_email(email), User.closed_at.is_(None)))
