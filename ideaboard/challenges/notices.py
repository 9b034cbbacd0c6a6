"""What people are told about challenges; who takes part in one is known higher up."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from ideaboard.businesses.models import Business
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import challenge_visible_to
from ideaboard.extensions import db
from ideaboard.notifications.kinds import About

CANCELLED, UPDATE, VOTING_OPENS = "challenge_cancelled", "challenge_update", "voting_opens"


def look_up_challenges(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Return title, business and end of support of those challenges that `viewer` may see; one query."""
    wanted = select(Challenge.id, Challenge.title, Challenge.slug, Challenge.support_close_at, Challenge.zone)
    wanted = wanted.add_columns(Business.name).join(Challenge.business)
    rows = db.session.execute(wanted.where(Challenge.id.in_(ids), challenge_visible_to(viewer)))
    return {
        row.id: About(
            row.title, f"/t/{row.slug}", {"business": row.name, "until": row.support_close_at, "zone": row.zone}
        )
        for row in rows
    }
