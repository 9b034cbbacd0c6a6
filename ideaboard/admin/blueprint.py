"""The one blueprint of the admin pages; nobody but admins gets past it."""

from flask import Blueprint, abort
from flask_babel import gettext as _
from flask_login import current_user

from ideaboard.accounts.policies import may_administer
from ideaboard.web.problems import NotAllowed

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.before_request
def admins_only() -> None:
    """Send visitors to sign in, refuse everybody else."""
    if not current_user.is_authenticated:
        abort(401)
    if not may_administer(current_user):
        raise NotAllowed(_("Only admins may see this."))
