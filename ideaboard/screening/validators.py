"""Texts that are no posts (names, what a business says of itself) cannot wait for a moderator: they pass or not."""

from typing import Any

from flask_babel import gettext as _
from wtforms import Field
from wtforms.validators import ValidationError

from ideaboard.accounts.naming import on_naming
from ideaboard.screening.context import Context
from ideaboard.screening.engine import HOLD, REFUSE
from ideaboard.screening.service import read
from ideaboard.screening.signals import ABUSE, FRAUD, GAMBLING, STRONG


class Decent:
    """Refuse a text with a strong sign of gambling, fraud or abuse; `post` is one of screening.context.POSTS."""

    def __init__(self, post: str = "") -> None:
        self.post = post

    def __call__(self, form: Any, field: Field) -> None:
        """Say plainly why, without the word that gave it away."""
        if reason := why_not(str(field.data or ""), self.post):
            raise ValidationError(reason)


def why_not(text: str, post: str = "") -> str:
    """Return why a text cannot stand where it is; "" when it can."""
    if not text:
        return ""
    result = read(text, Context(post=post))
    strong = {signal.family for signal in result.signals if signal.strength == STRONG}
    if result.verdict not in (HOLD, REFUSE):
        strong &= {ABUSE}  # Nobody reads over a name: what would only be asked about elsewhere does not pass here.
    reasons = {
        GAMBLING: _("This looks like advertising for gambling, which has no place here."),
        FRAUD: _("This looks like an attempt to get money or data from people, which has no place here."),
        ABUSE: _("These words can hurt people. Choose others."),
    }
    return next((reason for kind, reason in reasons.items() if kind in strong), "")


@on_naming
def _of_name(name: str) -> str:
    return why_not(name, "name")
