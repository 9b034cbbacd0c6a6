"""Which challenges a moderator reads before everybody else does, whatever they say."""

from typing import Any

from flask_babel import lazy_gettext as _l

from ideaboard.accounts.models import User
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import is_first_of_unverified
from ideaboard.extensions import db
from ideaboard.posts import trust
from ideaboard.screening.context import NEW


def author_of(challenge: Challenge) -> User:
    """Return who began the challenge: it counts for their quota, whoever of the team publishes it."""
    return db.session.get_one(User, challenge.author_id)


def why_it_waits(challenge: Challenge) -> Any:
    """Say why a moderator reads the challenge first; empty when it is public at once."""
    if is_first_of_unverified(challenge):
        return _l(
            "This is the first challenge of your business. A moderator reads it before everybody sees it, "
            "usually within 4 hours."
        )
    if trust.level_of(author_of(challenge)) == NEW:
        return _l(
            "Your account is new. A moderator reads the challenge before everybody sees it, usually within 4 hours."
        )
    return ""
