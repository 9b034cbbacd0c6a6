"""What comments hold of a person."""

from flask_babel import lazy_gettext as _l

from ideaboard.accounts.privacy.erasing import before_erasing
from ideaboard.accounts.privacy.holdings import Done, holds
from ideaboard.comments.models import Comment
from ideaboard.posts.erasing import take_back

holds("comments", "id", through="posts", title=_l("Your comments"), leaves=Done("with their posts"))


@before_erasing
def erase_comments(person_id: int) -> None:
    """Take back what readers do not see; public texts stay without a name."""
    take_back(person_id, Comment)
