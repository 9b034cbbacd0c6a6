"""The one blueprint of the moderators' pages, and the number that their navigation shows."""

from typing import Any

from flask import Blueprint, g
from flask_login import current_user

from ideaboard.moderation.outcomes import lately
from ideaboard.moderation.queries import count_waiting

bp = Blueprint("moderation", __name__)


@bp.app_context_processor
def offer() -> dict[str, Any]:
    """Offer what other pages ask for only when they show it: the navigation of moderators, the admin's numbers."""
    return {"posts_waiting": posts_waiting, "caught_and_missed": lately}


def posts_waiting() -> int:
    """Return how many posts wait for this moderator; asked once a request."""
    if "posts_waiting" not in g:
        g.posts_waiting = count_waiting(current_user)
    return int(g.posts_waiting)
