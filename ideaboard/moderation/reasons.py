"""Why a post is removed: a short list, as the author reads it, and what each reason teaches."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from ideaboard.screening.signals import ABUSE, FRAUD, GAMBLING, SPAM


@dataclass(frozen=True)
class Reason:
    """One reason: for the moderator's list, for the author's sentence, and the kind that it is an example of."""

    name: Any
    because: Any
    teaches: str | None = None


REASONS = {
    "fraud": Reason(_l("Fraud or asks for money"), _l("it asks for money or looks like fraud"), FRAUD),
    "gambling": Reason(_l("Gambling"), _l("it advertises gambling"), GAMBLING),
    "spam": Reason(_l("Advertising or spam"), _l("it is advertising, or the same text in many places"), SPAM),
    "abuse": Reason(_l("Insulting or demeaning"), _l("it insults or demeans people"), ABUSE),
    "hoax": Reason(_l("False news"), _l("it states something that is not true")),
    "copied": Reason(_l("Copied idea"), _l("it is copied from somebody else")),
    "personal": Reason(_l("Someone's personal data"), _l("it shows personal data of somebody else")),
}
