"""Forms of the second step."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from ideaboard.accounts.forms import Continuing, current_password_field
from ideaboard.web.forms import Form, Length, Required

LONGEST_CODE = 40


def code_field(label: Any) -> Any:
    """Return the field of a code: phones show their digits, and offer what they know."""
    shown = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
    return StringField(label, [Required(), Length(0, LONGEST_CODE)], render_kw=shown)


class CodeForm(Continuing):
    """The second step of signing in, with what a visitor carries through it."""

    code = code_field(_l("Code"))


class StartForm(Form):
    """The current password, before a secret is shown; `next` is where to go when all is done."""

    next = HiddenField(default="")
    current_password = current_password_field()


class FirstCodeForm(Form):
    """The first code of an app."""

    next = HiddenField(default="")
    code = code_field(_l("Code from your app"))


class SureForm(Form):
    """Password and code, before recovery codes are renewed or the second step is switched off."""

    current_password = current_password_field()
    code = code_field(_l("Code from your app, or a recovery code"))
