"""An appeal as it is sent."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from ideaboard.moderation.appeals.models import LEAST_WORDS, LONGEST_WORDS
from ideaboard.web.forms import Form, Length, Required


class AppealForm(Form):
    """Why the decision is wrong, in the author's words."""

    words = TextAreaField(_l("Why is the decision wrong?"), [Required(), Length(LEAST_WORDS, LONGEST_WORDS)])
