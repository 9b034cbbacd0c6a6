"""Who may open the moderators' pages."""

from flask_babel import gettext as _
from flask_login import current_user

from ideaboard.moderation.policies import may_moderate
from ideaboard.web.problems import NotAllowed


def must_moderate() -> None:
    """Raise NotAllowed for everybody who decides about nothing."""
    if current_user.is_authenticated and not may_moderate(current_user):
        raise NotAllowed(_("Only moderators may see this."))
