"""What tells people from programs without asking anybody: a field nobody sees, and the time a form was open.

Both only ask to send once more, so that a password manager that fills in everything harms nobody.
"""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import HiddenField, StringField

from ideaboard.data.clock import now
from ideaboard.web.forms import Form
from ideaboard.web.signing import sign, unsign

HURRY = 3  # seconds in which no person fills in a form
OPEN_FOR = 30 * 24 * 3600  # a draft may stay open for long, and the back button brings an old page


def opened_now(*, was_asked: bool = False) -> str:
    """Return the signed moment at which a form was shown, and whether its hidden field was found filled in."""
    return sign("opened", [now().timestamp(), was_asked])


def is_unknown(person: Any) -> bool:
    """Say whether nothing is known of who sends a form: a visitor, or a member of the first days."""
    return not person.is_authenticated or not (person.trust_level or person.is_moderator or person.is_admin)


class Trapped(Form):
    """A form that makes something: programs that fill it in are asked once more, and most never answer."""

    website = StringField(_l("Leave this empty"))
    opened = HiddenField(default=opened_now)
    open_for = OPEN_FOR  # seconds

    @property
    def is_trapped(self) -> bool:
        """Say whether it looks at all."""
        return is_unknown(current_user)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then whether a person filled them in."""
        fits = bool(super().validate(extra_validators))
        return fits and not (self.is_trapped and self._looks_automatic())

    def _looks_automatic(self) -> bool:
        at, was_asked = _read(self.opened.data, self.open_for)
        if self.website.data and not was_asked:
            self.website.data, self.opened.data = "", opened_now(was_asked=True)
            self.form_errors.append(_("A hidden field was filled in, perhaps by your browser. Send it once more."))
        elif at is None:
            self.opened.data = opened_now()
            self.form_errors.append(_("This page was open for too long. Wait 3 seconds, then send it once more."))
        elif now().timestamp() - at < HURRY:
            self.form_errors.append(_("That was very fast. Wait 3 seconds, then send it once more."))
        return bool(self.form_errors)


def _read(token: str | None, open_for: int) -> tuple[float | None, bool]:
    """Return when the form was shown, None when it does not say, and whether somebody was asked already."""
    value = unsign("opened", token or "", open_for)
    return (float(value[0]), bool(value[1])) if isinstance(value, list) and len(value) == 2 else (None, False)
