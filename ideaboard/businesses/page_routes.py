"""Handlers of a business's public page and of one's own businesses."""

from flask import Response
from flask_login import current_user

from ideaboard.businesses.blueprint import bp
from ideaboard.businesses.contents import my_contents, public_contents
from ideaboard.businesses.policies import may_edit, may_see_contact
from ideaboard.businesses.queries import business_or_404, memberships_of, role_of
from ideaboard.businesses.sectors import SECTORS
from ideaboard.web.guards import private
from ideaboard.web.rendering import render


@bp.get("/usaha")
@private
def mine() -> Response:
    """One's own businesses, with what runs and what waits to be finished."""
    memberships = memberships_of(current_user)
    contents = my_contents([membership.business_id for membership in memberships])
    return render("businesses/mine.html", memberships=memberships, sectors=SECTORS, **contents)


@bp.get("/usaha/<slug>")
def show(slug: str) -> Response:
    """The public page: who they are and what they ask."""
    business = business_or_404(slug)
    role = role_of(current_user, business.id)
    return render(
        "businesses/show.html",
        business=business,
        sector=SECTORS[business.sector],
        may_edit=may_edit(role),
        sees_contact=may_see_contact(current_user, role),
        **public_contents(business, role),
    )
