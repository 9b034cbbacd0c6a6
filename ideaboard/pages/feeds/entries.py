"""What the feeds hold: the newest public things, as a visitor sees them, without any count."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.updates.models import Update
from ideaboard.data.clock import now
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.labels import LabelView, view_of
from ideaboard.posts.models import Post

MOST = 30
# A feed without entries is as old as the first release: its date must not change by itself.
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One entry; `path` is its page on this site."""

    id: int
    title: str
    path: str
    author: str
    html: str
    published: datetime
    updated: datetime
    label: LabelView | None = None  # on its claim


def newest_of_site() -> list[Entry]:
    """Return the challenges that opened last and the newest updates of all challenges."""
    return _newest_first([*(_of_challenge(one) for one in _opened()), *(_of_update(*row) for row in _updates())])


def newest_of_challenge(challenge: Challenge) -> list[Entry]:
    """Return the newest ideas and updates of one challenge."""
    ideas = select(Idea).options(joinedload(Idea.author)).where(Idea.challenge_id == challenge.id, Idea.listed)
    found = db.session.scalars(ideas.order_by(Idea.__table__.c.id.desc()).limit(MOST))
    updates = _updates(Update.challenge_id == challenge.id)
    return _newest_first([*(_of_idea(idea) for idea in found), *(_of_update(*row) for row in updates)])


def _opened() -> list[Challenge]:
    opened = (
        select(Challenge)
        .join(Challenge.business)
        .options(contains_eager(Challenge.business))
        .where(Challenge.listed, Challenge.opens_at <= now())
        .order_by(Challenge.opens_at.desc(), Challenge.__table__.c.id.desc())
    )
    return list(db.session.scalars(opened.limit(MOST)))


def _updates(*conditions: Any) -> list[tuple[Update, Challenge]]:
    challenge = aliased(Challenge, flat=True)
    wanted = (
        select(Update, challenge)
        .join(challenge, challenge.id == Update.challenge_id)
        .join(challenge.business)
        .options(contains_eager(challenge.business))
        .where(Update.listed, challenge.status == "published", *conditions)
        .order_by(Update.__table__.c.id.desc())
    )
    return [(update, its) for update, its in db.session.execute(wanted.limit(MOST)).all()]


def _of_challenge(one: Challenge) -> Entry:
    return _entry(one, one.title, one.path, one.business.name, max(_published(one), one.opens_at or LONG_AGO))


def _of_idea(idea: Idea) -> Entry:
    return _entry(idea, idea.title, idea.path, idea.author.name, _published(idea))


def _of_update(update: Update, challenge: Challenge) -> Entry:
    title = _("Update on “%(title)s”", title=challenge.title)
    path = url_for("challenges.show_update", slug=challenge.slug, update_id=update.id)
    return _entry(update, title, path, challenge.business.name, _published(update))


def _entry(post: Post, title: str, path: str, author: str, published: datetime) -> Entry:
    label = view_of(post.label)
    updated = max(published, post.edited_at or published, label.at if label else published)
    return Entry(post.id, title, path, author, post.html, published, updated, label)


def _published(post: Post) -> datetime:
    return post.published_at or post.created_at


def _newest_first(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.published, entry.id), reverse=True)[:MOST]
