"""Which post an admin means: by its number, or by an address of this site."""

import re
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select

from ideaboard.challenges.models import Challenge
from ideaboard.extensions import db
from ideaboard.posts.models import DRAFT, Post

LONGEST = 500
_NUMBER = re.compile(r"#?(\d{1,18})")
# Ideas, comments and updates carry the number of the post; a challenge has a name instead.
_NUMBERED = re.compile(r"/(?:i|k|lapor|sumber)/(\d{1,18})(?![\d])|/t/[^/]+/kabar/(\d{1,18})(?![\d])")
_NAMED = re.compile(r"/t/([^/]+)")


def post_meant(typed: str) -> Post | None:
    """Return the post that a number or an address of this site names; drafts are nobody's business."""
    typed = typed.strip()
    if number := _NUMBER.fullmatch(typed):
        return _numbered(int(number[1]))
    path = _path_here(typed)
    if found := _NUMBERED.match(path):
        return _numbered(int(found[1] or found[2]))
    named = _NAMED.match(path)
    return _named(named[1]) if named else None


def _path_here(typed: str) -> str:
    """Return the path of an address of this site, or nothing."""
    try:
        parts = urlsplit(typed if "://" in typed or typed.startswith("/") else f"//{typed}")
    except ValueError:
        return ""
    own = urlsplit(current_app.config["BASE_URL"])
    return parts.path if parts.netloc in ("", own.netloc) else ""


def _numbered(ident: int) -> Post | None:
    return db.session.scalar(select(Post).where(Post.id == ident, Post.status != DRAFT))


def _named(slug: str) -> Post | None:
    return db.session.scalar(select(Challenge).where(Challenge.slug == slug, Challenge.status != DRAFT))
