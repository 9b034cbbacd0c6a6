"""What ideas hold of a person."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ideaboard.accounts.privacy.erasing import before_erasing
from ideaboard.accounts.privacy.holdings import Done, holds
from ideaboard.extensions import db
from ideaboard.ideas.models import Idea
from ideaboard.ideas.service import return_support
from ideaboard.posts.erasing import delete_draft_row, remove_pictures, take_back
from ideaboard.posts.models import DRAFT, PUBLISHED, WITHDRAWN

holds("ideas", "id", through="posts", title=_l("Your ideas"), leaves=Done("with their posts"))


@before_erasing
def erase_ideas(person_id: int) -> None:
    """Delete drafts, take back what readers do not see, and every picture; public texts stay without a name."""
    mine = select(Idea).where(Idea.author_id == person_id).order_by(Idea.id)
    for draft in db.session.scalars(mine.where(Idea.status == DRAFT)).all():
        delete_draft_row(draft)
    take_back(person_id, Idea, _give_support_back)
    for idea in db.session.scalars(mine.where(Idea.status == PUBLISHED)).all():
        remove_pictures(idea)


def _give_support_back(idea: Idea) -> None:
    if idea.status != WITHDRAWN and not idea.frozen:
        return_support(idea)
