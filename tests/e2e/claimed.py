"""A post whose claim needs a source, for browser tests."""

from __future__ import annotations

from sqlalchemy import select

from ideaboard.accounts.models import User
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from tests import database
from tests.e2e.site import Demo


def something_claimed(site: Demo, author: User) -> int:
    """Return the id of an idea of this author that needs a source, making it need one."""
    ident = int(site.one(select(Idea.id).where(Idea.author_id == author.id).order_by(Idea.id)))
    with site.app.app_context():
        database.use(site.app)
        database.write(lambda: _mark(ident))
    return ident


def _mark(ident: int) -> None:
    db.session.get_one(Idea, ident).needs_source = True
