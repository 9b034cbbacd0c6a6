"""Reads about known claims, for the pages of admins and moderators."""

from collections.abc import Sequence

from sqlalchemy import select

from ideaboard.extensions import db
from ideaboard.screening.claims.models import Claim

PAGE_SIZE = 50


def list_claims(*, before_id: int | None = None, words: str = "", limit: int = PAGE_SIZE) -> Sequence[Claim]:
    """Return claims, the newest first; `before_id` goes on behind a page, `words` must all be in the text."""
    wanted = select(Claim).order_by(Claim.id.desc()).limit(limit)
    if before_id is not None:
        wanted = wanted.where(Claim.id < before_id)
    for word in words.split()[:8]:
        wanted = wanted.where(Claim.text.icontains(word, autoescape=True))
    return db.session.scalars(wanted).all()


def claim_of(claim_id: int) -> Claim | None:
    """Return one claim."""
    return db.session.get(Claim, claim_id)
