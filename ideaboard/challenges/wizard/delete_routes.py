"""Handlers of deleting a draft."""

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.challenges.blueprint import bp
from ideaboard.challenges.wizard.deleting import delete_challenge, must_be_deletable
from ideaboard.challenges.wizard.queries import own_challenge_or_404
from ideaboard.web.guards import private
from ideaboard.web.rendering import render, see_other


@bp.get("/tantangan/<int:challenge_id>/hapus")
@private
def delete_page(challenge_id: int) -> Response:
    """Ask before deleting, and say what goes with it."""
    challenge = own_challenge_or_404(challenge_id, current_user)
    must_be_deletable(challenge, current_user)
    return render("challenges/wizard/delete.html", challenge=challenge)


@bp.post("/tantangan/<int:challenge_id>/hapus")
def delete(challenge_id: int) -> BaseResponse:
    """Delete the draft for good."""
    challenge = own_challenge_or_404(challenge_id, current_user)
    must_be_deletable(challenge, current_user)
    delete_challenge(challenge, current_user)
    return see_other(f"/usaha/{challenge.business.slug}", _("The draft is deleted."))
