"""What the author of an update is told."""

from flask_babel import gettext as _

from ideaboard.challenges.updates.models import Update
from ideaboard.posts.models import HELD


def sent_message(post: Update) -> str:
    """Say that the update is out, or that somebody reads it first."""
    if post.status == HELD:
        return _("Your update is saved. A moderator reads it first, usually within 4 hours.")
    return _("Update published.")
