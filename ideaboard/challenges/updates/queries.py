"""Reads about updates."""

from collections.abc import Iterable
from typing import Any

from flask import abort
from sqlalchemy import Select, select, text
from sqlalchemy.orm import joinedload

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.updates.models import Update
from ideaboard.data.paging import Cursor, Page, keyset
from ideaboard.extensions import db
from ideaboard.media.models import Picture
from ideaboard.posts.models import HELD, HIDDEN, PUBLISHED
from ideaboard.posts.queries import visible_to

PAGE_SIZE = 10
SHOWN = (PUBLISHED, HELD, HIDDEN)  # What was deleted is gone from the tab for its author too.


def updates_of(challenge: Challenge, cursor: Cursor | None) -> Page[Update]:
    """Return one page of the public updates of a challenge, the newest first, with their authors."""

    def base(*columns: Any) -> Select[Any]:
        return select(*columns).where(Update.challenge_id == challenge.id, Update.listed)

    ident: Any = Update.__table__.c.id
    keys = keyset(base, ident, ident, cursor, PAGE_SIZE + 1).subquery()
    wanted = select(Update).join(keys, keys.c.id == Update.id).options(joinedload(Update.author))
    found = db.session.scalars(wanted.order_by(Update.id.desc())).all()
    last = found[PAGE_SIZE - 1].id if len(found) > PAGE_SIZE else None
    return Page(found[:PAGE_SIZE], Cursor(last, last) if last else None)


def waiting_updates(challenge: Challenge, viewer: Any) -> list[Update]:
    """Return the updates of the challenge that wait for a moderator and that `viewer` may see."""
    wanted = select(Update).options(joinedload(Update.author)).order_by(Update.id.desc()).limit(PAGE_SIZE)
    held = wanted.where(Update.challenge_id == challenge.id, text("posts.status = 'held'"))
    return list(db.session.scalars(held.where(visible_to(viewer, Update))))


def update_or_404(challenge: Challenge, update_id: int, viewer: Any) -> Update:
    """Return one update of the challenge with its author. Aborts 404 when `viewer` may not see it."""
    wanted = select(Update).options(joinedload(Update.author)).execution_options(populate_existing=True)
    here = wanted.where(Update.id == update_id, Update.challenge_id == challenge.id, Update.status.in_(SHOWN))
    return db.session.scalar(here.where(visible_to(viewer, Update))) or abort(404)


def pictures_by_post(post_ids: Iterable[int]) -> dict[int, list[Picture]]:
    """Return the pictures of several posts in their order, in one query."""
    ids = list(post_ids)
    found: dict[int, list[Picture]] = {ident: [] for ident in ids}
    if ids:
        wanted = select(Picture).where(Picture.post_id.in_(ids)).order_by(Picture.position, Picture.id)
        for picture in db.session.scalars(wanted.limit(20 * len(ids))):
            found[picture.post_id or 0].append(picture)
    return found
