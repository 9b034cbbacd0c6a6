"""What challenges hold of a person; a draft of a business that nobody runs any more goes with who wrote it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ideaboard.accounts.privacy.erasing import before_erasing
from ideaboard.accounts.privacy.holdings import Kept, holds
from ideaboard.businesses.models import Membership
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.updates.models import Update
from ideaboard.extensions import db
from ideaboard.posts.erasing import delete_draft_row, keep_only_what_is_read, take_back
from ideaboard.posts.models import DRAFT

_BUSINESS = Kept("belongs to the business, and people took part because of it; it names nobody who wrote it")

holds("challenges", "id", through="posts", title=_l("Challenges that you wrote"), leaves=_BUSINESS)
holds("criteria", "challenge_id", through="challenges", title=_l("Their criteria"), leaves=_BUSINESS)
holds("prizes", "challenge_id", through="challenges", title=_l("Their prizes"), leaves=_BUSINESS)
holds("cancellations", "by_id", title=_l("Challenges that you cancelled"), leaves=_BUSINESS)
holds("updates", "id", through="posts", title=_l("News that you wrote"), leaves=_BUSINESS)


@before_erasing
def erase_challenges(person_id: int) -> None:
    """Delete drafts of businesses that this person runs alone, and take back news that nobody reads."""
    mine = select(Membership.business_id).where(Membership.user_id == person_id)
    others = select(Membership.business_id).where(Membership.user_id != person_id)
    alone: Any = Challenge.business_id.in_(mine) & Challenge.business_id.not_in(others)
    for draft in db.session.scalars(select(Challenge).where(alone, Challenge.status == DRAFT)).all():
        delete_draft_row(draft)
    take_back(person_id, Update)
    keep_only_what_is_read(select(Challenge.id).where(Challenge.author_id == person_id, Challenge.status != DRAFT))
