"""What can be typed about an update."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from ideaboard.web.forms import CreateForm, Length, Required, Rewordable

BODY = (2, 4000)


def _whole(value: object) -> int:
    """Read the version our own page wrote; anything else is 0, which no stored version has."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


class UpdateForm(CreateForm, Rewordable):
    """The text of an update."""

    body = TextAreaField(_l("What is new?"), [Required(), Length(*BODY)])
    version = HiddenField(default=0, filters=[_whole])
