"""Reads about ideas."""

from typing import Any

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import aliased, contains_eager

from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import challenge_visible_to
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.posts.queries import visible_to


def idea_or_404(idea_id: int, viewer: Any) -> Idea:
    """Return the idea with its author, challenge and business, in one query. Aborts 404 when it is hidden."""
    challenge = aliased(Challenge, flat=True)
    its_challenge = Idea.challenge.of_type(challenge)
    found = db.session.scalar(
        select(Idea)
        .join(Idea.author)
        .join(its_challenge)
        .join(challenge.business)
        .options(contains_eager(Idea.author), contains_eager(its_challenge).contains_eager(challenge.business))
        .where(Idea.id == idea_id, visible_to(viewer, Idea), challenge_visible_to(viewer, challenge))
        .execution_options(populate_existing=True)
    )
    if found is None:
        abort(404)
    return found


def drifted_counts() -> list[tuple[int, int, int]]:
    """Return (challenge id, stored, true number of listed ideas) wherever they differ; empty when all is well."""
    counted = (
        select(func.count())
        .where(Idea.__table__.c.challenge_id == Challenge.__table__.c.id, Idea.__table__.c.listed)
        .scalar_subquery()
    )
    stored = Challenge.__table__.c.idea_count
    rows = db.session.execute(select(Challenge.__table__.c.id, stored, counted).where(stored != counted))
    return [(row[0], row[1], row[2]) for row in rows]
