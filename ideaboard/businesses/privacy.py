"""What businesses hold of a person; one that nobody runs any more keeps no contact, words or logo."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, func, or_, select, update

from ideaboard.accounts.models import User
from ideaboard.accounts.privacy.erasing import before_erasing
from ideaboard.accounts.privacy.holdings import DELETED, Done, holds
from ideaboard.businesses.models import Business, Membership
from ideaboard.extensions import db
from ideaboard.media.models import Picture
from ideaboard.media.service import detach
from ideaboard.screening.models import ScreeningResult


def _run_by(table: Any, person_id: int) -> ColumnElement[bool]:
    mine = select(Membership.business_id).where(Membership.user_id == person_id)
    return table.c.id.in_(mine)  # type: ignore[no-any-return]


def _of_them(table: Any, person_id: int) -> ColumnElement[bool]:
    address = select(func.lower(User.email)).where(User.id == person_id).scalar_subquery()
    return or_(func.lower(table.c.email) == address, table.c.accepted_by_id == person_id)


holds("memberships", "user_id", title=_l("Businesses that you run"), leaves=DELETED)
holds(
    "businesses", "id", also=_run_by, title=_l("What these businesses show"), leaves=Done("the last one empties it")
)
holds(
    "invitations",
    "accepted_by_id",
    also=_of_them,
    title=_l("Invitations that you got"),
    without=("token_hash", "invited_by_id"),
    leaves=DELETED,
)
holds(
    "invitations",
    "invited_by_id",
    name="invitations_sent",
    title=_l("Invitations that you sent"),
    only=("id", "business_id", "created_at", "expires_at", "accepted_at"),
    why_without=_l("The addresses of others are left out."),
    leaves=DELETED,
)
holds(
    "screening_results",
    "business_id",
    name="screening_of_businesses",
    through="businesses",
    title=_l("How the texts of these businesses were screened"),
    leaves=Done("the last one who runs it takes it along"),
)


@before_erasing
def empty_abandoned(person_id: int) -> None:
    """Take contact, words and logo out of a business that this person runs alone; its name stays."""
    mine = select(Membership.business_id).where(Membership.user_id == person_id)
    others = select(Membership.business_id).where(Membership.user_id != person_id)
    alone = select(Business).where(Business.id.in_(mine), Business.id.not_in(others)).order_by(Business.id)
    for business in db.session.scalars(alone.with_for_update()).all():
        logo = db.session.get(Picture, business.logo_id) if business.logo_id else None
        gone: Any = {"contact": "", "about": "", "about_html": "", "logo_id": None}
        db.session.execute(update(Business).where(Business.id == business.id).values(gone))
        db.session.execute(delete(ScreeningResult).where(ScreeningResult.business_id == business.id))
        if logo is not None:
            detach(logo)
