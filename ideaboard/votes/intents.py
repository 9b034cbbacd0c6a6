"""A visitor's support, given once they are signed in and confirmed: under the same policy as everybody's."""

from typing import Any

from flask_babel import gettext as _
from flask_login import current_user

from ideaboard.accounts.intents import Outcome, register_intent
from ideaboard.accounts.models import User
from ideaboard.ideas.queries import idea_or_404
from ideaboard.votes.service import cast_vote

VOTE = "vote"


def carry_out(person: User, data: dict[str, Any]) -> Outcome:
    """Support the idea. Raises Problem when the person may not, and 404 when it is not to be seen."""
    idea = idea_or_404(int(data["id"]), person)
    path = idea.path  # A refusal rolls back and lets go of what was loaded.
    cast_vote(idea, person)
    return Outcome(path, _("Support saved"))


def describe(data: dict[str, Any]) -> str:
    """Say what will happen after signing in."""
    return _("Then your support for “%(title)s” counts.", title=idea_or_404(int(data["id"]), current_user).title)


register_intent(VOTE, carry_out, describe=describe, by_link=True)
