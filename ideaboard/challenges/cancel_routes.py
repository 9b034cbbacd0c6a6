"""Handlers of cancelling a challenge."""

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.challenges.blueprint import bp
from ideaboard.challenges.forms import CancelForm
from ideaboard.challenges.models import Challenge
from ideaboard.challenges.queries import challenge_or_404
from ideaboard.challenges.service import cancel_challenge, must_be_cancellable
from ideaboard.web.guards import private
from ideaboard.web.rendering import render, see_other


@bp.get("/t/<slug>/batalkan")
@private
def cancel_page(slug: str) -> BaseResponse:
    """Ask for the reason, and say what cancelling means."""
    challenge = challenge_or_404(slug, current_user)
    must_be_cancellable(challenge, current_user)
    return _show(challenge, CancelForm(formdata=None))


@bp.post("/t/<slug>/batalkan")
def cancel(slug: str) -> BaseResponse:
    """Cancel the challenge for good, with the reason that everybody reads."""
    challenge, form = challenge_or_404(slug, current_user), CancelForm()
    must_be_cancellable(challenge, current_user)
    if not form.validate():
        return _show(challenge, form, 422)
    cancel_challenge(challenge, current_user, form.reason.data or "")
    return see_other(challenge.path, _("The challenge is cancelled. Everybody can read your reason."))


def _show(challenge: Challenge, form: CancelForm, status: int = 200) -> Response:
    return render("challenges/cancel.html", status=status, challenge=challenge, form=form)
