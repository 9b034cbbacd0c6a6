"""What owners of businesses are told."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, select

from ideaboard.businesses.models import OWNER, Business, Membership
from ideaboard.extensions import db
from ideaboard.notifications.kinds import About, Event, Kind, register_kind

ACCEPTED, VERIFIED = "invitation_accepted", "business_verified"


def look_up_businesses(ids: Sequence[int], viewer: Any) -> dict[int, About]:
    """Return names of businesses and the addresses of their team pages; businesses are always public."""
    rows = db.session.execute(select(Business.id, Business.name, Business.slug).where(Business.id.in_(ids)))
    return {row.id: About(row.name, f"/usaha/{row.slug}/tim") for row in rows}


def _owners(event: Event) -> Select[Any]:
    return select(Membership.user_id).where(Membership.business_id == event.business_id, Membership.role == OWNER)


def _accepted(name: str, about: About) -> str:
    return _("%(name)s accepted your invitation to the team of %(business)s.", name=name, business=about.title)


def _verified(_name: str, about: About) -> str:
    return _(
        "%(business)s is verified now. Everybody sees it on your page and your challenges.", business=about.title
    )


register_kind(ACCEPTED, Kind("users", _accepted, look_up_businesses, _owners))
register_kind(VERIFIED, Kind("check", _verified, look_up_businesses, _owners))
