"""Reads of the admin pages."""

from collections.abc import Sequence

from flask import abort
from sqlalchemy import ColumnElement, or_, select

from ideaboard.accounts.identity import fold_email, fold_handle
from ideaboard.accounts.models import User
from ideaboard.data.paging import Cursor, Page
from ideaboard.extensions import db

PAGE_SIZE = 20
LONGEST_QUERY = 254


def people(query: str, cursor: Cursor | None) -> Page[User]:
    """Return open accounts whose name, handle or e-mail address holds `query`, the newest first."""
    found = select(User).where(User.closed_at.is_(None))
    if query:
        found = found.where(_holds(query[:LONGEST_QUERY]))
    if cursor:
        found = found.where(User.id < cursor.id)
    rows = db.session.scalars(found.order_by(User.id.desc()).limit(PAGE_SIZE + 1)).all()
    return Page(rows[:PAGE_SIZE], _next(rows))


def person_or_404(person_id: int) -> User:
    """Return an open account, or answer 404."""
    person = db.session.scalar(select(User).where(User.id == person_id, User.closed_at.is_(None)))
    return person or abort(404)


def _holds(query: str) -> ColumnElement[bool]:
    handle = fold_handle(query.lstrip("@").casefold())
    conditions = [
        User.name.icontains(query, autoescape=True),
        User.email_key.contains(fold_email(query), autoescape=True),
    ]
    if handle:
        conditions.append(User.handle_key.contains(handle, autoescape=True))
    return or_(*conditions)


def _next(rows: Sequence[User]) -> Cursor | None:
    return Cursor(0, rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else None
