"""The two decisions, as they are sent."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from ideaboard.moderation.models import LONGEST_MESSAGE
from ideaboard.moderation.reasons import REASONS
from ideaboard.web.forms import Form, Length, OneOf, Required


class KeepForm(Form):
    """Which version was read."""

    version = IntegerField(validators=[InputRequired(), NumberRange(1, 2**31 - 1)])


class RemoveForm(KeepForm):
    """Which version was read, why it goes, and what its author is told besides."""

    reason = SelectField(
        _l("Reason, sent to the author"), [Required(_l("Choose a reason.")), OneOf(REASONS)], validate_choice=False
    )
    message = TextAreaField(_l("Your words to the author (optional)"), validators=[Length(high=LONGEST_MESSAGE)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, str(reason.name)) for code, reason in REASONS.items()]
        self.reason.choices = [("", gettext("Choose a reason")), *named]
