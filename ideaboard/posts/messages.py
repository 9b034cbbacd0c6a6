"""What authors are told after a change."""

from flask_babel import gettext as _

from ideaboard.posts.models import HELD, Post


def changed_message(post: Post) -> str:
    """Say that an edit is stored, and when readers will see it."""
    if post.status == HELD:
        return _("Your changes are saved. A moderator reads them first, usually within 4 hours.")
    return _("Your changes are saved.")
