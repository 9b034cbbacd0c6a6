"""Handlers of the link in an invitation: GET shows, POST accepts."""

from flask import Response, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.pages import keep_secret
from ideaboard.businesses.blueprint import bp
from ideaboard.businesses.invitations import accept, hindrance, look_up
from ideaboard.businesses.models import Invitation
from ideaboard.web.problems import NotAllowed, WrongState
from ideaboard.web.rendering import render, see_other


@bp.get("/undangan/<token>")
def invitation(token: str) -> BaseResponse:
    """Say who invites whom; looking uses nothing up."""
    found = look_up(token)
    return _show(token, found) if found else _dead(410)


@bp.post("/undangan/<token>")
def accept_invitation(token: str) -> BaseResponse:
    """Join the team."""
    try:
        business = accept(token, current_user)
    except NotAllowed:
        found = look_up(token)
        return _show(token, found, 403) if found else _dead(410)
    except WrongState:
        return _dead(409)
    message = _("You are in the team of %(business)s now.", business=business.name)
    return see_other(url_for("businesses.show", slug=business.slug), message)


def _show(token: str, found: Invitation, status: int = 200) -> Response:
    why_not = hindrance(found, current_user) if current_user.is_authenticated else None
    page = render("businesses/invitation.html", status=status, token=token, invitation=found, why_not=why_not)
    return keep_secret(page)  # type: ignore[no-any-return]


def _dead(status: int) -> Response:
    return keep_secret(render("businesses/dead_invitation.html", status=status))  # type: ignore[no-any-return]
