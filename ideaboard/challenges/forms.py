"""Forms of challenges that are not part of the wizard."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from ideaboard.screening.validators import Decent
from ideaboard.web.forms import Form, Length, Required

REASON = (10, 500)


class CancelForm(Form):
    """Why the challenge is cancelled."""

    reason = TextAreaField(_l("Reason that everybody reads"), [Required(), Length(*REASON), Decent("challenge")])
