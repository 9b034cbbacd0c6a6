"""Whoever may not write is kept from it wherever it is tried, and told why and until when; reading goes on."""

from flask import current_app, request
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from ideaboard.accounts.blueprint import bp
from ideaboard.accounts.consents import must_agree
from ideaboard.accounts.policies import write_problem
from ideaboard.web.guards import SAFE_METHODS
from ideaboard.web.problems import Silenced, TermsChanged


@bp.before_app_request
def keep_silent() -> None:
    """Refuse every write but those that a handler is open for (web/guards.py)."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in SAFE_METHODS or view is None or getattr(view, "is_for_silenced", False):
        return
    if problem := write_problem(current_user):
        raise Silenced(problem)
    if must_agree(current_user):
        raise TermsChanged(_l("Our rules have changed. Read them first, then send this again: nothing is lost."))
