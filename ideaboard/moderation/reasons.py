"""Why a moderator acts: a short list, as the author reads it, by which rule, and what each reason teaches."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from ideaboard.screening.signals import ABUSE, FRAUD, GAMBLING, SPAM


@dataclass(frozen=True)
class Reason:
    """One reason: for the moderator's list, for the author's sentence, its rule, and what it is an example of."""

    name: Any
    because: Any
    rule: Any
    teaches: str | None = None


REASONS = {
    "fraud": Reason(
        _l("Fraud or asks for money"),
        _l("it asks for money or looks like fraud"),
        _l("Nobody may ask others for money, codes or account numbers here."),
        FRAUD,
    ),
    "gambling": Reason(
        _l("Gambling"),
        _l("it advertises gambling"),
        _l("Gambling and advertising for it are not allowed."),
        GAMBLING,
    ),
    "spam": Reason(
        _l("Advertising or spam"),
        _l("it is advertising, or the same text in many places"),
        _l("Write about the challenge. Advertising and repeated texts are not allowed."),
        SPAM,
    ),
    "abuse": Reason(
        _l("Insulting or demeaning"),
        _l("it insults or demeans people"),
        _l("Criticise the idea, not the person."),
        ABUSE,
    ),
    "hoax": Reason(
        _l("False news"),
        _l("it states something that is not true"),
        _l("Do not spread what is not true. Name a source for claims about health and safety."),
    ),
    "copied": Reason(
        _l("Copied idea"),
        _l("it is copied from somebody else"),
        _l("Send only ideas of your own, or say whose they are."),
    ),
    "personal": Reason(
        _l("Someone's personal data"),
        _l("it shows personal data of somebody else"),
        _l("Do not show other people's numbers, addresses or documents."),
    ),
}
# Of a pattern of votes, which is nobody's text.
VOTES_REASON = {
    "votes": Reason(
        _l("Unusual support"),
        _l("the support did not come from different people"),
        _l("Everybody supports an idea once, and from one account."),
    )
}
