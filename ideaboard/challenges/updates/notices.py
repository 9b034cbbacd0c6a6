"""What people are told about updates; who takes part in a challenge is known higher up."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ideaboard.businesses.models import Business
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import challenge_visible_to
from ideaboard.challenges.updates.models import Update
from ideaboard.extensions import db
from ideaboard.notifications.kinds import About
from ideaboard.posts.queries import visible_to


def look_up_updates(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Return challenge, business and address of those updates that `viewer` may see; one query."""
    challenge = aliased(Challenge, flat=True)
    wanted = (
        select(Update.id, challenge.title, challenge.slug, Business.name)
        .join(challenge, challenge.id == Update.challenge_id)
        .join(Business, Business.id == challenge.business_id)
        .where(Update.id.in_(ids), visible_to(viewer, Update), challenge_visible_to(viewer, challenge))
    )
    return {
        row.id: About(row.title, f"/t/{row.slug}/kabar/{row.id}", {"business": row.name})
        for row in db.session.execute(wanted)
    }
