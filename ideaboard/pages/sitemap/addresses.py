"""Every public page, by spans of post ids."""

from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy import func, select

from ideaboard.businesses.models import Business
from ideaboard.challenges.models import Challenge
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.ideas.paths import idea_path, slug_of
from ideaboard.posts.models import PUBLISHED, Post

SPAN = 5_000  # post ids a part covers; sitemaps may hold 50,000 addresses
FIXED = ("pages.home", "challenges.index", "pages.help", "pages.about", "pages.rules", "pages.privacy")
_POSTS: Any = Post.__table__
_CHALLENGES: Any = Challenge.__table__
_IDEAS: Any = Idea.__table__
_BUSINESSES: Any = Business.__table__
Address = tuple[str, datetime | None]  # path and last change


def newest_post_id() -> int:
    """Return the highest id of any post, 0 without posts."""
    return db.session.scalar(select(func.max(_POSTS.c.id))) or 0


def addresses_from(start: int) -> list[Address]:
    """Return the public pages whose post ids lie in the span that begins at `start`."""
    fixed: list[Address] = [(url_for(name), None) for name in FIXED] if start == 0 else []
    return [*fixed, *_challenges(start), *_ideas(start)]


def _challenges(start: int) -> list[Address]:
    """Return the boards of a span with their tabs and the pages of their businesses."""
    wanted = (
        select(_CHALLENGES.c.slug, _BUSINESSES.c.slug, _changed())
        .join(_POSTS, _POSTS.c.id == _CHALLENGES.c.id)
        .join(_BUSINESSES, _BUSINESSES.c.id == _CHALLENGES.c.business_id)
        .where(_CHALLENGES.c.id >= start, _CHALLENGES.c.id < start + SPAN, _POSTS.c.status == PUBLISHED)
        .order_by(_CHALLENGES.c.id)
    )
    found = db.session.execute(wanted).all()
    businesses = dict.fromkeys(business for _slug, business, _when in found)
    boards = [(f"/t/{slug}{tab}", when) for slug, _business, when in found for tab in ("", "/brief", "/kabar")]
    return [*boards, *((url_for("businesses.show", slug=slug), None) for slug in businesses)]


def _ideas(start: int) -> list[Address]:
    wanted = (
        select(_IDEAS.c.id, _IDEAS.c.title, _changed())
        .join(_POSTS, _POSTS.c.id == _IDEAS.c.id)
        .join(_CHALLENGES, _CHALLENGES.c.id == _IDEAS.c.challenge_id)
        .where(_IDEAS.c.id >= start, _IDEAS.c.id < start + SPAN, _IDEAS.c.listed, _is_public_challenge())
        .order_by(_IDEAS.c.id)
    )
    return [(idea_path(ident, slug_of(title)), when) for ident, title, when in db.session.execute(wanted)]


def _is_public_challenge() -> Any:
    above = _POSTS.alias()
    return select(above.c.id).where(above.c.id == _IDEAS.c.challenge_id, above.c.status == PUBLISHED).exists()


def _changed() -> Any:
    return func.coalesce(_POSTS.c.edited_at, _POSTS.c.published_at, type_=_POSTS.c.edited_at.type)
