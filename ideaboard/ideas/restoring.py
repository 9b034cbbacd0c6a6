"""Go back to an older version of an idea."""

from flask_babel import lazy_gettext as _l

from ideaboard.accounts.models import User
from ideaboard.ideas.forms import IdeaText
from ideaboard.ideas.models import Idea
from ideaboard.ideas.service import edit_idea, must_be_changeable
from ideaboard.media.service import pictures_of
from ideaboard.posts.history import version_fields
from ideaboard.posts.service import StaleEdit, latest_fields
from ideaboard.web.problems import WrongState


def restore_version(idea: Idea, editor: User, number: int, *, base_version: int) -> None:
    """Make the texts of an older version the newest one, under the rule of editing; pictures stay as they are.

    Raises NotAllowed, WrongState (too late, no such version), Unfit and StaleEdit (edited elsewhere since).
    """
    must_be_changeable(idea, editor)
    fields = version_fields(idea.id, number)
    if fields is None:
        raise WrongState(_l("There is no such version."))
    if idea.version != base_version:
        raise StaleEdit(latest_fields(idea.id))
    shown = [(picture, picture.alt) for picture in pictures_of(idea.id)]
    edit_idea(idea, editor, IdeaText.of(fields), shown, base_version=base_version, asks=False)
