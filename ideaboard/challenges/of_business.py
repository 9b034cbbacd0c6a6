"""The challenges on the pages of a business."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from ideaboard.businesses.contents import on_business_page, on_my_page
from ideaboard.businesses.models import Business
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.policies import may_manage
from ideaboard.challenges.presenting import Head, head
from ideaboard.extensions import db
from ideaboard.posts.models import DRAFT, HELD, PUBLISHED

MOST = 100  # challenges of one business, or of all businesses of a person; older ones are in the list
Row = tuple[Challenge, Head]


@on_business_page
def challenges_of(business: Business, role: str | None) -> dict[str, Any]:
    """Return what runs or is to come, and what is over; the team sees what is held for review too."""
    statuses = (PUBLISHED, HELD) if may_manage(role) else (PUBLISHED,)
    rows = _rows([business.id], statuses)
    return {
        "current": [row for row in rows if not row[1].is_over],
        "past": [row for row in rows if row[1].is_over],
    }


@on_my_page
def challenges_to_run(business_ids: list[int]) -> dict[str, Any]:
    """Return drafts, and what runs or is to be answered, by business."""
    drafts: dict[int, list[Row]] = {}
    running: dict[int, list[Row]] = {}
    for row in _rows(business_ids, (DRAFT, PUBLISHED, HELD)):
        if row[0].cancelled_at is None:
            group = drafts if row[0].status == DRAFT else running
            group.setdefault(row[0].business_id, []).append(row)
    return {"drafts": drafts, "running": running}


def _rows(business_ids: list[int], statuses: tuple[str, ...]) -> list[Row]:
    """Return challenges with their heads, newest first, in one query."""
    if not business_ids:
        return []
    theirs = (
        select(Challenge)
        .join(Challenge.business)
        .options(contains_eager(Challenge.business))
        .where(Challenge.business_id.in_(business_ids), Challenge.status.in_(statuses))
        .order_by(Challenge.id.desc())
        .limit(MOST)
    )
    return [(challenge, head(challenge)) for challenge in db.session.scalars(theirs)]
