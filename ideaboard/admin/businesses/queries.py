"""Reads of the admin pages of businesses."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import or_, select

from ideaboard.businesses.models import Business, Membership
from ideaboard.businesses.queries import team_of
from ideaboard.challenges.models import Challenge
from ideaboard.data.paging import Cursor, Page
from ideaboard.extensions import db
from ideaboard.posts.models import DRAFT

PAGE_SIZE = 20
LONGEST_QUERY = 80
MOST = 20  # challenges that are shown of a business


@dataclass(frozen=True)
class Shown:
    """What an admin looks at before verifying: the business, its people, its newest challenges."""

    business: Business
    team: Sequence[Membership]
    challenges: Sequence[Challenge]


def businesses(query: str, cursor: Cursor | None, *, unverified: bool = False) -> Page[Business]:
    """Return businesses whose name or city holds `query`, the newest first; one query."""
    wanted = select(Business).order_by(Business.id.desc()).limit(PAGE_SIZE + 1)
    if query := query[:LONGEST_QUERY]:
        holds = Business.name.icontains(query, autoescape=True), Business.city.icontains(query, autoescape=True)
        wanted = wanted.where(or_(*holds))
    if unverified:
        wanted = wanted.where(Business.verified_at.is_(None))
    if cursor:
        wanted = wanted.where(Business.id < cursor.id)
    rows = db.session.scalars(wanted).all()
    more = Cursor(0, rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else None
    return Page(rows[:PAGE_SIZE], more)


def shown_or_404(business_id: int) -> Shown:
    """Return one business; three queries. Aborts 404 when there is none."""
    business = db.session.get(Business, business_id, populate_existing=True) or abort(404)
    newest = select(Challenge).where(Challenge.business_id == business_id, Challenge.status != DRAFT)
    found = db.session.scalars(newest.order_by(Challenge.id.desc()).limit(MOST)).all()
    return Shown(business, team_of(business_id), found)
