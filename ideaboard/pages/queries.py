"""Reads that public pages need of several packages."""

from typing import Any

from flask import abort
from flask_login import AnonymousUserMixin
from sqlalchemy import ColumnElement, Select, select, text
from sqlalchemy.orm import aliased, contains_eager

from ideaboard.accounts.identity import canonical_handle, fold_handle
from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.data.clock import now
from ideaboard.data.paging import Cursor, Page, keyset
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.media.models import Picture
from ideaboard.posts.models import PUBLISHED, Post

# Whoever asks, these reads answer as for somebody who is not signed in.
VISITOR = AnonymousUserMixin()
ON_HOME = 6
PAGE_SIZE = 20


def open_now() -> ColumnElement[bool]:
    """Return the condition of challenges that take ideas or support."""
    return Challenge.listed & (Challenge.opens_at <= now()) & (Challenge.support_close_at > now())


def closing_soon() -> list[Challenge]:
    """Return the open challenges that close first."""
    return _challenges(_with_business().where(open_now()).order_by(Challenge.support_close_at, Challenge.id))


def newest_challenges() -> list[Challenge]:
    """Return the challenges that opened or will open last."""
    return _challenges(_with_business().where(Challenge.listed).order_by(Challenge.opens_at.desc(), Challenge.id))


def public_challenge_or_404(challenge_id: int) -> Challenge:
    """Return a published challenge with its business, whoever asks. Aborts 404."""
    wanted = _with_business().where(Challenge.id == challenge_id, Challenge.status == PUBLISHED)
    return db.session.scalar(wanted.execution_options(populate_existing=True)) or abort(404)


def _with_business() -> Select[Any]:
    return select(Challenge).join(Challenge.business).options(contains_eager(Challenge.business))


def _challenges(query: Select[Any]) -> list[Challenge]:
    return list(db.session.scalars(query.limit(ON_HOME)))


def pictures_of(post_id: int) -> list[Picture]:
    """Return the pictures of a post in their order."""
    mine = select(Picture).where(Picture.post_id == post_id).order_by(Picture.position, Picture.id)
    return list(db.session.scalars(mine.limit(10)))


def waiting_ideas_of(person: User) -> list[Idea]:
    """Return a person's ideas that a moderator reads first, the newest first, with their challenges."""
    challenge = aliased(Challenge, flat=True)
    its_challenge = Idea.challenge.of_type(challenge)
    wanted = select(Idea).join(its_challenge).options(contains_eager(its_challenge)).order_by(Idea.id.desc())
    held = wanted.where(Idea.author_id == person.id, text("posts.status = 'held'"))
    return list(db.session.scalars(held.limit(PAGE_SIZE)))


def person_or_404(handle: str) -> User:
    """Return an open account by its handle, also when it is written in another way. Aborts 404."""
    key = fold_handle(canonical_handle(handle) or "")
    found = db.session.scalar(select(User).where(User.handle_key == key, User.closed_at.is_(None)))
    return found or abort(404)


def ideas_of(person: User, cursor: Cursor | None) -> Page[Idea]:
    """Return one page of a person's public ideas, the newest first, with their challenges."""
    challenge = aliased(Challenge, flat=True)
    its_challenge = Idea.challenge.of_type(challenge)

    def base(*columns: Any) -> Select[Any]:
        # EXISTS, so that the walk over the author's posts stops at the limit.
        board = aliased(Post, flat=True)
        public = select(board.id).where(board.id == Idea.challenge_id, board.status == PUBLISHED).exists()
        return select(*columns).where(Idea.author_id == person.id, Idea.listed, public)

    ident: Any = Idea.id
    keys = keyset(base, ident, ident, cursor, PAGE_SIZE + 1).subquery()
    found = db.session.scalars(
        select(Idea)
        .join(keys, keys.c.id == Idea.id)
        .join(its_challenge)
        .options(contains_eager(its_challenge))
        .order_by(Idea.id.desc())
    ).all()
    more = len(found) > PAGE_SIZE
    return Page(found[:PAGE_SIZE], Cursor(found[PAGE_SIZE - 1].id, found[PAGE_SIZE - 1].id) if more else None)
