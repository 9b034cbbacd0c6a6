"""Staff who have to sign in in two steps (STAFF_TWO_STEP) do nothing in their rooms until they have set it up."""

from typing import Any

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from ideaboard.accounts.blueprint import bp
from ideaboard.accounts.two_step.queries import two_step_of
from ideaboard.web.guards import SAFE_METHODS
from ideaboard.web.problems import Silenced
from ideaboard.web.rendering import see_other

STAFF_ROOMS = ("/moderasi", "/admin")
SENTENCE = _l("Moderators and admins sign in in two steps here. Set it up first.")


def must_set_up(person: Any) -> bool:
    """Say whether this person is staff who have to set the second step up, and have not."""
    if not current_app.config["STAFF_TWO_STEP"] or not person.is_authenticated:
        return False
    return bool(person.is_moderator or person.is_admin) and two_step_of(person.id) is None


@bp.before_app_request
def lead_staff_to_set_up() -> BaseResponse | None:
    """Lead from the pages of staff to the set-up; what was typed in one of them stays on the page."""
    inside = any(request.path == room or request.path.startswith(f"{room}/") for room in STAFF_ROOMS)
    if not inside or not must_set_up(current_user):
        return None
    if request.method not in SAFE_METHODS:
        raise Silenced(SENTENCE)
    return see_other(url_for("accounts.two_step", next=request.full_path.rstrip("?")))
