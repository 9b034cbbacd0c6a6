"""Handlers of a business's team."""

from flask import Response, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.pages import too_fast
from ideaboard.businesses.blueprint import bp
from ideaboard.businesses.forms import InviteForm
from ideaboard.businesses.invitations import invite as invite_person
from ideaboard.businesses.invitations import revoke as revoke_invitation
from ideaboard.businesses.models import Business
from ideaboard.businesses.policies import may_change_team
from ideaboard.businesses.queries import business_or_404, open_invitations, role_of, team_of
from ideaboard.businesses.service import must_edit
from ideaboard.businesses.team import hand_over as hand_over_to
from ideaboard.businesses.team import must_change_team, remove_member
from ideaboard.web.guards import private
from ideaboard.web.problems import TooFast
from ideaboard.web.rendering import render, see_other


@bp.get("/usaha/<slug>/tim")
@private
def team(slug: str) -> Response:
    """Who runs the business, who is invited."""
    business = business_or_404(slug)
    must_edit(current_user, business)
    return _show(business, InviteForm(formdata=None))


@bp.post("/usaha/<slug>/tim")
def invite(slug: str) -> BaseResponse:
    """Mail an invitation."""
    business, form = business_or_404(slug), InviteForm()
    must_change_team(current_user, business)
    if not form.validate():
        return _show(business, form, 422)
    try:
        invite_person(business, form.email.data or "", current_user)
    except TooFast as problem:
        return too_fast(problem, form, lambda again, status: _show(business, again, status))
    return _back(slug, _("The invitation is on its way. It can be accepted for 7 days."))


@bp.post("/usaha/<slug>/tim/undangan/<int:invitation_id>/batal")
def revoke(slug: str, invitation_id: int) -> BaseResponse:
    """End an invitation before it is used."""
    revoke_invitation(business_or_404(slug), invitation_id, current_user)
    return _back(slug, _("The invitation no longer counts."))


@bp.post("/usaha/<slug>/tim/<int:user_id>/keluarkan")
def remove(slug: str, user_id: int) -> BaseResponse:
    """Take a person out of the team, or leave it."""
    remove_member(business_or_404(slug), user_id, current_user)
    if user_id == current_user.id:
        return see_other(url_for("businesses.mine"), _("You have left the team."))
    return _back(slug, _("This person is no longer in the team."))


@bp.post("/usaha/<slug>/tim/<int:user_id>/serahkan")
def hand_over(slug: str, user_id: int) -> BaseResponse:
    """Make somebody else of the team the owner."""
    hand_over_to(business_or_404(slug), user_id, current_user)
    return _back(slug, _("The business is handed over. You stay in the team."))


def _back(slug: str, message: str) -> BaseResponse:
    return see_other(url_for("businesses.team", slug=slug), message)


def _show(business: Business, form: InviteForm, status: int = 200) -> Response:
    is_owner = may_change_team(role_of(current_user, business.id))
    return render(
        "businesses/team.html",
        status=status,
        business=business,
        members=team_of(business.id),
        invitations=open_invitations(business.id) if is_owner else [],
        may_change_team=is_owner,
        form=form,
    )
